// SPDX-License-Identifier: Apache-2.0
// Charts over time: zoomed together, with one cursor. A chart is drawn when it comes near the screen.
import uPlot from "uplot";
import { momentText, numberText, times, values } from "./unpack.js";

const style = getComputedStyle(document.documentElement);
const colour = (name) => style.getPropertyValue(name).trim();
const series = (index) => colour(`--c${index % 8}`);

/** x of a chart in seconds since 1970: the middle of each interval; holes are the places behind a gap. */
function axisOf(run, name) {
  const from = times(run.axes[name].from);
  const to = times(run.axes[name].to);
  const x = [];
  const holes = [];
  for (let i = 0; i < from.length; ++i) {
    if (i > 0 && from[i] - to[i - 1] > 0.01 * (to[i] - from[i])) {
      holes.push(i);
      x.push(run.start + (to[i - 1] + from[i]) / 2);
    }
    x.push(run.start + (from[i] + to[i]) / 2);
  }
  return { x, holes, from: run.start + from[0], to: run.start + to[to.length - 1] };
}

/** The numbers of a line with nothing in the holes, so that no line crosses a gap. */
function withHoles(packed, holes) {
  const numbers = values(packed);
  if (holes.length === 0) return numbers;
  let next = 0;
  return numbers.flatMap((number, i) => (holes[next] === i ? (++next, [null, number]) : [number]));
}

/** Columns for uPlot: x, then mean of each line, then the ends of each band. */
function columnsOf(chart, { x, holes }) {
  const means = chart.lines.map((line) => withHoles(line.mean, holes));
  const columns = [x, ...means];
  const bands = [];
  chart.lines.forEach((line, i) => {
    if (!line.min) return;
    bands.push({ line: i, series: [columns.length + 1, columns.length] });
    columns.push(withHoles(line.min, holes), withHoles(line.max, holes));
  });
  return { columns, bands };
}

/** Marks where something happened. */
function drawEvents(events) {
  return (plot) => {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = colour("--mark");
    ctx.setLineDash([4, 4]);
    ctx.beginPath();
    for (const [at] of events) {
      const left = plot.valToPos(at, "x", true);
      if (left < bbox.left || left > bbox.left + bbox.width) continue;
      ctx.moveTo(left, bbox.top);
      ctx.lineTo(left, bbox.top + bbox.height);
    }
    ctx.stroke();
    ctx.restore();
  };
}

class ChartView {
  constructor(figure, run, chart, group) {
    Object.assign(this, { figure, chart, group, events: run.events.map(([at, text]) => [run.start + at, text]) });
    this.axis = axisOf(run, chart.axis);
    this.shown = chart.lines.map(() => true);
    this.addLegend();
  }

