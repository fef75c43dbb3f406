// SPDX-License-Identifier: Apache-2.0
// A result file of Icekeel in the browser, read by h5wasm.
let opened = 0;
let hdf5 = null; // loaded with the first file: a browser without WebAssembly gets as far as a message

const major = 1;
const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** What is wrong with a file, for the user. */
export class UnreadableResult extends Error {}

const text = (holder, name) => {
  const value = holder.attrs[name]?.value;
  return Array.isArray(value) ? String(value[0]) : value === undefined || value === null ? "" : String(value);
};
const numbers = (values) => Array.from(values, (v) => (Number.isFinite(Number(v)) ? Number(v) : null));

export class ResultFile {
  /** Opens the bytes of a file; throws UnreadableResult. */
  static async open(name, bytes) {
    if (typeof WebAssembly !== "object")
      throw new UnreadableResult("This browser has no WebAssembly, which reads HDF5. Use a newer browser, or 'icekeel report RESULT.h5'.");
    if (!signature.every((byte, i) => bytes[i] === byte))
      throw new UnreadableResult(`'${name}' is no HDF5 file; choose a result of 'icekeel run'.`);
    hdf5 ??= await import("h5wasm");
    const { FS } = await hdf5.ready;
    // HDF5 would take a file of the same name for the one it knows.
    const path = `/result-${++opened}.h5`;
    FS.writeFile(path, bytes);
    const result = new ResultFile();
    try {
      result.file = new hdf5.File(path, "r");
      result.format = numbers(result.file.attrs.icekeel_format?.value ?? []);
      if (result.format.length) result.readAxes();
    } catch (problem) {
      throw new UnreadableResult(`'${name}' is damaged or cut short; copy it again or repeat the run. (${problem.message ?? problem})`);
    }
    if (result.format.length !== 2)
      throw new UnreadableResult(`'${name}' is an HDF5 file without the attribute 'icekeel_format', so no result of icekeel.`);
    if (result.format[0] !== major)
      throw new UnreadableResult(`'${name}' has version ${result.format.join(".")} of the result format, this page reads version ${major}; use the icekeel that wrote it.`);
    return result;
  }

  /** Frees what the file takes. */
  close() {
    this.file.close();
    hdf5.FS.unlink(this.file.filename);
  }

  attribute(name) {
    return text(this.file, name);
  }

  /** Time axes, and the series on them, in the order of the file. */
  readAxes() {
    const datasets = this.file.keys().map((name) => [name, this.file.get(name)]).filter(([, d]) => d instanceof hdf5.Dataset);
    this.axes = {};
    for (const [name, dataset] of datasets) {
      if (text(dataset, "axis") !== "T") continue;
      const bounds = this.file.get(text(dataset, "bounds")).value;
      const count = bounds.length / 2;
      this.axes[name] = {
        from: Array.from({ length: count }, (_, i) => bounds[2 * i]), to: Array.from({ length: count }, (_, i) => bounds[2 * i + 1]),
      };
    }
    this.series = datasets.flatMap(([name, dataset]) => {
      const [axis, labels] = dataset.shape.map((_, i) => dataset.get_attached_scales(i)[0]?.split("/").pop());
      if (!(axis in this.axes) || name in this.axes || !text(dataset, "cell_methods")) return [];
      return [{
        name, axis, units: text(dataset, "units"), title: text(dataset, "long_name") || name,
        labels: labels ? this.file.get(labels).value : null,
      }];
    });
  }

  /** All values of a series, or of one of its labels; null where one is missing. */
  values({ name, labels }, label = 0) {
    const dataset = this.file.get(name);
    return numbers(labels ? dataset.slice([[0, dataset.shape[0]], [label, label + 1]]) : dataset.value);
  }

  groups() {
    return this.file.keys().filter((name) => this.file.get(name) instanceof hdf5.Group);
  }

  /** The columns of a group with rows: {name, units, values}. */
  table(group) {
    const parent = this.file.get(group);
    return parent.keys().map((name) => [name, parent.get(name)])
      .filter(([, d]) => d instanceof hdf5.Dataset && d.shape.length === 1 && text(d, "CLASS") !== "DIMENSION_SCALE")
      .map(([name, d]) => ({ name, units: text(d, "units"), values: Array.from(d.value, (v) => (typeof v === "bigint" ? Number(v) : v)) }));
  }

  /** The single values of a group: {name, units, title, value}. */
  scalars(group) {
    const parent = this.file.get(group);
    return parent.keys().map((name) => [name, parent.get(name)])
      .filter(([, d]) => d instanceof hdf5.Dataset && d.shape.length === 0)
      .map(([name, d]) => ({ name, units: text(d, "units"), title: text(d, "long_name"), value: d.value }));
  }
}
