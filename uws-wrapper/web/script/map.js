// A map: values over two axes as colours, with a colour bar; pointer and arrow keys read it.
import { colourRange, exponentFor, logTicks, palette, short, themed, ticks, withExponent } from "./scale.js";

const wide = { left: 74, right: 112, top: 12, bottom: 52 };
const narrow = { left: 50, right: 80, top: 12, bottom: 52 };
const font = "13px system-ui, sans-serif";

/** Where index i of an axis lies, and what stands there. An axis of even steps has round ticks, another its own values. */
function ruler(axis, length) {
  const values = axis.values;
  const step = values ? (values[length - 1] - values[0]) / (length - 1) : 1;
  const even = !values || length < 2 || (step !== 0 && values.every((v, i) => Math.abs(v - values[0] - i * step) <= Math.abs(step) * 1e-3));
  const first = values ? values[0] : 0;
  if (even && length > 1) {
    const end = first + step * (length - 1);
    const { factor, name } = exponentFor(first, end);
    const mark = (v) => ({ at: (v - first) / step, text: short(v / factor) });
    return { ticks: (count) => ticks(first, end, count).map(mark), step, label: withExponent(axis.label, name) };
  }
  return {
    ticks: (count) => {
      const stride = Math.max(1, Math.ceil(length / count));
      return Array.from({ length: Math.ceil(length / stride) }, (_, k) => ({ at: k * stride, text: short(values ? values[k * stride] : k * stride, 3) }));
    },
    step: NaN,
    label: axis.label,
  };
}

