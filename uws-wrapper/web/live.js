// Keeps a page up to date while something on it is alive. Everything works without it, only slower.
"use strict";

const every = 1000; // ms

async function read(url, accept) {
  const answer = await fetch(url, { headers: { Accept: accept }, cache: "no-store" });
  if (!answer.ok) throw new Error(answer.status);
  return answer.text();
}

const parse = (xml) => new DOMParser().parseFromString(xml, "text/xml");
const first = (node, name) => node.getElementsByTagNameNS("*", name)[0];

async function watchJob(head) {
  const url = head.dataset.job;
  for (;;) {
    await new Promise((done) => setTimeout(done, every));
    if (document.hidden) continue;
    try {
      const job = parse(await read(url, "text/xml"));
      if (first(job, "phase").textContent !== head.dataset.phase) return location.reload();
      const progress = first(job, "progress");
      const bar = document.querySelector("main > .progress");
      if (progress && bar) {
        const fraction = Number(progress.getAttribute("fraction"));
        const measured = progress.hasAttribute("total"); // else the end of this phase is not known
        if (measured) bar.querySelector("progress").value = fraction;
        else bar.querySelector("progress").removeAttribute("value");
        bar.querySelector(".percent").textContent = [
          progress.getAttribute("phase"), measured && `${Math.floor(fraction * 100)} %`, progress.getAttribute("message"),
        ].filter(Boolean).join(" ");
      }
      for (const log of document.querySelectorAll("[data-log]")) {
        const text = await read(`${url}/${log.dataset.log}?tail=30`, "text/plain");
        if (text && !log.textContent) log.parentElement.open = true;
        log.textContent = text;
      }
    } catch (error) {
      if (error.message === "404") return location.reload();
    }
  }
}

async function watchList(table) {
  for (;;) {
    await new Promise((done) => setTimeout(done, 2 * every));
    if (document.hidden || document.querySelector("details.new[open]")) continue;
    try {
      for (const job of parse(await read(`${table.dataset.list}?LAST=100`, "text/xml")).getElementsByTagNameNS("*", "jobref")) {
        const row = table.querySelector(`[data-id="${job.getAttribute("id")}"]`);
        const phase = first(job, "phase").textContent;
        if (!row || row.querySelector(".phase").textContent !== phase || phase === "EXECUTING") return location.reload();
      }
    } catch (error) {
      // the server is away; it may come back
    }
  }
}

const head = document.querySelector("[data-job]");
if (head && head.dataset.phase) watchJob(head);
const table = document.querySelector("[data-list]");
if (table) watchList(table);
