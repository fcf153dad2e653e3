// Reads an HDF5 file of the server in blocks, as HDF5 asks for them: a file of any size opens at once. Runs beside the
// page, since only here may a read wait for the network.
import { File, FS, ready } from "./hdf5_hl.js";

const blockSize = 1 << 18;
const mostBlocks = 512; // kept, 128 MiB
const mostValues = 4e6; // of one reading

/** The bytes of a URL, by Range. */
class RemoteBytes {
  blocks = new Map(); // in order of use

  constructor(url, size) {
    Object.assign(this, { url, size });
  }

  fetch(first, last) {
    const request = new XMLHttpRequest();
    request.open("GET", this.url, false);
    request.responseType = "arraybuffer";
    request.setRequestHeader("Range", `bytes=${first}-${last}`);
    request.send();
    const bytes = new Uint8Array(request.response ?? []);
    if (request.status === 206 && bytes.length === last - first + 1) return bytes;
    if (request.status === 200 && bytes.length === this.size) return bytes.subarray(first, last + 1);
    throw new Error(`the server answered ${request.status} for bytes ${first} to ${last}`);
  }

  keep(number, block) {
    this.blocks.delete(number);
    this.blocks.set(number, block);
    if (this.blocks.size > mostBlocks) this.blocks.delete(this.blocks.keys().next().value);
  }

  block(number) {
    let block = this.blocks.get(number);
    if (!block) {
      const first = number * blockSize;
      block = this.fetch(first, Math.min(first + blockSize, this.size) - 1);
    }
    this.keep(number, block);
    return block;
  }

  /** Fetches in one request what of these blocks is not there, if several are missing in a row. */
  prepare(first, last) {
    while (first <= last && this.blocks.has(first)) ++first;
    while (last >= first && this.blocks.has(last)) --last;
    if (last - first < 1 || last - first >= mostBlocks / 2) return;
    const bytes = this.fetch(first * blockSize, Math.min((last + 1) * blockSize, this.size) - 1);
    for (let i = first; i <= last; ++i) this.keep(i, bytes.slice((i - first) * blockSize, (i - first + 1) * blockSize));
  }

  read(target, offset, length, position) {
    length = Math.max(0, Math.min(length, this.size - position));
    if (length) this.prepare(Math.floor(position / blockSize), Math.floor((position + length - 1) / blockSize));
    for (let done = 0; done < length; ) {
      const at = position + done;
      const begin = at % blockSize;
      const part = this.block(Math.floor(at / blockSize)).subarray(begin, begin + length - done);
      target.set(part, offset + done);
      done += part.length;
    }
    return length;
  }
}

/** A file of the worker's file system whose bytes are the URL's. */
function mount(url, size) {
  const bytes = new RemoteBytes(url, size);
  const node = FS.createFile("/", "result.h5", {}, true, false);
  Object.defineProperty(node, "usedBytes", { get: () => size });
  node.stream_ops = { ...node.stream_ops, read: (stream, target, offset, length, position) => bytes.read(target, offset, length, position) };
  return "/result.h5";
}

/** A value that can be sent to the page and shown: numbers and texts, or lists of them. */
function plain(value) {
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "string") return value.replace(/\0+$/, "");
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return Array.from(value, plain);
  return value;
}

function attributesOf(object) {
  const found = {};
  for (const [name, attribute] of Object.entries(object.attrs)) {
    try {
      found[name] = plain(attribute.value);
    } catch {
      found[name] = "(cannot be shown)";
    }
  }
  return found;
}

let file;

/** What the file holds: groups and datasets with shape, type and attributes, in the file's order. */
function list() {
  const found = [{ path: "/", kind: "group", attributes: attributesOf(file) }];
  for (const name of file.paths()) {
    const path = name.startsWith("/") ? name : `/${name}`;
    const object = file.get(path);
    if (!object || !object.attrs) continue; // a link into nowhere
    const item = { path, kind: object.shape === undefined ? "group" : "dataset", attributes: attributesOf(object) };
    if (item.kind === "dataset") {
      const { dtype, shape } = object;
      item.shape = shape ?? [];
      item.isNumber = typeof dtype === "string" && /^[<>|]?[bBhHiIlLqQefd]$/.test(dtype);
      item.dtype = typeof dtype === "string" ? dtype : "compound";
    }
    found.push(item);
  }
  return found;
}

/** Values [from, to) along each dimension, as doubles. */
function read(path, ranges) {
  const dataset = file.get(path);
  const count = ranges.reduce((product, [from, to]) => product * Math.max(0, to - from), 1);
  if (count > mostValues) throw new Error(`${path}: ${count.toLocaleString("en")} values are too many to draw; allowed: ${mostValues.toLocaleString("en")}`);
  const values = dataset.slice(ranges);
  const numbers = values instanceof BigInt64Array || values instanceof BigUint64Array ? Float64Array.from(values, Number) : Float64Array.from(values);
  return numbers;
}

async function open(url, size) {
  const module = await ready;
  module.activate_throwing_error_handler?.();
  file = new File(mount(url, size), "r");
  return list();
}

const tasks = { open: ({ url, size }) => open(url, size), read: ({ path, ranges }) => read(path, ranges) };

onmessage = async ({ data }) => {
  try {
    const result = await tasks[data.task](data);
    postMessage({ id: data.id, result }, result instanceof Float64Array ? [result.buffer] : []);
  } catch (error) {
    postMessage({ id: data.id, error: String(error.message ?? error) });
  }
};
