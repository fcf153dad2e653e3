// Numbers as text, ticks of axes, and colours of values.

/** Short, without losing what matters: 0.00012 -> "1.2e-4". */
export function short(value, digits = 4) {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return value.toExponential(digits - 1).replace(/\.?0+e/, "e").replace("e+", "e");
  return String(Number(value.toPrecision(digits)));
}

/** A power of ten to be taken out of an axis's numbers, where they would be long otherwise: its name and its size. */
export function exponentFor(from, to) {
  const most = Math.max(Math.abs(from), Math.abs(to));
  if (!(most >= 1e5 || (most > 0 && most < 1e-3))) return { factor: 1, name: "" };
  const power = Math.floor(Math.log10(most));
  const digits = String(power).replace(/./g, (c) => "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"["0123456789-".indexOf(c)]);
  return { factor: 10 ** power, name: `10${digits}` };
}

/** "height, m" with 10³ taken out: "height, 10³ m". */
export function withExponent(label, name) {
  if (!name) return label;
  const [words, unit] = label.split(", ");
  return `${words}, ${name}${unit ? ` ${unit}` : ""}`;
}

/** Round values between from and to, about `count` of them. */
export function ticks(from, to, count) {
  const raw = Math.abs(to - from) / Math.max(1, count);
  if (!(raw > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= raw * 0.999);
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const found = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; ++i) found.push(i * step);
  return found;
}

/** Powers of ten, with 2 and 5 between them if these are few. */
export function logTicks(from, to) {
  const found = [];
  const wide = Math.log10(to / from) > 3;
  const step = Math.max(1, Math.ceil(Math.log10(to / from) / 8));
  for (let power = Math.floor(Math.log10(from)); power <= Math.log10(to) + 1; power += step)
    for (const m of wide ? [1] : [1, 2, 5]) {
      const value = m * 10 ** power;
      if (value >= from * 0.999 && value <= to * 1.001) found.push(value);
    }
  return found;
}

// Viridis (matplotlib, CC0) at nine points.
const viridis = [[68, 1, 84], [71, 44, 122], [59, 81, 139], [44, 113, 142], [33, 144, 141], [39, 173, 129], [92, 200, 99], [170, 220, 50], [253, 231, 37]];
// For what lines are drawn upon.
const dusk = [[16, 20, 40], [24, 36, 66], [34, 54, 92], [48, 74, 116], [66, 96, 138], [90, 120, 158], [122, 148, 178], [160, 178, 200], [204, 214, 226]];
// For lines upon it.
const ember = [[255, 245, 200], [255, 226, 140], [255, 200, 95], [255, 170, 70], [250, 138, 62], [244, 106, 76], [236, 84, 104], [222, 78, 140], [200, 84, 176]];
const palettes = { viridis, dusk, ember };

/** 256 colours as [r, g, b]. */
export function palette(name) {
  const points = palettes[name];
  return Array.from({ length: 256 }, (_, i) => {
    const at = (i / 255) * (points.length - 1);
    const low = Math.min(Math.floor(at), points.length - 2);
    return points[low].map((c, k) => Math.round(c + (at - low) * (points[low + 1][k] - c)));
  });
}

/** Least and greatest of the values that count (on a logarithmic scale those above 0). */
export function extent(values, log = false) {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value) || (log && value <= 0)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least <= most ? [least, most] : [log ? 1 : 0, 1];
}

const decades = 10; // of a logarithmic scale, at most

/** What the colours stand for: from the least to the greatest value, on a logarithmic scale over ten decades at most. */
export function colourRange(values, log) {
  const [least, most] = extent(values, log);
  return log ? [Math.max(least, most / 10 ** decades), most] : [least, most];
}

/** The colour of the page that a CSS variable names. */
export const themed = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
