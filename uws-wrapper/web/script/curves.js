// Curves against an axis, by uPlot: zoom by dragging, whole range by a double click or the button.
import { exponentFor, extent, short, themed, withExponent } from "./scale.js";
import uPlot from "./uplot.js";

const colours = () => (matchMedia("(prefers-color-scheme: dark)").matches
  ? ["#86b4ff", "#ffb86b", "#69d49a", "#ff958c", "#d8a6e6", "#e5d44c", "#7fdbe6", "#f4a3c3"]
  : ["#1c5ab4", "#c25e00", "#176c3c", "#ac221a", "#7d3d90", "#8a7000", "#0b7285", "#a61e5d"]);

/** Values as uPlot takes them: gaps are null. */
const drawable = (values, log) => Array.from(values, (v) => (Number.isFinite(v) && (!log || v > 0) ? v : null));

/** Brings curves into the ascending order of x. `scattered`: x jumped to and fro, so that lines would mean nothing. */
function inOrder(x, curves) {
  let [rising, falling] = [true, true];
  for (let i = 1; i < x.length; ++i) {
    if (!(x[i] >= x[i - 1])) rising = false;
    if (!(x[i] <= x[i - 1])) falling = false;
  }
  if (rising) return { x, curves, scattered: false };
  const order = Array.from(x.keys()).filter((i) => Number.isFinite(x[i]));
  if (falling) order.reverse();
  else order.sort((a, b) => x[a] - x[b]);
  return { x: order.map((i) => x[i]), curves: curves.map((curve) => order.map((i) => curve[i])), scattered: !falling };
}

function axis(label, values, log) {
  const { factor, name } = log ? { factor: 1, name: "" } : exponentFor(...extent(values));
  const line = { stroke: themed("--line"), width: 1 };
  return {
    label: withExponent(label, name), stroke: themed("--ink"), grid: line, ticks: line, font: "13px system-ui, sans-serif", labelFont: "600 13px system-ui, sans-serif",
    values: (_, splits) => splits.map((v) => (v === null ? "" : short(v / factor, 7))),
  };
}

/**
 * Draws curves into the element.
 * figure: { x, xLabel, yLabel, curves: [{ label, values }], logX, logY }
 */
export function drawCurves(place, figure) {
  const ordered = inOrder(figure.x, figure.curves.map((curve) => curve.values));
  const points = ordered.scattered || ordered.x.length < 40;
  const paint = colours();
  const xs = figure.logX ? ordered.x.map((v) => (v > 0 ? v : null)) : Array.from(ordered.x);
  const kept = figure.logX ? xs.map((v, i) => i).filter((i) => xs[i] !== null) : undefined;
  const pick = (values) => (kept ? kept.map((i) => values[i]) : values);
  const y = { ...axis(figure.yLabel, figure.curves.flatMap((curve) => extent(curve.values)), figure.logY), size: 78 };
  const plot = new uPlot(
    {
      width: Math.max(280, place.clientWidth), height: Math.max(280, Math.min(520, Math.round(place.clientWidth * 0.6))),
      scales: { x: { time: false, distr: figure.logX ? 3 : 1 }, y: { distr: figure.logY ? 3 : 1 } },
      axes: [axis(figure.xLabel, figure.x, figure.logX), y],
      cursor: { drag: { x: true, y: true, uni: 40 } },
      series: [
        { label: figure.xLabel, value: (_, v) => short(v, 8) },
        ...figure.curves.map((curve, i) => ({
          label: curve.label, stroke: paint[i % paint.length], width: ordered.scattered ? 0 : 1.5, value: (_, v) => (v === null ? "–" : short(v, 6)),
          paths: ordered.scattered ? () => null : undefined, points: { show: points, size: 4, fill: paint[i % paint.length] },
        })),
      ],
    },
    [pick(xs), ...ordered.curves.map((values) => pick(drawable(values, figure.logY)))],
    place,
  );
  return {
    reset: () => plot.setData(plot.data, true),
    resize: () => plot.setSize({ width: Math.max(280, place.clientWidth), height: plot.height }),
    remove: () => plot.destroy(),
  };
}
