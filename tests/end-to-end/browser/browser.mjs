// A vespa-uwsd of the build tree on a free port, and a browser with an empty profile that looks at it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const build = process.env.VESPA_BINARY_DIR;
const packages = process.env.VESPA_NPM;
export const patience = 20000; // ms, for an event; never a measure

/** Why the tests cannot be run here; undefined if they can. */
function missing() {
  if (!process.env.VESPA_CHROMIUM || !existsSync(process.env.VESPA_CHROMIUM)) return "chromium is missing (scripts/install-packages test)";
  if (!existsSync(join(packages, "tests/node_modules/playwright-core"))) return "the browser's driver is missing (scripts/install-npm tests)";
  if (!existsSync(join(packages, "page/node_modules/h5wasm"))) return "the pages were built without plots (scripts/install-npm page, then configure)";
  return undefined;
}

/** A file for a form. */
export const upload = (content, name) => ({ blob: new Blob([content]), name });

export class Server {
  /** listen; configuration: the file's text; files: name and text of those beside it, for the server alone. */
  async start({ listen = "127.0.0.1:0", configuration = "", files = {} } = {}) {
    this.data = mkdtempSync(join(tmpdir(), "vespa-browser-"));
    const share = join(build, "share/vespa-hpc");
    this.process = spawn(join(build, "bin/vespa-uwsd"), ["--listen", listen, "--data", this.data, "--codes", join(share, "diagnostic"), "--codes", join(share, "descriptions"), ...this.config(configuration, files)]);
    this.process.stderr.pipe(process.stderr);
    const [greeting] = await new Promise((done) => createInterface(this.process.stdout).once("line", (line) => done([line])));
    this.url = greeting.match(/http:\/\/[^ ,]+/)[0].replace(/\/$/, "");
    return this;
  }

  /** The command line's words for a configuration given as text. */
  config(text, files) {
    if (!text) return [];
    for (const [name, content] of Object.entries(files)) writeFileSync(join(this.data, name), content, { mode: 0o600 });
    const file = join(this.data, "uwsd.toml");
    writeFileSync(file, text);
    return ["--config", file];
  }

  /** Makes a job and, unless told otherwise, runs it; returns its URL. */
  async create(code, values, run = true) {
    const form = new FormData();
    for (const [name, value] of Object.entries(values)) {
      if (value.blob) form.set(name, value.blob, value.name);
      else form.set(name, value);
    }
    if (run) form.set("PHASE", "RUN");
    const answer = await fetch(`${this.url}/rest/${code}`, { method: "POST", body: form, redirect: "manual" });
    assert.equal(answer.status, 303, await answer.text());
    return answer.headers.get("location");
  }

  async phase(job) {
    return (await fetch(`${job}/phase`)).text();
  }

  async finish(job) {
    const end = Date.now() + patience;
    for (let phase; Date.now() < end; ) {
      phase = await this.phase(job);
      if (!["PENDING", "QUEUED", "EXECUTING"].includes(phase)) return phase;
      await (await fetch(`${job}?WAIT=20&PHASE=${phase}`)).text();
    }
    throw new Error("the job does not end");
  }

  async stop() {
    this.process.kill("SIGTERM");
    await new Promise((done) => this.process.once("exit", done));
    rmSync(this.data, { recursive: true, force: true });
  }
}

/** Starts both before the tests of a file and ends them after; skips the file loudly where that cannot be. */
export function withBrowser(suite, tests, flags = () => []) {
  const why = missing();
  if (why) {
    console.log(`SKIPPED: ${why}`);
    return;
  }
  suite.before(async () => {
    tests.server = await new Server().start(await tests.prepare?.());
    const { chromium } = createRequire(join(packages, "tests/"))("playwright-core");
    tests.profile = mkdtempSync(join(tmpdir(), "vespa-profile-"));
    tests.context = await chromium.launchPersistentContext(tests.profile, {
      executablePath: process.env.VESPA_CHROMIUM, headless: true, viewport: { width: 1100, height: 900 },
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", ...(await flags())],
    });
    tests.context.setDefaultTimeout(patience);
    tests.complaints = [];
    tests.context.on("page", (page) => listen(page, tests.complaints));
  });
  suite.after(async () => {
    await tests.context?.close();
    await tests.server?.stop();
    rmSync(tests.profile, { recursive: true, force: true });
  });
  suite.afterEach(() => assert.deepEqual(tests.complaints.splice(0), [], "the browser has nothing to complain about"));
  tests.define();
}

function listen(page, complaints) {
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    // A refused form is meant to be answered with 400; the hub may be away.
    const expected = /status of 40[0134]|ERR_CONNECTION_REFUSED/.test(message.text());
    if (message.type() === "error" && !expected) complaints.push(message.text());
  });
}