/** The values as a picture, one pixel a cell, first row below unless `downwards`. */
function picture({ values, columns, rows, log, downwards, paint }, [least, most]) {
  const image = new ImageData(columns, rows);
  const colours = palette(paint);
  const norm = log ? (v) => Math.log(v / least) / Math.log(most / least) : (v) => (v - least) / (most - least);
  for (let row = 0; row < rows; ++row)
    for (let column = 0; column < columns; ++column) {
      const value = values[row * columns + column];
      if (!Number.isFinite(value)) continue; // stays transparent
      const share = log && value <= 0 ? 0 : most > least ? norm(value) : 0.5;
      const colour = colours[Math.max(0, Math.min(255, Math.round(share * 255)))];
      const at = ((downwards ? row : rows - 1 - row) * columns + column) * 4;
      image.data.set(colour, at);
      image.data[at + 3] = 255;
    }
  const canvas = new OffscreenCanvas(columns, rows);
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

/**
 * Draws a map into the element.
 * figure: { values, columns, rows, x: { label, values }, y: { label, values }, label, log, downwards, equal, paint, overlay }
 * overlay(context, toX, toY): draws upon it, in coordinates of the axes
 */
export function drawMap(place, figure) {
  const canvas = Object.assign(document.createElement("canvas"), { tabIndex: 0 });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `Map of ${figure.label} over ${figure.x.label} and ${figure.y.label}; arrow keys read values`);
  const readout = Object.assign(document.createElement("p"), { className: "readout" });
  readout.setAttribute("role", "status");
  place.append(canvas, readout);
  const range = colourRange(figure.values, figure.log);
  const cells = picture(figure, range);
  const [xs, ys] = [ruler(figure.x, figure.columns), ruler(figure.y, figure.rows)];
  let box;
  let margin = wide;
  let spot = null;

  function layout() {
    margin = place.clientWidth < 480 ? narrow : wide;
    const width = Math.max(280, place.clientWidth) - margin.left - margin.right;
    let height = Math.max(220, Math.min(560, width * 0.62));
    let across = width;
    if (figure.equal) {
      const ratio = (figure.rows * Math.abs(ys.step || 1)) / (figure.columns * Math.abs(xs.step || 1));
      height = Math.min(640, width * ratio);
      across = height / ratio;
    }
    box = { left: margin.left, top: margin.top, width: across, height };
    const scale = devicePixelRatio || 1;
    canvas.width = (margin.left + across + margin.right) * scale;
    canvas.height = (margin.top + height + margin.bottom) * scale;
    canvas.style.width = `${margin.left + across + margin.right}px`;
    canvas.style.height = `${margin.top + height + margin.bottom}px`;
    const context = canvas.getContext("2d");
    context.setTransform(scale, 0, 0, scale, 0, 0);
    return context;
  }

  const columnAt = (at) => box.left + ((at + 0.5) / figure.columns) * box.width;
  const rowAt = (at) => {
    const share = (at + 0.5) / figure.rows;
    return box.top + (figure.downwards ? share : 1 - share) * box.height;
  };

  function axes(context) {
    context.font = font;
    context.fillStyle = context.strokeStyle = themed("--ink");
    context.lineWidth = 1;
    context.strokeRect(box.left - 0.5, box.top - 0.5, box.width + 1, box.height + 1);
    context.textAlign = "center";
    const bottom = box.top + box.height;
    for (const { at, text } of xs.ticks(Math.max(2, box.width / 90))) {
      context.fillRect(columnAt(at), bottom, 1, 5);
      context.fillText(text, columnAt(at), bottom + 19);
    }
    context.fillText(xs.label, box.left + box.width / 2, bottom + 41);
    context.textAlign = "right";
    for (const { at, text } of ys.ticks(Math.max(2, box.height / 60))) {
      context.fillRect(box.left - 5, rowAt(at), 5, 1);
      context.fillText(text, box.left - 8, rowAt(at) + 4);
    }
    sideways(context, ys.label, 12);
  }

  function sideways(context, text, x) {
    context.save();
    context.translate(x, box.top + box.height / 2);
    context.rotate(-Math.PI / 2);
    context.textAlign = "center";
    context.fillText(text, 0, 0);
    context.restore();
  }

  function colourBar(context) {
    const left = box.left + box.width + 16;
    const colours = palette(figure.paint);
    for (let i = 0; i < box.height; ++i) {
      context.fillStyle = `rgb(${colours[Math.round((1 - i / box.height) * 255)].join()})`;
      context.fillRect(left, box.top + i, 14, 1.5);
    }
    context.fillStyle = themed("--ink");
    context.textAlign = "left";
    const [least, most] = range;
    const marks = figure.log ? logTicks(least, most) : ticks(least, most, box.height / 50);
    for (const value of marks) {
      const share = most <= least ? 0.5 : figure.log ? Math.log(value / least) / Math.log(most / least) : (value - least) / (most - least);
      const y = box.top + (1 - share) * box.height;
      context.fillRect(left + 14, y, 4, 1);
      context.fillText(short(value, 3), left + 21, y + 4);
    }
    if (margin === wide) sideways(context, figure.label, left + margin.right - 20); // else the title says it
  }

  function draw() {
    const context = layout();
    context.imageSmoothingEnabled = false;
    context.drawImage(cells, box.left, box.top, box.width, box.height);
    if (figure.overlay) {
      context.save();
      context.beginPath();
      context.rect(box.left, box.top, box.width, box.height);
      context.clip();
      const place1 = (axis, at) => (v) => at((v - axis.values[0]) / ((axis.values.at(-1) - axis.values[0]) / (axis.values.length - 1)));
      figure.overlay(context, place1(figure.x, columnAt), place1(figure.y, rowAt));
      context.restore();
    }
    axes(context);
    colourBar(context);
    if (spot) {
      context.strokeStyle = "#fff";
      context.strokeRect(columnAt(spot.column) - 4, rowAt(spot.row) - 4, 8, 8);
      context.strokeStyle = "#000";
      context.strokeRect(columnAt(spot.column) - 5, rowAt(spot.row) - 5, 10, 10);
    }
  }

  function tell(column, row, mark) {
    column = Math.max(0, Math.min(figure.columns - 1, column));
    row = Math.max(0, Math.min(figure.rows - 1, row));
    spot = mark ? { column, row } : null;
    const name = (axis, at) => `${axis.label.split(",")[0]} ${short(axis.values ? axis.values[at] : at, 6)}`;
    readout.textContent = `${name(figure.x, column)} · ${name(figure.y, row)} · ${short(figure.values[row * figure.columns + column], 6)}`;
    if (mark) draw();
  }

  canvas.addEventListener("pointermove", (event) => {
    const column = Math.floor(((event.offsetX - box.left) / box.width) * figure.columns);
    const share = (event.offsetY - box.top) / box.height;
    const row = Math.floor((figure.downwards ? share : 1 - share) * figure.rows);
    if (column >= 0 && column < figure.columns && row >= 0 && row < figure.rows) tell(column, row, false);
  });
  canvas.addEventListener("keydown", (event) => {
    const up = figure.downwards ? -1 : 1;
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, up], ArrowDown: [0, -up] }[event.key];
    if (!move) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    const from = spot ?? { column: Math.floor(figure.columns / 2), row: Math.floor(figure.rows / 2) };
    tell(from.column + move[0] * far, from.row + move[1] * far, true);
  });
  draw();
  readout.textContent = "Point at the map, or use the arrow keys, to read it.";
  return { reset: draw, resize: draw, remove: () => {} };
}
