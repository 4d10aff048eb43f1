// The map of a body: where each patch is, glowing by its part of all blood-forming cells.
// It is a picture for those who see; the list beside it says and does the same.

import { svg } from "./dom.js";
import { ADULT, UNBORN, type Silhouette, type Spot } from "./places.js";
import type { PatchInfo } from "./protocol.js";

/** How brightly the least glows, so that every place is seen. */
const DIMMEST = 0.16;

export class BodyMap {
  readonly e: SVGElement;
  private readonly groups: readonly SVGElement[];

  /** choose is given the name of a patch that was clicked. */
  constructor(private readonly patches: readonly PatchInfo[], choose: (name: string) => void) {
    const figure = patches.some((p) => p.name === "yolk_sac") ? UNBORN : ADULT;
    this.groups = patches.map((p) => {
      const spots = figure.places[p.name] ?? figure.places[p.region ?? ""] ?? [];
      const g = svg("g", { class: "body-place" }, ...spots.flatMap((s) => [ellipse(s, "body-halo", 4), ellipse(s, "body-core", 0)]));
      g.addEventListener("click", () => choose(p.name));
      return g;
    });
    this.e = draw(figure, this.groups);
  }

  /** Lets each patch glow by its part, and marks the one that is shown. */
  glow(parts: readonly number[]): void {
    this.groups.forEach((g, i) => {
      const bright = DIMMEST + (1 - DIMMEST) * Math.sqrt(parts[i] ?? 0);
      g.style.setProperty("--glow", bright.toFixed(2));
      g.classList.toggle("shown", this.patches[i]?.shown === true);
    });
  }
}

function draw(f: Silhouette, groups: readonly SVGElement[]): SVGElement {
  return svg("svg", { class: "body-map", viewBox: `0 0 ${f.width} ${f.height}`, "aria-hidden": "true" },
    ...f.body.map((d) => svg("path", { class: "body-skin", d })),
    ...f.lines.map((d) => svg("path", { class: "body-line", d })), ...groups);
}

function ellipse([x, y, rx, ry, turn = 0]: Spot, kind: string, more: number): SVGElement {
  return svg("ellipse", { class: kind, cx: x, cy: y, rx: rx + more, ry: ry + more, transform: `rotate(${turn} ${x} ${y})` });
}
