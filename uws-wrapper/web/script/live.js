// Keeps a page up to date while something on it is alive.

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** This page as the server would send it now. */
async function fresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
  if (!answer.ok) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Takes the new <main>, and leaves open what was opened. */
async function renew(ready) {
  const main = document.querySelector("main");
  try {
    const page = await fresh();
    const open = [...main.querySelectorAll("details.log[open] pre")].map((pre) => pre.dataset.log);
    const next = document.adoptNode(page.querySelector("main"));
    for (const name of open) next.querySelector(`[data-log="${name}"]`)?.parentElement.setAttribute("open", "");
    main.replaceWith(next);
    ready(next);
  } catch {
    location.reload(); // the job has gone, or the server is away
  }
}

function showProgress(head, progress) {
  const bar = head.parentElement.querySelector(":scope > .progress");
  if (!bar || !progress) return;
  const measured = progress.total > 0; // else the end of this stage is not known
  if (measured) bar.querySelector("progress").value = progress.fraction;
  else bar.querySelector("progress").removeAttribute("value");
  bar.querySelector(".percent").textContent = [
    progress.stage, measured && `${Math.floor(progress.fraction * 100)} %`, progress.message,
  ].filter(Boolean).join(" ");
}

const mostShown = 200000; // characters of a log

function append(pre, text) {
  const atEnd = pre.scrollTop + pre.clientHeight >= pre.scrollHeight - 4;
  if (!pre.textContent) pre.parentElement.open = true;
  pre.textContent = (pre.textContent + text).slice(-mostShown);
  if (atEnd) pre.scrollTop = pre.scrollHeight;
}

/** Follows the job's events until its phase changes. */
export function watchJob(head, ready) {
  const source = new EventSource(`${head.dataset.job}/events`);
  const logs = document.querySelectorAll("[data-log]");
  let begun = false;
  source.addEventListener("job", (event) => {
    const job = JSON.parse(event.data);
    if (job.phase !== head.dataset.phase) {
      source.close();
      return renew(ready);
    }
    showProgress(head, job.progress);
  });
  for (const name of ["stdout", "stderr"])
    source.addEventListener(name, (event) => {
      if (!begun) for (const pre of logs) pre.textContent = ""; // they are told from their beginning
      begun = true;
      const pre = document.querySelector(`[data-log="${name}"]`);
      if (pre) append(pre, `${event.data}\n`);
    });
  source.addEventListener("end", () => {
    source.close();
    renew(ready);
  });
  source.addEventListener("error", async () => {
    if (source.readyState !== EventSource.CLOSED) return; // it tries again by itself
    await pause(5000);
    renew(ready);
  });
  addEventListener("pagehide", () => source.close());
}

/** Takes the listing anew every few seconds while somebody looks at it. */
export async function watchListing(listing) {
  for (;;) {
    await pause(3000);
    if (!listing.isConnected) return;
    if (document.hidden || listing.contains(document.activeElement)) continue;
    try {
      const next = (await fresh()).querySelector("#listing");
      if (next.innerHTML !== listing.innerHTML) listing.innerHTML = next.innerHTML;
    } catch {
      // the server is away; it may come back
    }
  }
}