  addLegend() {
    this.legend = document.createElement("ul");
    this.legend.className = "legend live";
    this.readings = this.chart.lines.map((line, i) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", "true");
      button.title = "show or hide this line";
      const swatch = document.createElement("i");
      swatch.className = `s${i % 8}`;
      const reading = document.createElement("b");
      button.append(swatch, line.label, " ", reading);
      button.addEventListener("click", () => this.toggle(i, button));
      item.append(button);
      this.legend.append(item);
      return reading;
    });
    this.moment = document.createElement("li");
    this.moment.className = "moment";
    this.legend.append(this.moment);
    this.figure.append(this.legend);
  }

  toggle(i, button) {
    this.shown[i] = !this.shown[i];
    button.setAttribute("aria-pressed", String(this.shown[i]));
    const band = this.bands.find((b) => b.line === i);
    for (const s of [i + 1, ...(band ? band.series : [])]) this.plot.setSeries(s, { show: this.shown[i] });
  }

  read(index) {
    const plot = this.plot;
    if (!plot) return;
    this.readings.forEach((reading, i) => {
      reading.textContent = index === null || index === undefined ? "" : `${numberText(plot.data[i + 1][index])} ${this.chart.unit}`;
    });
    this.moment.textContent = index === null || index === undefined ? "" : this.momentOf(plot.data[0][index]);
  }

  /** The moment, and what happened within four pixels of it. */
  momentOf(at) {
    const reach = ((this.plot.scales.x.max - this.plot.scales.x.min) / this.plot.width) * 4;
    const near = this.events.filter(([when]) => Math.abs(when - at) < reach).map(([, text]) => text);
    return [momentText(at), ...near.slice(0, 3)].join(" · ");
  }

  draw() {
    if (this.plot) return;
    const { columns, bands } = columnsOf(this.chart, this.axis);
    this.bands = bands;
    const lines = this.chart.lines.map((line, i) => ({
      label: line.label, stroke: () => series(i), width: 1.5, points: { show: false },
    }));
    const edges = bands.flatMap((band) => [0, 1].map(() => ({
      stroke: () => `${series(band.line)}55`, width: 0.5, points: { show: false },
    })));
    const grid = { stroke: () => colour("--grid"), width: 1 };
    const text = () => colour("--muted");
    const options = {
      ...this.size(),
      tzDate: (at) => uPlot.tzDate(new Date(at * 1000), "Etc/UTC"),
      scales: { x: { time: true }, y: { range: (u, low, high) => this.range(low, high) } },
      axes: [
        { stroke: text, grid, ticks: grid, values: (u, at) => axisTimes(at) },
        { stroke: text, grid, ticks: grid, size: 62 },
      ],
      series: [{}, ...lines, ...edges],
      bands: bands.map((band) => ({ series: band.series, fill: () => `${series(band.line)}38` })),
      legend: { show: false },
      cursor: { sync: { key: this.group.key }, drag: { x: true, y: false, setScale: true }, y: false },
      hooks: {
        draw: [drawEvents(this.events)],
        setCursor: [(plot) => this.read(plot.cursor.idx)],
        setScale: [(plot, key) => key === "x" && this.group.zoomed(this)],
      },
    };
    this.stage = document.createElement("div");
    this.stage.className = "stage";
    this.figure.insertBefore(this.stage, this.legend);
    this.plot = new uPlot(options, columns, this.stage);
    this.group.join(this);
  }

  range(low, high) {
    if (low === null || high === null) return [0, 1];
    if (this.chart.zero) return [Math.min(0, low), high > 0 ? high * 1.05 : 1];
    const room = (high - low || Math.abs(high) || 1) * 0.05;
    return [low - room, high + room];
  }

  size() {
    return { width: Math.max(240, this.figure.clientWidth), height: window.innerWidth < 600 ? 190 : 230 };
  }

  recolour() {
    this.plot?.redraw(true);
  }
}

function axisTimes(at) {
  const step = at.length > 1 ? at[1] - at[0] : 0;
  const options = step >= 25 * 86400 ? { month: "short", year: "2-digit" }
    : step >= 86400 ? { day: "numeric", month: "short" } : { hour: "2-digit", minute: "2-digit" };
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options });
  const day = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short" });
  return at.map((t) => (step < 86400 && t % 86400 === 0 ? day : format).format(new Date(t * 1000)));
}

/** The charts of one run: they show the same span of time. */
class Group {
  constructor(key, from, to, bar) {
    Object.assign(this, { key, from, to, min: from, max: to, views: [], bar, busy: false });
  }

  join(view) {
    this.views.push(view);
    this.apply(view);
  }

  zoomed(view) {
    if (this.busy) return;
    this.show(view.plot.scales.x.min, view.plot.scales.x.max);
  }

  show(min, max) {
    const least = (this.to - this.from) / 20000;
    const width = Math.min(Math.max(max - min, least), this.to - this.from);
    this.min = Math.min(Math.max(min, this.from), this.to - width);
    this.max = this.min + width;
    this.busy = true;
    // What is off the screen catches up when it comes into sight.
    for (const view of this.views) if (view.inSight) this.apply(view);
    this.busy = false;
    this.bar.textContent = `${momentText(this.min)} to ${momentText(this.max)}, UTC`;
  }

