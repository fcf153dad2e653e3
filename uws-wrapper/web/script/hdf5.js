// An HDF5 file as the viewer asks it; the reading is done in hdf5_worker.js.

export class Hdf5 {
  waiting = new Map();
  next = 0;

  constructor() {
    this.worker = new Worker(new URL("./hdf5_worker.js", import.meta.url), { type: "module" });
    this.worker.onmessage = ({ data: { id, result, error } }) => {
      const { resolve, reject } = this.waiting.get(id);
      this.waiting.delete(id);
      if (error === undefined) resolve(result);
      else reject(new Error(error));
    };
    this.worker.onerror = (event) => {
      for (const { reject } of this.waiting.values()) reject(new Error(event.message || "the reader of HDF5 did not start"));
      this.waiting.clear();
    };
  }

  ask(task) {
    const id = this.next++;
    this.worker.postMessage({ ...task, id });
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  async open(url, size) {
    const items = await this.ask({ task: "open", url, size });
    this.items = new Map(items.map((item) => [item.path, item]));
    this.root = this.items.get("/").attributes;
    return items;
  }

  get(path) {
    return this.items.get(path);
  }

  /** Values as Float64Array; `ranges`: [from, to) of each dimension, all by default. */
  read(path, ranges) {
    return this.ask({ task: "read", path, ranges: ranges ?? this.get(path).shape.map((size) => [0, size]) });
  }
}

/** "radiance, W.m-2.sr-1.(cm-1)-1" */
export function labelOf(item) {
  const name = item.path.split("/").pop().replaceAll("_", " ");
  const unit = item.attributes.unit;
  return unit ? `${name}, ${unit}` : name;
}
