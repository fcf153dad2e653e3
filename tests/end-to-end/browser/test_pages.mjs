// Forms, jobs and lists as a reader meets them.
import assert from "node:assert/strict";
import * as suite from "node:test";
import { patience, withBrowser } from "./browser.mjs";
import { weakTexts } from "./contrast.mjs";

const { test } = suite;

const here = { define };
withBrowser(suite, here);

const open = async (path, options = {}) => {
  const page = await here.context.newPage();
  if (options.width) await page.setViewportSize({ width: options.width, height: 700 });
  if (options.scheme) await page.emulateMedia({ colorScheme: options.scheme });
  await page.goto(path.startsWith("http") ? path : here.server.url + path);
  return page;
};

const phaseOn = (page, phase) => page.locator(`#job .phase.${phase}`).waitFor();

function define() {
  test("a job is submitted by keyboard alone and watched to its end without a reload", async () => {
    const page = await open("/");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "To the content");
    await page.getByRole("link", { name: "selftest" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "New job" }).focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("seconds").focus();
    await page.keyboard.type("2");
    while (!(await page.evaluate(() => document.activeElement.name === "progress"))) await page.keyboard.press("Tab");
    await page.keyboard.type("8");
    await page.getByLabel("Label of the job").focus();
    await page.keyboard.type("by keyboard");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Run");
    await page.keyboard.press("Enter");
    await page.waitForURL(/rest\/selftest\/[0-9a-f]{32}$/);
    await page.evaluate(() => (window.sameDocument = true));
    await page.locator(".percent", { hasText: "%" }).waitFor();
    assert.ok((await page.locator("main > .progress progress").getAttribute("value")) !== null);
    await page.locator('[data-log="stdout"]', { hasText: "step 2 of 8" }).waitFor();
    await phaseOn(page, "COMPLETED");
    assert.equal(await page.evaluate(() => window.sameDocument), true);
    assert.equal(await page.locator("h1").textContent(), "by keyboard");
    await page.getByRole("link", { name: "result", exact: true }).waitFor();
    assert.match(await page.locator('[data-log="stdout"]').textContent(), /step 8 of 8/);
    await page.close();
  });

  test("a wrong value is told at its field before it is sent", async () => {
    const page = await open("/selftest/form");
    let sent = 0;
    page.on("request", (request) => (sent += request.method() === "POST"));
    await page.getByLabel("seconds").fill("-1");
    await page.getByLabel("exit_code").fill("x");
    await page.getByRole("button", { name: "Run" }).click();
    assert.equal(await page.locator("#f-seconds").textContent(), '"-1" is out of range; allowed: from 0 to 86400 s');
    assert.equal(await page.locator("#f-exit_code").textContent(), '"x" is not an integer of 64 bits');
    assert.equal(await page.evaluate(() => document.activeElement.name), "seconds");
    assert.equal(sent, 0);
    await page.getByLabel("seconds").fill("0");
    await page.getByLabel("exit_code").fill("");
    await page.getByRole("button", { name: "Run" }).click();
    await page.waitForURL(/[0-9a-f]{32}$/);
    await phaseOn(page, "COMPLETED");
    await page.close();
  });

  test("the page and the server find the same faults", async () => {
    const page = await open("/selftest/form");
    const values = ["0", "1", "-1", "+1", "1.5", "1e3", "1e-3", ".5", "5.", "", "1,5", " 1", "1 ", "abc", "0x10", "inf", "nan", "-inf", "1e999", "1e-999",
      "86400", "86401", "99999999999999999999", "-0", "--1", "+-1", "1e", "٣", "1_0", "255", "256"];
    for (const name of ["seconds", "exit_code"]) {
      for (const value of values.filter(Boolean)) {
        const told = await page.evaluate(async ([field, text]) => {
          const { faultOf } = await import("/static/form.js");
          return faultOf(text, document.querySelector(`[name=${field}]`).dataset);
        }, [name, value]);
        const answer = await fetch(`${here.server.url}/rest/selftest`, { method: "POST", body: new URLSearchParams({ [name]: value }), redirect: "manual" });
        const refused = answer.status === 400 ? (await answer.text()).trim().replace(`parameter ${name}: `, "") : "";
        assert.equal(told, refused, `${name} = "${value}"`);
      }
    }
    await page.close();
  });

  test("without script the server says the same, and keeps what was typed", async () => {
    const page = await open("/selftest/form");
    // The page's own checks are kept from seeing the form go.
    await page.evaluate(() => document.querySelector("form.job").addEventListener("submit", (event) => event.stopImmediatePropagation(), { capture: true }));
    await page.getByLabel("seconds").fill("1,5");
    await page.getByRole("textbox", { name: "text", exact: true }).fill("<kept>");
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByRole("alert").waitFor();
    assert.equal(await page.getByLabel("seconds").inputValue(), "1,5");
    assert.equal(await page.getByRole("textbox", { name: "text", exact: true }).inputValue(), "<kept>");
    assert.equal(await page.locator("#f-seconds").textContent(), '"1,5" is not a finite number');
    await page.close();
  });

  test("abort and delete ask first; Escape takes the question back", async () => {
    const job = await here.server.create("selftest", { seconds: "600", progress: "600" });
    const page = await open(job);
    await page.locator("summary", { hasText: "Abort" }).click();
    await page.getByRole("button", { name: "Abort it" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Abort it" }).waitFor({ state: "hidden" });
    assert.notEqual(await here.server.phase(job), "ABORTED");
    await page.locator("summary", { hasText: "Abort" }).click();
    await page.getByRole("button", { name: "Abort it" }).click();
    await phaseOn(page, "ABORTED");
    await page.locator("summary", { hasText: "Delete" }).click();
    await page.getByRole("button", { name: "Delete it" }).click();
    await page.waitForURL(/rest\/selftest/);
    assert.equal((await fetch(job)).status, 404);
    await page.close();
  });

  test("a failed job says what to mend and its clone is filled", async () => {
    const job = await here.server.create("selftest", { exit_code: "7", text: 'a "b" <c>' });
    assert.equal(await here.server.finish(job), "ERROR");
    const page = await open(job);
    assert.match(await page.getByRole("alert").first().textContent(), /exit code 7/);
    await page.getByRole("link", { name: "Mend its values" }).click();
    assert.equal(await page.getByRole("textbox", { name: "text", exact: true }).inputValue(), 'a "b" <c>');
    await page.getByLabel("exit_code").fill("0");
    await page.getByRole("button", { name: "Run" }).click();
    await page.waitForURL(/rest\/selftest\/[0-9a-f]{32}$/);
    await phaseOn(page, "COMPLETED");
    assert.notEqual(page.url(), job);
    await page.close();
  });

  test("a list moves by itself, is filtered, and copies go to the clipboard", async () => {
    const page = await open("/rest/selftest?RUNID=moving");
    const job = await here.server.create("selftest", { seconds: "600", RUNID: "moving" });
    await page.locator("#listing .phase.EXECUTING").waitFor();
    await fetch(`${job}/phase`, { method: "POST", body: new URLSearchParams({ PHASE: "ABORT" }) });
    await page.locator("#listing .phase.ABORTED").waitFor();
    await page.getByLabel("Phase").selectOption("COMPLETED");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByText("No job is like that.").waitFor();
    await here.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.locator("summary", { hasText: "Run it with curl" }).click();
    await page.locator("details.copy[open]").getByRole("button", { name: "Copy" }).click();
    await page.getByText("Copied").waitFor();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^curl .*rest\/selftest'$/s);
    await page.close();
  });

  test("a deleted job does not leave its page alone", async () => {
    const job = await here.server.create("selftest", { seconds: "600" });
    const page = await open(job);
    await phaseOn(page, "EXECUTING");
    await fetch(job, { method: "DELETE", redirect: "manual" });
    await page.getByRole("heading", { name: "Not Found" }).waitFor({ timeout: patience });
    await page.close();
  });

  test("nothing is wider than a phone, everything has contrast, in light and dark", async () => {
    const running = await here.server.create("selftest", { seconds: "600", progress: "600", RUNID: "a label without blanks of ".repeat(2) + "x".repeat(8), text: "y".repeat(300) });
    const failed = await here.server.create("selftest", { exit_code: "9" });
    await here.server.finish(failed);
    for (const scheme of ["light", "dark"])
      for (const path of ["/", "/rest/selftest", "/selftest/form", "/raytrace/form", running, failed, "/nowhere"]) {
        const page = await open(path, { width: 360, scheme });
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, path);
        assert.deepEqual(await page.evaluate(weakTexts), [], `${path}, ${scheme}`);
        const nameless = await page.evaluate(() => [...document.querySelectorAll("input, select, button, a")].filter((e) => e.checkVisibility() && !(e.labels?.length || e.getAttribute("aria-label") || e.textContent.trim())).length);
        assert.equal(nameless, 0, path);
        await page.close();
      }
    await fetch(running, { method: "DELETE", redirect: "manual" });
  });
}
