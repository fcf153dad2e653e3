// Makes of a figure's wishes (suggest.js, and what the reader chose) the numbers that are drawn.
import { drawCurves } from "./curves.js";
import { labelOf } from "./hdf5.js";
import { drawMap } from "./map.js";
import { axesFor } from "./suggest.js";
import { extent, palette } from "./scale.js";

export const mostPoints = 1000000; // of a curve
const mostSamples = 1000000; // of rays

const rowName = (wish, row) => wish.rowNames?.[row] ?? (wish.vector ? "xyzw"[row] : `row ${row}`);

/** The leading dimensions that stand still while the last one or two are drawn. */
export function heldDimensions(item, wish) {
  if (wish.kind === "map") return item.shape.slice(0, -2);
  if (wish.kind !== "curves" || wish.vector) return [];
  return item.shape.slice(0, -1);
}

/** The curves that a dataset begins with: the first rows that hold a number. */
async function curveValues(hdf5, item, wish, held) {
  const range = (length) => [0, Math.min(length, mostPoints)];
  if (wish.vector) {
    const [rows, columns] = item.shape;
    const all = await hdf5.read(item.path, [range(rows), [0, columns]]);
    return Array.from({ length: columns }, (_, k) => ({ label: rowName(wish, k), values: all.filter((_value, i) => i % columns === k) }));
  }
  const values = await hdf5.read(item.path, [...held.map((at) => [at, at + 1]), range(item.shape.at(-1))]);
  const name = held.length ? held.map((at, i) => (i === held.length - 1 ? rowName(wish, at) : at)).join(", ") : labelOf(item).split(",")[0];
  return [{ label: name, values }];
}

async function axisValues(hdf5, path, length) {
  if (path) return hdf5.read(path, [[0, Math.min(length, mostPoints)]]);
  return Float64Array.from({ length: Math.min(length, mostPoints) }, (_, i) => i);
}

async function curves(hdf5, wish, choice, place) {
  const item = hdf5.get(wish.path);
  const length = wish.vector ? item.shape[0] : item.shape.at(-1);
  const drawn = [];
  for (const held of choice.curves) drawn.push(...(await curveValues(hdf5, item, wish, held)));
  for (const path of wish.with ?? [])
    for (const held of choice.curves)
      drawn.push(...(await curveValues(hdf5, hdf5.get(path), wish, held)).map((curve) => ({ ...curve, label: `${path.split("/").pop()}, ${curve.label}` })));
  const x = await axisValues(hdf5, choice.x, length);
  const label = choice.x ? labelOf(hdf5.get(choice.x)) : "row";
  return drawCurves(place, { x, xLabel: label, yLabel: labelOf(item), curves: drawn, logX: choice.logX, logY: choice.logY });
}

async function map(hdf5, wish, choice, place) {
  const item = hdf5.get(wish.path);
  const [rows, columns] = item.shape.slice(-2);
  const held = choice.curves[0];
  const values = await hdf5.read(wish.path, [...held.map((at) => [at, at + 1]), [0, rows], [0, columns]]);
  const axis = async (dimension, length) => {
    const best = axesFor(hdf5, item, dimension)[0];
    return best?.points >= 4 ? { label: labelOf(hdf5.get(best.path)), values: Array.from(await hdf5.read(best.path, [[0, length]])) } : { label: "row" };
  };
  const last = item.shape.length - 1;
  const x = await axis(last, columns);
  const y = await axis(last - 1, rows);
  const unit = (label) => label.split(", ")[1];
  const equal = unit(x.label) !== undefined && unit(x.label) === unit(y.label);
  return drawMap(place, { values, rows, columns, x, y, label: labelOf(item), log: choice.logY, equal, paint: wish.paint ?? "viridis", overlay: wish.overlay });
}

/** A number a pixel, or that of the deepest band of each pixel. */
async function cube(hdf5, wish, choice, place) {
  const item = hdf5.get(wish.path);
  const { lines, samples } = wish;
  let values = await hdf5.read(wish.path);
  if (wish.kind === "bandMap") {
    const [owner, depth] = [await hdf5.read("/bands/spectrum"), await hdf5.read("/bands/depth")];
    const deepest = new Float64Array(lines * samples).fill(-Infinity);
    const chosen = new Float64Array(lines * samples).fill(NaN);
    for (let i = 0; i < owner.length; ++i)
      if (depth[i] > deepest[owner[i]]) [deepest[owner[i]], chosen[owner[i]]] = [depth[i], values[i]];
    values = chosen;
  }
  return drawMap(place, {
    values, rows: lines, columns: samples, x: { label: "sample" }, y: { label: "line" }, label: labelOf(item), log: choice.logY,
    equal: true, downwards: true, paint: "viridis",
  });
}

