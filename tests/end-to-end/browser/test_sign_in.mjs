// Who is signed in sees their own jobs, and nobody else does: with a token, and with a certified OpenID provider.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as suite from "node:test";
import { weakTexts } from "./contrast.mjs";
import { withBrowser } from "./browser.mjs";

const { test } = suite;

const token = "a-token-of-this-test-alone";
const fingerprint = createHash("sha256").update(token).digest("hex");
const user = `[[access.user]]\nname = "ada"\ntoken-sha256 = "${fingerprint}"\n`;
const refused = [401, 403, 404];

const here = { define, prepare };
let provider;

const freePort = () => new Promise((done) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => done(port));
  });
});

/** The provider has to know where the server will be, and the server where the provider is. */
async function prepare() {
  const port = await freePort();
  const script = new URL("../uws/openid_provider.mjs", import.meta.url).pathname;
  const packages = join(process.env.VESPA_NPM, "tests");
  provider = spawn(process.execPath, [script, packages, `http://127.0.0.1:${port}/sign-in/idp/callback`], { stdio: ["ignore", "pipe", "ignore"] });
  const issuer = await new Promise((done) => createInterface(provider.stdout).once("line", done));
  const idp = `[[access.provider]]\nname = "idp"\ntitle = "The institute's log-in"\nissuer = "${issuer}"\nclient-id = "vespa"\nclient-secret-file = "secret"\nscopes = ["openid", "profile", "eduperson_entitlement"]\ngroup-namespace = "urn:geant:example.org"\n`;
  return { listen: `127.0.0.1:${port}`, files: { secret: "a secret of the tests\n" }, configuration: user + idp };
}

const banner = (page, name) => page.getByRole("banner").getByRole("link", { name, exact: true });

async function isReadable(page) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await page.evaluate(weakTexts), [], `${page.url()} ${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

async function runJob(page) {
  await page.goto(`${here.server.url}/selftest/form`);
  await page.getByLabel("seconds").fill("1");
  await page.getByLabel("progress").fill("2");
  await page.getByRole("button", { name: "Run" }).click();
  await page.waitForURL(/rest\/selftest\/[0-9a-f]{32}$/);
  await page.locator("#job .phase.COMPLETED").waitFor();
  return page.url();
}

async function signOut(page) {
  await page.getByRole("button", { name: "Sign out" }).click();
  await banner(page, "Sign in").waitFor();
}

function define() {
  test("with a token: a job of one's own, then signing out", async () => {
    const page = await here.context.newPage();
    await page.goto(here.server.url);
    await banner(page, "Sign in").click();
    await page.getByLabel("User").fill("ada");
    await page.getByLabel("Token").fill("wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").waitFor();
    await isReadable(page);
    await page.getByLabel("User").fill("ada");
    await page.getByLabel("Token").fill(token);
    await page.getByRole("button", { name: "Sign in" }).click();
    await banner(page, "ada").waitFor();
    assert.equal(await page.evaluate(() => document.cookie), "", "scripts do not see the session");

    const job = await runJob(page);
    await page.locator("dd", { hasText: /^ada$/ }).waitFor();
    for (const child of ["", "/events", "/form", "/stdout?follow=1", "/results/result"])
      assert.ok(refused.includes((await fetch(job + child)).status), child);

    await banner(page, "ada").click();
    await signOut(page);
    const answer = await page.goto(job);
    assert.equal(answer.status(), 401);
    assert.equal(await page.getByText("COMPLETED").count(), 0);
    // Who signs in on the page of a refused job is led back to it.
    await page.getByLabel("User").fill("ada");
    await page.getByLabel("Token").fill(token);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator("#job .phase.COMPLETED").waitFor();
    assert.equal(page.url(), job);
    await banner(page, "ada").click();
    await signOut(page);
    await page.close();
  });

  test("with a provider: tokens for programs, made and revoked; a second window is signed out too", async () => {
    const page = await here.context.newPage();
    // The provider's page asks for fonts from afar.
    await page.route((url) => url.hostname !== "127.0.0.1", (route) => route.fulfill({ body: "" }));
    await page.goto(`${here.server.url}/account`);
    await page.getByRole("link", { name: "With The institute's log-in" }).click();
    await page.locator("input[name=login]").fill("ada");
    await page.locator("input[name=password]").fill("x");
    await page.locator("button[type=submit]").click();
    await page.waitForURL(/interaction|\/account$/);
    if (!page.url().endsWith("/account")) await page.locator("button[type=submit]").click();
    await banner(page, "Ada Lovelace").waitFor();
    assert.equal(page.url(), `${here.server.url}/account`);
    await page.locator("dd", { hasText: /^idp\/ada$/ }).waitFor();
    await isReadable(page);

    await page.getByLabel("What it is for").fill("TOPCAT <b>");
    await page.getByRole("button", { name: "Make token" }).click();
    const made = await page.locator("#token").textContent();
    await isReadable(page);
    const as = { headers: { Authorization: `Basic ${Buffer.from(`idp/ada:${made}`).toString("base64")}` } };
    const account = async () => (await fetch(`${here.server.url}/account`, as)).status;
    assert.equal(await account(), 200);
    await page.getByRole("link", { name: "Your account" }).click();
    assert.equal(await page.getByText(made).count(), 0, "shown once");
    const other = await here.context.newPage();
    await other.goto(`${here.server.url}/account`);
    await page.getByRole("button", { name: "Revoke the token for TOPCAT <b>" }).click();
    await page.getByText("You have none.").waitFor();
    assert.equal(await account(), 401);

    await signOut(page);
    assert.equal((await other.reload()).status(), 401);
    await other.getByRole("heading", { name: "Sign in" }).waitFor();
    await other.close();
    await page.close();
  });
}

withBrowser(suite, here);
suite.after(() => provider?.kill("SIGTERM"));
