// Which figures a file invites to: those of the programs that we know by their file_type, then what any file shows.

/** What is named along dimension `dimension` of the dataset: 1-D datasets of that length, the likeliest first. */
export function axesFor(hdf5, item, dimension) {
  const length = item.shape[dimension];
  const folder = item.path.slice(0, item.path.lastIndexOf("/"));
  const rank = (other) => {
    const { ucd = "" } = other.attributes;
    const name = other.path.split("/").pop();
    let points = 0;
    if (/^(em\.|time|pos\.)/.test(ucd) && !/stat\.|;phot/.test(ucd)) points += 4;
    if (/^(wavenumber|wavelength|frequency|time|height|coordinate_\d)$/.test(name)) points += 4;
    if (other.path.startsWith(`${folder}/`)) points += 1;
    if (/^coordinate_\d$/.test(name) && name.endsWith(String(item.shape.length - dimension))) points += 2;
    return points;
  };
  return [...hdf5.items.values()]
    .filter((other) => other.kind === "dataset" && other.isNumber && other.shape.length === 1 && other.shape[0] === length && other.path !== item.path)
    .map((other) => ({ path: other.path, points: rank(other) }))
    .sort((a, b) => b.points - a.points);
}

/** The axis that a figure of the dataset begins with; undefined: the row number. */
export function likelyAxis(hdf5, item, dimension) {
  const best = axesFor(hdf5, item, dimension)[0];
  return best && best.points >= 4 ? best.path : undefined;
}

const list = (value) => (value === undefined ? [] : [].concat(value));

function spectrum(hdf5) {
  const figures = [];
  const names = list(hdf5.root.views ?? hdf5.root.states);
  for (const path of ["/radiance", "/transmittance", "/cross_section", "/transit_radius"]) {
    const item = hdf5.get(path);
    if (item?.shape.at(-1) === hdf5.get("/wavenumber")?.shape[0]) figures.push({ kind: "curves", path, x: "/wavenumber", rowNames: names });
  }
  return figures;
}

/** Maps of a cube: a value a pixel, or that of the deepest band of each pixel. */
function bands(hdf5) {
  const { lines, samples } = hdf5.root;
  const figures = [];
  const isCube = lines > 1 && samples > 1;
  for (const name of ["depth", "centre", "width", "area"])
    if (isCube && hdf5.get(`/bands/${name}`)?.shape[0]) figures.push({ kind: "bandMap", path: `/bands/${name}`, lines, samples });
  if (hdf5.get("/spectra/reflectance")) figures.push({ kind: "curves", path: "/spectra/reflectance", x: "/axis/wavelength", rows: [0], with: ["/spectra/continuum"] });
  return figures;
}

function rays(hdf5) {
  if (!hdf5.get("/background/electron_density") || !hdf5.get("/samples/position")) return [];
  return [{ kind: "rays", path: "/background/electron_density" }];
}

function occultation(hdf5) {
  return hdf5.get("/intensity") ? [{ kind: "map", path: "/intensity" }] : [];
}

const known = { "vespa-lbl-spectrum": spectrum, "vespa-lbl-absorption": spectrum, "vespa-mulumesc": bands, "vespa-raytrace": rays, "vespa-occultation": occultation };

/** Figures of one dataset, from its shape. */
export function figuresOf(hdf5, item) {
  if (item.kind !== "dataset" || !item.isNumber || item.shape.some((size) => size === 0)) return [];
  const { lines, samples } = hdf5.root;
  const figures = [];
  const spectra = hdf5.get("/spectra/state")?.shape[0];
  if (item.path.startsWith("/bands/") && hdf5.get("/bands/spectrum") && lines > 1 && samples > 1)
    figures.push({ kind: "bandMap", path: item.path, lines, samples });
  if (item.shape.length === 1 && lines * samples === item.shape[0] && spectra === item.shape[0] && lines > 1)
    figures.push({ kind: "cubeMap", path: item.path, lines, samples });
  const vector = item.shape.length === 2 && item.shape[1] <= 4;
  const curves = { kind: "curves", path: item.path, x: likelyAxis(hdf5, item, vector ? 0 : item.shape.length - 1), vector };
  if (item.shape.length === 0) return [{ kind: "value", path: item.path }];
  if (item.shape.length === 1 || vector) return [...figures, curves];
  const map = { kind: "map", path: item.path };
  const last = item.shape.at(-1);
  return item.shape.at(-2) >= 8 && last < 20000 ? [map, curves] : [curves, map];
}

/** The figures that the file is opened with, the best first. */
export function suggestions(hdf5) {
  const own = known[hdf5.root.file_type]?.(hdf5) ?? [];
  if (own.length) return own;
  for (const wanted of [2, 1, 3])
    for (const item of hdf5.items.values())
      if (item.kind === "dataset" && item.isNumber && item.shape.length === wanted) return figuresOf(hdf5, item).slice(0, 1);
  return [];
}
