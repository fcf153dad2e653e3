// Results sent to other programs, through a hub of our own (SAMP 1.3, Web Profile).
import assert from "node:assert/strict";
import { createServer } from "node:http";
import * as suite from "node:test";
import { upload, withBrowser } from "./browser.mjs";

const { test } = suite;

/** What a hub says and keeps of what it is told. */
class Hub {
  calls = [];
  receivers = ["topcat", "aladin"];

  async start() {
    this.server = createServer((request, response) => {
      let body = "";
      request.on("data", (bytes) => (body += bytes));
      request.on("end", () => this.answer(request, body, response));
    });
    await new Promise((done) => this.server.listen(0, "127.0.0.1", done));
    this.port = this.server.address().port;
  }

  answer(request, body, response) {
    const headers = { "Access-Control-Allow-Origin": request.headers.origin ?? "*", "Access-Control-Allow-Headers": "Content-Type", "Access-Control-Allow-Private-Network": "true" };
    if (request.method === "OPTIONS") return response.writeHead(200, headers).end();
    const method = body.match(/<methodName>samp\.webhub\.(\w+)<\/methodName>/)[1];
    this.calls.push({ method, body, origin: request.headers.origin });
    const text = (value) => `<value><string>${value}</string></value>`;
    const map = (entries) => `<value><struct>${Object.entries(entries).map(([name, value]) => `<member><name>${name}</name>${text(value)}</member>`).join("")}</struct></value>`;
    const results = {
      register: map({ "samp.private-key": "key-1", "samp.self-id": "c1", "samp.hub-id": "hub" }),
      notifyAll: `<value><array><data>${this.receivers.map(text).join("")}</data></array></value>`,
    };
    const refused = this.refuses && method === "register";
    const fault = `<fault>${map({ faultCode: "1", faultString: "the reader said no" })}</fault>`;
    const params = `<params><param>${results[method] ?? text("")}</param></params>`;
    response.writeHead(200, { ...headers, "Content-Type": "text/xml" });
    response.end(`<?xml version="1.0"?><methodResponse>${refused ? fault : params}</methodResponse>`);
  }

  stop() {
    if (!this.server?.listening) return undefined;
    this.server.closeAllConnections?.();
    return new Promise((done) => this.server.close(done));
  }
}

const hub = new Hub();
const here = { define };
withBrowser(suite, here, async () => {
  await hub.start();
  return [`--host-resolver-rules=MAP localhost:21012 127.0.0.1:${hub.port}`];
});

suite.after(() => hub.stop());

const config = upload(`body = "jupiter"\nmagnetic-field = ["jrm33:degree=2"]\nsource = "flux-tube"\nflux-tube-longitudes = [200.0]\ndirections = "field-cone"\nouter-radius = 20.0\nfrequency-lower = 1.0\nfrequency-upper = 30.0\nfrequency-count = 2\ncone-angles = [75.0]\ncone-azimuths = 2\nbackground = false\n`, "rays.toml");

function define() {
  test("a table is sent, the hub's no is shown, and so is that there is none", async () => {
    const job = await here.server.create("raytrace", { config, votable: "true", RUNID: "<&> label" });
    assert.equal(await here.server.finish(job), "COMPLETED", await (await fetch(`${job}/error`)).text());
    const page = await here.context.newPage();
    await page.goto(job);
    const button = page.locator("[data-samp]");
    await button.click();
    await page.getByText("Sent to 2 programs").waitFor();
    assert.deepEqual(hub.calls.map((call) => call.method), ["register", "declareMetadata", "notifyAll", "unregister"]);
    const { body, origin } = hub.calls[2];
    assert.equal(origin, here.server.url);
    assert.match(body, /<param><value><string>key-1<\/string><\/value><\/param>/);
    assert.match(body, /<name>samp.mtype<\/name><value><string>table.load.votable<\/string>/);
    assert.ok(body.includes(`<name>url</name><value><string>${job}/results/votable</string>`));
    assert.ok(body.includes("raytrace &lt;&amp;&gt; label votable"));
    const table = await fetch(body.match(/<name>url<\/name><value><string>([^<]*)/)[1]);
    assert.match(await table.text(), /<VOTABLE/);

    hub.refuses = true;
    await button.click();
    await page.getByText("The SAMP hub refused: the reader said no").waitFor();
    hub.refuses = false;
    hub.receivers = [];
    await button.click();
    await page.getByText("No program here takes it").waitFor();
    await hub.stop();
    await button.click();
    await page.getByText("No SAMP hub was found").waitFor();
    await page.close();
  });
}
