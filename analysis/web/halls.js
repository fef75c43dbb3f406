// SPDX-License-Identifier: Apache-2.0
// The plan of the halls at a moment: a slider, and the values of a rack under the pointer.
import { momentText, numberText, values } from "./unpack.js";

const shades = 10;

function shade(value, { low, span }) {
  if (value === null) return "hx";
  const share = span > 0 ? (value - low) / span : 0.5;
  return `h${Math.min(shades - 1, Math.max(0, Math.floor(share * shades)))}`;
}

class HallView {
  constructor(root, run, group) {
    Object.assign(this, { root, run, group, halls: run.halls, frame: -1 });
    this.quantities = run.halls.quantities.map((q) => ({
      ...q, mean: values(q.mean), frames: values(q.frames), low: q.frames.low, span: q.frames.span,
    }));
    this.figures = [...root.querySelectorAll("figure.hall")].map((figure) => ({
      racks: [...figure.querySelectorAll("path[data-r]")],
      when: figure.querySelector(".when"),
    }));
    this.addSlider();
    this.addHover();
  }

  valueOf(quantity, rack) {
    return this.frame < 0 ? quantity.mean[rack] : quantity.frames[this.frame * this.halls.racks.length + rack];
  }

  when() {
    if (this.frame < 0) return "mean of the run";
    return `${momentText(this.run.start + this.halls.from[this.frame])} to ${momentText(this.run.start + this.halls.to[this.frame])}, UTC`;
  }

  addSlider() {
    const label = document.createElement("label");
    label.className = "slider";
    const slider = document.createElement("input");
    slider.type = "range";
    slider.min = -1;
    slider.max = this.halls.from.length - 1;
    slider.value = -1;
    this.output = document.createElement("output");
    label.append("Time ", slider, this.output);
    slider.addEventListener("input", () => this.show(Number(slider.value), slider));
    this.root.prepend(label);
    this.show(-1, slider);
  }

  show(frame, slider) {
    this.frame = frame;
    const when = this.when();
    slider.setAttribute("aria-valuetext", when);
    this.output.textContent = when;
    this.figures.forEach(({ racks, when: caption }, q) => {
      const quantity = this.quantities[q];
      caption.textContent = when;
      for (const rack of racks) rack.setAttribute("class", shade(this.valueOf(quantity, Number(rack.dataset.r)), quantity));
    });
    if (frame >= 0) this.group?.pointAt(this.run.start + (this.halls.from[frame] + this.halls.to[frame]) / 2);
  }

  addHover() {
    this.tip = document.createElement("p");
    this.tip.className = "reading";
    this.tip.setAttribute("aria-live", "polite");
    this.tip.textContent = "Point at a rack to read its values.";
    this.root.append(this.tip);
    this.root.addEventListener("pointerover", (event) => {
      const rack = event.target.dataset?.r;
      if (rack === undefined) return;
      const readings = this.quantities.map((q) => `${q.title} ${numberText(this.valueOf(q, Number(rack)))} ${q.unit}`);
      this.tip.textContent = `${this.halls.racks[rack]}: ${readings.join(", ")} (${this.when()})`;
    });
  }
}

export function setUpHalls(runs, groups) {
  document.querySelectorAll(".halls[data-run]").forEach((root) => {
    const r = Number(root.dataset.run);
    new HallView(root, runs[r], groups[r]);
  });
}
