// The page that draws an HDF5 result: what the file holds on one side, the figure on the other.
import { drawFigure, firstChoice, heldDimensions, mostPoints, notes } from "./figures.js";
import { Hdf5, labelOf } from "./hdf5.js";
import { axesFor, figuresOf, suggestions } from "./suggest.js";

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

const kindNames = { curves: "Curves", map: "Map", cubeMap: "Map", bandMap: "Map", rays: "Rays" };

class Viewer {
  constructor(root) {
    this.root = root;
    this.hdf5 = new Hdf5();
    this.status = root.querySelector(".status");
  }

  async open() {
    const { file, size } = this.root.dataset;
    try {
      await this.hdf5.open(file, Number(size));
    } catch (error) {
      this.status.textContent = `The file cannot be shown: ${error.message}`;
      this.status.classList.add("error");
      return;
    }
    this.status.textContent = "";
    this.build();
    const [first] = suggestions(this.hdf5);
    if (first) await this.show(first);
    else this.status.textContent = "The file holds no numbers that could be drawn. Choose something to see what is known of it.";
  }

  build() {
    this.choices = make("div", { className: "choices" });
    this.controls = make("div", { className: "controls" });
    this.plot = make("div", { className: "plot" });
    this.about = make("div", { className: "about" });
    this.title = make("h2");
    this.note = make("p", { className: "help" });
    const figure = make("section", { className: "shown" }, this.title, this.note, this.controls, this.plot, this.status, this.about);
    figure.setAttribute("aria-label", "What is shown");
    this.root.append(make("div", { className: "sides" }, this.contents(), figure));
    new ResizeObserver(() => this.drawn?.resize()).observe(this.plot);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  /** Groups and their datasets, each a button. */
  contents() {
    const nav = make("nav", { className: "contents" });
    nav.setAttribute("aria-label", "What the file holds");
    const figures = suggestions(this.hdf5);
    if (figures.length > 1) nav.append(this.list("Figures", figures.map((wish) => this.entry(labelOf(this.hdf5.get(wish.path)).split(",")[0], kindNames[wish.kind], wish))));
    const folders = new Map();
    for (const item of this.hdf5.items.values()) {
      const folder = item.path.slice(0, item.path.lastIndexOf("/")) || "/";
      if (item.kind === "dataset") folders.set(folder, [...(folders.get(folder) ?? []), item]);
    }
    for (const [folder, items] of folders)
      nav.append(this.list(folder === "/" ? "Datasets" : folder.slice(1), items.map((item) => this.entry(item.path.split("/").pop(), item.shape.join(" × ") || "one value", item))));
    return nav;
  }

  list(name, entries) {
    return make("details", { open: true }, make("summary", { textContent: name }), make("ul", {}, ...entries));
  }

  entry(name, hint, target) {
    const button = make("button", { type: "button", title: target.attributes?.description ?? "" }, name.replaceAll("_", " "), " ", make("small", { textContent: hint }));
    button.addEventListener("click", () => (target.kind === "dataset" ? this.showItem(target) : this.show(target)));
    return make("li", {}, button);
  }

  async showItem(item) {
    const figures = figuresOf(this.hdf5, item).filter((wish) => wish.kind !== "value");
    if (figures.length) return this.show(figures[0], figures);
    this.drawn?.remove();
    this.drawn = this.wish = null;
    this.plot.replaceChildren();
    this.controls.replaceChildren();
    this.note.textContent = item.attributes.description ?? "";
    this.title.textContent = labelOf(item);
    this.status.textContent = "";
    if (item.isNumber && item.shape.length === 0) {
      const [value] = await this.hdf5.read(item.path);
      this.plot.append(make("p", { className: "value", textContent: `${value} ${item.attributes.unit ?? ""}` }));
    }
    this.tellAbout(item);
  }

  async show(wish, others) {
    this.wish = wish;
    const item = this.hdf5.get(wish.path);
    this.others = others ?? figuresOf(this.hdf5, item);
    if (!this.others.some((other) => other.kind === wish.kind)) this.others = [wish, ...this.others];
    this.title.textContent = labelOf(item);
    this.note.textContent = [item.attributes.description, notes[wish.kind]].filter(Boolean).join(". ");
    this.status.textContent = "Reading …";
    try {
      this.choice = await firstChoice(this.hdf5, wish);
    } catch (error) {
      this.choice = { curves: [heldDimensions(item, wish).map(() => 0)], x: wish.x };
    }
    this.tellAbout(item);
    this.buildControls(item);
    await this.draw();
  }

  async draw() {
    const { wish } = this;
    if (!wish) return;
    this.status.textContent = "Reading …";
    this.status.classList.remove("error");
    const place = make("div");
    this.drawn?.remove();
    this.drawn = null;
    this.plot.replaceChildren(place);
    try {
      const drawn = await drawFigure(this.hdf5, wish, this.choice, place);
      if (this.wish !== wish) return drawn.remove(); // something else was chosen meanwhile
      this.drawn = drawn;
      const length = this.hdf5.get(wish.path).shape.at(-1);
      this.status.textContent = wish.kind === "curves" && length > mostPoints ? `The first ${mostPoints.toLocaleString("en")} of ${length.toLocaleString("en")} points are drawn.` : "";
    } catch (error) {
      this.status.textContent = `This cannot be drawn: ${error.message}`;
      this.status.classList.add("error");
    }
    this.root.dataset.drawn = wish.path; // for those who wait for it
  }

  buildControls(item) {
    const { wish, choice } = this;
    this.controls.replaceChildren();
    if (this.others.length > 1) this.addSelect("Figure", this.others.map((other) => [other.kind, kindNames[other.kind]]), wish.kind, (kind) => this.show(this.others.find((other) => other.kind === kind), this.others));
    if (wish.kind === "curves") {
      const axes = axesFor(this.hdf5, item, wish.vector ? 0 : item.shape.length - 1);
      this.addSelect("Against", [["", "row"], ...axes.map(({ path }) => [path, path.slice(1)])], choice.x ?? "", (path) => {
        choice.x = path || undefined;
        this.draw();
      });
      this.addSwitch("Logarithmic x", "logX");
      this.addSwitch("Logarithmic y", "logY");
    } else this.addSwitch("Logarithmic colours", "logY");
    this.addRows(item);
    const whole = make("button", { type: "button", textContent: "Whole range" });
    whole.addEventListener("click", () => this.drawn?.reset());
    if (wish.kind === "curves") this.controls.append(whole);
  }

  addSelect(name, options, value, change) {
    const select = make("select", {}, ...options.map(([key, words]) => make("option", { value: key, textContent: words, selected: key === value })));
    select.addEventListener("change", () => change(select.value));
    this.controls.append(make("label", {}, `${name} `, select));
  }

  addSwitch(name, key) {
    const box = make("input", { type: "checkbox", checked: this.choice[key] });
    box.addEventListener("change", () => {
      this.choice[key] = box.checked;
      this.draw();
    });
    this.controls.append(make("label", { className: "switch" }, box, ` ${name}`));
  }

  /** Which rows of a dataset of more dimensions are drawn. */
  addRows(item) {
    const held = heldDimensions(item, this.wish);
    if (!held.length) return;
    const several = this.wish.kind === "curves" && held.length === 1;
    const names = this.wish.rowNames;
    if (several && held[0] <= 12) {
      const boxes = Array.from({ length: held[0] }, (_, row) => {
        const box = make("input", { type: "checkbox", checked: this.choice.curves.some(([chosen]) => chosen === row) });
        box.addEventListener("change", () => {
          this.choice.curves = boxes.flatMap((b, at) => (b.checked ? [[at]] : []));
          this.draw();
        });
        return box;
      });
      this.controls.append(make("fieldset", {}, make("legend", { textContent: "Rows" }), ...boxes.map((box, row) => make("label", { className: "switch" }, box, ` ${names?.[row] ?? row}`))));
      return;
    }
    const inputs = held.map((size) => make("input", { type: "number", min: 0, max: size - 1, value: 0, step: 1 }));
    if (several) inputs[0] = make("input", { type: "text", inputMode: "numeric", value: this.choice.curves.join(", ") });
    held.forEach((size, dimension) => {
      inputs[dimension].addEventListener("change", () => {
        const inside = (text) => Math.max(0, Math.min(size - 1, Math.round(Number(text)) || 0));
        this.choice.curves = several ? inputs[0].value.split(/[\s,;]+/).filter(Boolean).slice(0, 20).map((text) => [inside(text)]) : [inputs.map((input, i) => Math.max(0, Math.min(held[i] - 1, Math.round(Number(input.value)) || 0)))];
        this.draw();
      });
      const words = several ? `Rows (of 0 to ${size - 1}) ` : `Index ${dimension + 1} of ${held.length} (0 to ${size - 1}) `;
      this.controls.append(make("label", {}, words, inputs[dimension]));
    });
  }

  tellAbout(item) {
    const rows = [["path", item.path], ["shape", item.shape.join(" × ") || "one value"], ["type", item.dtype], ...Object.entries(item.attributes).filter(([name, value]) => name !== "description" && value !== "")];
    const group = this.hdf5.get("/").attributes;
    const table = (entries) => make("dl", {}, ...entries.flatMap(([name, value]) => [make("dt", { textContent: name }), make("dd", { textContent: [].concat(value).slice(0, 200).join(", ") })]));
    const file = make("details", {}, make("summary", { textContent: "Attributes of the file" }), table(Object.entries(group)));
    this.about.replaceChildren(make("details", { open: true }, make("summary", { textContent: "Attributes" }), table(rows)), file);
  }
}

new Viewer(document.querySelector("#viewer")).open();
