// Results of the codes, drawn by the browser.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as suite from "node:test";
import { upload, withBrowser } from "./browser.mjs";

const { test } = suite;

const here = { define };
withBrowser(suite, here);

const run = async (code, values) => {
  const job = await here.server.create(code, values);
  assert.equal(await here.server.finish(job), "COMPLETED", await (await fetch(`${job}/error`)).text());
  return job;
};

/** Opens the viewer and waits for its figure. */
async function view(job, result, options = {}) {
  const page = await here.context.newPage();
  if (options.width) await page.setViewportSize({ width: options.width, height: 700 });
  await page.goto(`${job}/plot/${result}`);
  await page.locator("#viewer[data-drawn]").waitFor();
  assert.equal(await page.locator(".status.error").count(), 0, await page.locator(".status").textContent());
  await page.locator(".plot canvas").waitFor();
  return page;
}

/** How many colours the figure has. */
const coloursOf = (page) => page.evaluate(() => {
  const canvas = document.querySelector(".plot canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
  return seen.size;
});

const python = (script, file) => execFileSync("/usr/bin/python3", ["-c", `import h5py, sys\nf = h5py.File(sys.argv[1])\n${script}`, file], { encoding: "utf8" }).trim();

async function download(job, result) {
  const file = join(here.server.data, `${result}.h5`);
  writeFileSync(file, Buffer.from(await (await fetch(`${job}/results/${result}`)).arrayBuffer()));
  return file;
}

const profile = upload(`vespa-profile 1\ncolumns pressure:hPa temperature:K CO:1 CO2:1\n${Array.from({ length: 16 }, (_, i) => `${6.1 * 0.6 ** i} ${220 - 3 * i} 8e-4 0.957\n`).join("")}`, "mars.profile");

function define() {
  test("a spectrum: curves against wavenumber, several rows, logarithmic axes", async () => {
    const job = await run("lbl-spectrum", { profile, radius: "3389.5", gravity: "3.71", from: "2100", to: "2120", step: "0.01", lines: "CO", views: "nadir;zenith:angle=60", contributions: "true" });
    const page = await view(job, "spectrum");
    assert.equal(await page.locator(".shown h2").textContent(), "radiance, W.m-2.sr-1.(cm-1)-1");
    assert.match(await page.locator(".u-legend").textContent(), /wavenumber, cm-1.*nadir.*zenith/s);
    assert.ok((await coloursOf(page)) > 5);
    await page.getByLabel("nadir").uncheck();
    await page.locator(".u-legend", { hasNotText: "nadir" }).waitFor();
    await page.getByLabel("Logarithmic y").check();
    await page.locator("nav.contents button", { hasText: "contribution" }).click();
    await page.locator("#viewer[data-drawn='/contribution']").waitFor();
    await page.getByLabel("Figure").selectOption("curves");
    await page.getByLabel("Index 2 of 2").fill("3");
    await page.keyboard.press("Enter");
    await page.locator("nav.contents button", { hasText: "temperature" }).click();
    await page.locator("#viewer[data-drawn='/level/temperature']").waitFor();
    assert.deepEqual(await page.locator(".status").textContent(), "");
    await page.close();
  });

  test("rays over their background; a large file is read in pieces; keys read values", async () => {
    const config = upload(`body = "jupiter"\nmagnetic-field = ["jrm33:degree=4"]\nplasma = ["io-torus"]\nsource = "flux-tube"\nflux-tube-longitudes = [200.0]\ndirections = "field-cone"\nouter-radius = 20.0\nfrequency-lower = 1.0\nfrequency-upper = 30.0\nfrequency-count = 4\ncone-angles = [75.0]\ncone-azimuths = 8\nsamples = "interval"\nsample-interval = 0.02\nbackground = true\nbackground-points = 301\nbackground-longitude = 200.0\n`, "rays.toml");
    const job = await run("raytrace", { config });
    const pieces = [];
    const listen = (request) => request.url().endsWith("/results/rays") && pieces.push(request.headers().range);
    here.context.on("request", listen);
    const page = await view(job, "rays");
    here.context.off("request", listen);
    assert.ok(pieces.length > 0 && pieces.every((range) => /^bytes=\d+-\d+$/.test(range)), String(pieces));
    const size = Number(await page.locator("#viewer").getAttribute("data-size"));
    const read = pieces.reduce((sum, range) => sum + eval(range.slice(6).replace(/(\d+)-(\d+)/, "$2-$1+1")), 0);
    assert.ok(read < size, `${read} of ${size} bytes`);
    assert.ok((await coloursOf(page)) > 100);

    await page.locator("nav.contents button", { hasText: "magnetic field strength" }).click();
    await page.locator("#viewer[data-drawn='/background/magnetic_field_strength']").waitFor();
    await page.locator(".plot canvas").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowUp");
    const shown = (await page.locator(".readout").textContent()).split(" · ");
    const file = await download(job, "rays");
    const expected = python("print(f['background/coordinate_1'][151], f['background/coordinate_2'][151], f['background/magnetic_field_strength'][151, 151])", file).split(" ").map(Number);
    shown.map((text) => Number(text.split(" ").pop())).forEach((value, i) => (Number.isNaN(expected[i]) ? assert.ok(Number.isNaN(value)) : assert.ok(Math.abs(value - expected[i]) <= 1e-5 * Math.abs(expected[i]) + 1e-9, `${shown[i]}: ${expected[i]}`)));
    await page.close();

    const phone = await view(job, "rays", { width: 360 });
    assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth), 360);
    await phone.close();
  });

  test("a cube of spectra: maps of its bands", async () => {
    const file = join(here.server.data, "cube.h5");
    execFileSync("/usr/bin/python3", ["-c", "import h5py, numpy as np, sys\nw = np.linspace(0.5, 2.5, 161)\ndepth = 0.05 + 0.03 * np.arange(15).reshape(3, 5)\nf = h5py.File(sys.argv[1], 'w')\nf['wavelength'] = w\nf['reflectance'] = 0.5 * (1 - depth[..., None] * np.exp(-((w - 1.4) / 0.1) ** 2))", file]);
    const { readFileSync } = await import("node:fs");
    const job = await run("mulumesc", { spectra: upload(readFileSync(file), "cube.h5"), "wavelength-unit": "um", "keep-continuum": "true", "reflectance-dataset": "reflectance", "wavelength-dataset": "wavelength" });
    const page = await view(job, "bands");
    assert.equal(await page.locator(".shown h2").textContent(), "depth");
    const result = await download(job, "bands");
    await page.locator(".plot canvas").focus();
    for (const key of ["ArrowRight", "ArrowRight", "ArrowDown"]) await page.keyboard.press(key);
    const shown = await page.locator(".readout").textContent();
    assert.match(shown, /sample 4 · line 2/);
    const deepest = Number(python("b = f['bands']; s = b['spectrum'][()]; print(max(b['depth'][()][s == 14]))", result));
    assert.ok(Math.abs(Number(shown.split(" ").pop()) - deepest) < 1e-5 * deepest, `${shown}, ${deepest}`);
    await page.close();
  });

  test("a file that is none is refused with a word", async () => {
    const job = await run("lbl-spectrum", { profile, radius: "3389.5", gravity: "3.71", from: "2100", to: "2101", step: "0.1", lines: "CO", views: "nadir" });
    const page = await here.context.newPage();
    await page.route("**/results/spectrum", (route) => route.fulfill({ status: 404, body: "gone" }));
    await page.goto(`${job}/plot/spectrum`);
    await page.locator(".status.error", { hasText: "The file cannot be shown" }).waitFor();
    await page.close();
    assert.equal((await fetch(`${job}/plot/run`)).status, 404);
  });
}
