// SPDX-License-Identifier: Apache-2.0
// The viewer: any result file in a browser, without a server. Nothing leaves the page.
import { ResultFile, UnreadableResult } from "./result_file.js";
import { setUpCharts } from "./time_charts.js";
import { numberText } from "./unpack.js";

const first = ["facility_power", "it_power", "pue"];
const mostRows = 200;

/** An element with attributes and children; texts stay texts. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function section(id, title, ...children) {
  return make("section", { id, "aria-labelledby": `${id}-title` }, make("h2", { id: `${id}-title` }, title), ...children);
}

/** What is on an axis: the name of its quantity, or of its only series. */
function heading(chart) {
  const name = { W: "power", degC: "temperature", J: "energy" }[chart.units] ?? (chart.lines.length === 1 ? chart.title : "");
  return chart.unit ? `${name} [${chart.unit}]`.trim() : chart.title;
}

function scaleFor(units, values) {
  if (units === "degC") return [1, "°C"];
  if (units !== "W") return [1, units === "1" ? "" : units];
  const most = values.reduce((m, v) => Math.max(m, Math.abs(v ?? 0)), 0);
  return [[1e9, "GW"], [1e6, "MW"], [1e3, "kW"]].map(([f, u]) => [1 / f, u]).find(([f]) => most * f >= 1) ?? [1, "W"];
}

const cell = (value) => (typeof value === "number" ? numberText(value) : String(value ?? "–"));

function tableOf(columns) {
  const rows = Math.max(0, ...columns.map((c) => c.values.length));
  const isText = columns.map((c) => typeof c.values[0] === "string");
  const head = columns.map((c, i) => make("th", { scope: "col", class: isText[i] ? "" : "n" }, c.units && c.units !== "1" ? `${c.name} [${c.units}]` : c.name));
  const body = Array.from({ length: Math.min(rows, mostRows) }, (_, r) =>
    make("tr", {}, ...columns.map((c, i) => make("td", { class: isText[i] ? "" : "n" }, cell(c.values[r])))));
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...body));
  const scroll = make("div", { class: "wide", tabindex: "0", role: "group", "aria-label": "table" }, table);
  return rows > mostRows ? [scroll, make("p", { class: "note" }, `the first ${mostRows} of ${rows}; all are in the CSV`)] : [scroll];
}