  apply(view) {
    const { min, max } = view.plot.scales.x;
    if (min === this.min && max === this.max) return;
    const busy = this.busy;
    this.busy = true;
    view.plot.setScale("x", { min: this.min, max: this.max });
    this.busy = busy;
  }

  zoom(factor) {
    const middle = (this.min + this.max) / 2;
    const half = ((this.max - this.min) / 2) * factor;
    this.show(middle - half, middle + half);
  }

  move(share) {
    const by = (this.max - this.min) * share;
    this.show(this.min + by, this.max + by);
  }

  pointAt(at) {
    for (const { plot } of this.views)
      if (at >= this.min && at <= this.max) plot.setCursor({ left: plot.valToPos(at, "x"), top: 10 });
  }
}

const actions = [
  ["Earlier", "ArrowLeft", "◀", (g) => g.move(-0.25)],
  ["Later", "ArrowRight", "▶", (g) => g.move(0.25)],
  ["Zoom in", "+", "+", (g) => g.zoom(0.5)],
  ["Zoom out", "-", "−", (g) => g.zoom(2)],
  ["Whole run", "Home", "⟷", (g) => g.show(g.from, g.to)],
];

/** Buttons above the charts; the keys work wherever the focus is on a chart or the buttons. */
function addBar(figures, group) {
  const bar = document.createElement("div");
  bar.className = "bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "span of time");
  for (const [name, key, sign, act] of actions) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.title = `${name} (key ${key})`;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", () => act(group()));
    bar.append(button);
  }
  const span = document.createElement("output");
  span.setAttribute("aria-live", "polite");
  bar.append(span);
  const keys = (event) => {
    const action = actions.find(([, key]) => key === event.key);
    if (!action || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    action[3](group());
  };
  bar.addEventListener("keydown", keys);
  for (const figure of figures) {
    figure.tabIndex = 0;
    figure.setAttribute("role", "group");
    figure.setAttribute("aria-label", `${figure.querySelector("figcaption").textContent}; arrow keys, plus and minus change the span of time`);
    figure.addEventListener("keydown", keys);
  }
  figures[0].parentElement.before(bar);
  return span;
}

/** The charts of every run, as groups; their figures are in the page already. */
export function setUpCharts(runs, root = document) {
  const all = [];
  const groups = runs.map((run, r) => {
    const figures = [...root.querySelectorAll(`figure.time[data-run="${r}"]`)];
    if (figures.length === 0) return null;
    const axes = Object.keys(run.axes).map((name) => axisOf(run, name));
    let group = null;
    const span = addBar(figures, () => group);
    group = new Group(`run${r}`, Math.min(...axes.map((a) => a.from)), Math.max(...axes.map((a) => a.to)), span);
    span.textContent = `${momentText(group.from)} to ${momentText(group.to)}, UTC; drag over a chart to zoom`;
    for (const figure of figures) {
      const chart = run.charts.find((c) => c.id === figure.dataset.chart);
      const view = new ChartView(figure, run, chart, group);
      figure.view = view;
      all.push(view);
    }
    return group;
  });
  const near = new IntersectionObserver(
    (entries) => entries.filter((e) => e.isIntersecting).forEach((e) => e.target.view.draw()),
    { rootMargin: "600px" },
  );
  for (const view of all) near.observe(view.figure);
  const sight = new IntersectionObserver((entries) => entries.forEach(({ target: { view }, isIntersecting }) => {
    view.inSight = isIntersecting;
    if (isIntersecting && view.plot) view.group.apply(view);
  }));
  for (const view of all) sight.observe(view.figure);
  const resized = new ResizeObserver((entries) => entries.forEach((e) => e.target.view.plot?.setSize(e.target.view.size())));
  for (const view of all) resized.observe(view.figure);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => all.forEach((view) => view.recolour()));
  return groups;
}