/** Paths of rays over the plane that the background was made in. */
async function rays(hdf5, wish, choice, place) {
  const { axis_1: e1, axis_2: e2, origin } = hdf5.get("/background").attributes;
  const total = hdf5.get("/samples/position").shape[0];
  const read = Math.min(total, mostSamples);
  const position = await hdf5.read("/samples/position", [[0, read], [0, 3]]);
  const [first, count, frequency] = await Promise.all(["sample_first", "sample_count", "frequency"].map((name) => hdf5.read(`/rays/${name}`)));
  const along = (i, axis) => (position[3 * i] - origin[0]) * axis[0] + (position[3 * i + 1] - origin[1]) * axis[1] + (position[3 * i + 2] - origin[2]) * axis[2];
  const colours = palette("ember");
  const [least, most] = extent(frequency, true);
  const every = Math.max(1, Math.ceil(first.length / 400));
  const { equatorial_radius: equator, polar_radius: pole } = hdf5.get("/body")?.attributes ?? {};
  const overlay = (context, toX, toY) => {
    context.lineWidth = 1;
    context.globalAlpha = 0.8;
    for (let ray = 0; ray < first.length; ray += every) {
      if (count[ray] < 2 || first[ray] + count[ray] > read) continue;
      const share = most > least ? Math.log(frequency[ray] / least) / Math.log(most / least) : 0.5;
      context.strokeStyle = `rgb(${colours[Math.round(share * 255)].join()})`;
      context.beginPath();
      for (let i = first[ray]; i < first[ray] + count[ray]; ++i) context.lineTo(toX(along(i, e1)), toY(along(i, e2)));
      context.stroke();
    }
    context.globalAlpha = 1;
    if (!equator) return;
    context.beginPath();
    context.ellipse(toX(0), toY(0), Math.abs(toX(equator) - toX(0)), Math.abs(toY(pole) - toY(0)), 0, 0, 2 * Math.PI);
    context.fillStyle = themedBody;
    context.fill();
  };
  return map(hdf5, { ...wish, kind: "map", paint: "dusk", overlay }, choice, place);
}
const themedBody = "#d9b38c";

export const notes = {
  rays: "Paths of rays, projected on the plane of the background; from pale (low) to purple (high frequencies).",
  bandMap: "Of each pixel, the value of its deepest band.",
};

const kinds = { curves, map, cubeMap: cube, bandMap: cube, rays };

/** Draws the figure into the element; the answer can reset, resize and remove it. */
export const drawFigure = (hdf5, wish, choice, place) => kinds[wish.kind](hdf5, wish, choice, place);

/** What the reader has not chosen yet. */
export async function firstChoice(hdf5, wish) {
  const item = hdf5.get(wish.path);
  const held = heldDimensions(item, wish);
  const choice = { curves: [held.map(() => 0)], x: wish.x, logX: false, logY: false };
  if (wish.kind === "rays") choice.logY = true;
  if (wish.kind === "curves" && held.length === 1 && !wish.rows) choice.curves = await rowsWithNumbers(hdf5, item, held[0]);
  if (wish.kind === "map") choice.logY = await spansDecades(hdf5, item, held);
  return choice;
}

/** Up to four rows, those that hold nothing but NaN left out. */
async function rowsWithNumbers(hdf5, item, rows) {
  const found = [];
  for (let row = 0; row < Math.min(rows, 8) && found.length < 4; ++row) {
    const values = await hdf5.read(item.path, [[row, row + 1], [0, Math.min(item.shape[1], 1000)]]);
    if (values.some(Number.isFinite)) found.push([row]);
  }
  return found.length ? found : [[0]];
}

async function spansDecades(hdf5, item, held) {
  const [rows, columns] = item.shape.slice(-2);
  const values = await hdf5.read(item.path, [...held.map(() => [0, 1]), [0, rows], [0, columns]]);
  const [least, most] = extent(values);
  return least > 0 && most / least > 1000;
}