/** Saves columns as CSV, with quotes where a text needs them. */
function saveCsv(name, columns) {
  const quote = (v) => (/[",\n]/.test(String(v)) ? `"${String(v).replaceAll('"', '""')}"` : String(v ?? ""));
  const rows = Math.max(0, ...columns.map((c) => c.values.length));
  const lines = [columns.map((c) => quote(c.name)).join(",")];
  for (let r = 0; r < rows; ++r) lines.push(columns.map((c) => quote(c.values[r])).join(","));
  const link = make("a", { download: name, href: URL.createObjectURL(new Blob([lines.join("\n") + "\n"], { type: "text/csv" })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function button(text, act) {
  const element = make("button", { type: "button", class: "plain" }, text);
  element.addEventListener("click", act);
  return element;
}

/** The choice of series and their charts: one chart a unit and time axis. */
class SeriesPart {
  constructor(result) {
    Object.assign(this, { result, start: Date.parse(result.attribute("time_start")) / 1000, charts: make("div") });
    this.choices = result.series.map((series) => this.choice(series));
    const list = make("fieldset", { class: "choices" }, make("legend", {}, "Series"), ...this.choices.map((c) => c.row));
    this.root = section("series", "Over time", list, button("Save these series as CSV", () => this.save()), this.charts);
  }

  choice(series) {
    const box = make("input", { type: "checkbox" });
    box.checked = first.includes(series.name);
    box.addEventListener("change", () => this.draw());
    const row = make("div", {}, make("label", { title: series.title }, box, ` ${series.name}`));
    let label = null;
    if (series.labels) {
      label = make("select", { "aria-label": `name in ${series.name}` }, ...series.labels.map((l, i) => make("option", { value: i }, l)));
      label.addEventListener("change", () => { box.checked = true; this.draw(); });
      row.append(" ", label);
    }
    return { series, box, label, row };
  }

  chosen() {
    return this.choices.filter((c) => c.box.checked).map(({ series, label }) => {
      const index = Number(label?.value ?? 0);
      return { series, label: series.labels ? `${series.title}, ${series.labels[index]}` : series.title, values: this.result.values(series, index) };
    });
  }

  draw() {
    const charts = new Map();
    for (const { series, label, values } of this.chosen()) {
      const id = `${series.axis} ${series.units}`;
      if (!charts.has(id)) charts.set(id, { id, title: "", axis: series.axis, units: series.units, zero: series.units === "W", lines: [] });
      charts.get(id).lines.push({ label, mean: values });
    }
    for (const chart of charts.values()) this.scale(chart);
    const figures = [...charts.values()].map((chart) =>
      make("figure", { class: "time", "data-run": 0, "data-chart": chart.id }, make("figcaption", {}, heading(chart))));
    const holder = make("div", {}, ...figures);
    this.charts.replaceChildren(holder);
    if (figures.length) setUpCharts([{ start: this.start, axes: this.result.axes, charts: [...charts.values()], events: this.events() }], this.charts);
  }

  scale(chart) {
    const [factor, unit] = scaleFor(chart.units, chart.lines.flatMap((l) => [l.mean.reduce((m, v) => Math.max(m, Math.abs(v ?? 0)), 0)]));
    chart.unit = unit;
    chart.title = chart.lines[0].label;
    for (const line of chart.lines) line.mean = line.mean.map((v) => (v === null ? null : v * factor));
  }

  events() {
    if (!this.result.groups().includes("events")) return [];
    const columns = Object.fromEntries(this.result.table("events").map((c) => [c.name, c.values]));
    return (columns.time ?? []).slice(0, 200).map((at, i) => [at, `${columns.kind?.[i]}: ${columns.subject?.[i]}`]);
  }

  save() {
    const chosen = this.chosen();
    if (chosen.length === 0) return;
    const axis = chosen[0].series.axis;
    const { from } = this.result.axes[axis];
    saveCsv("series.csv", [{ name: "time", values: from.map((t) => new Date((this.start + t) * 1000).toISOString()) },
      ...chosen.filter((c) => c.series.axis === axis).map((c) => ({ name: `${c.series.name} [${c.series.units}]`, values: c.values }))]);
  }
}

function figuresPart(result) {
  if (!result.groups().includes("summary")) return [];
  const rows = result.scalars("summary").map((f) => ({ ...f, value: typeof f.value === "bigint" ? Number(f.value) : f.value }));
  return [section("figures", "Figures", ...tableOf([
    { name: "figure", values: rows.map((f) => f.name) }, { name: "value", values: rows.map((f) => f.value) },
    { name: "unit", values: rows.map((f) => (f.units === "1" ? "" : f.units)) }, { name: "meaning", values: rows.map((f) => f.title) }]))];
}

function tablesPart(result) {
  return result.groups().flatMap((group) => {
    const columns = result.table(group);
    if (columns.length === 0) return [];
    return [section(group, `/${group}`, ...tableOf(columns), button(`Save /${group} as CSV`, () => saveCsv(`${group}.csv`, columns)))];
  });
}

function textsPart(result) {
  if (!result.groups().includes("provenance")) return [];
  return [section("provenance", "Where this comes from", ...result.scalars("provenance").filter((t) => typeof t.value === "string" && t.value)
    .map((t) => make("details", {}, make("summary", {}, t.name), make("pre", { tabindex: "0" }, t.value))))];
}

const place = document.getElementById("result");
const complaint = document.getElementById("complaint");

let shown = null;

async function show(name, bytes) {
  complaint.textContent = "";
  delete document.documentElement.dataset.ready;
  try {
    const result = await ResultFile.open(name, bytes);
    shown?.close();
    shown = result;
    const series = new SeriesPart(result);
    document.getElementById("title").textContent = result.attribute("title") || name;
    document.getElementById("about").textContent = `${name}: ${result.attribute("run_status")}, from ${result.attribute("time_start")}, written by ${result.attribute("source")}`;
    place.replaceChildren(series.root, ...figuresPart(result), ...tablesPart(result), ...textsPart(result));
    series.draw();
  } catch (problem) {
    place.replaceChildren();
    complaint.textContent = problem instanceof UnreadableResult ? problem.message : `'${name}' cannot be shown: ${problem.message ?? problem}`;
  }
  document.documentElement.dataset.ready = "yes";
}

async function showFile(file) {
  if (file) await show(file.name, new Uint8Array(await file.arrayBuffer()));
}

document.documentElement.classList.add("js");
document.getElementById("file").addEventListener("change", (event) => showFile(event.target.files[0]));
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  showFile(event.dataTransfer.files[0]);
});
const { name, bytes } = JSON.parse(document.getElementById("data").textContent);
if (bytes) show(name, Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0)));
else document.documentElement.dataset.ready = "yes";
