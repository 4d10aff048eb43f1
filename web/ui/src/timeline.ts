// The line of time: what was simulated, what was done to the body, cellularity.

import { byId, svg } from "./dom.js";
import type { Model } from "./model.js";
import { roundLength } from "./camera.js";
import { title } from "./text.js";

const LINE = 38;
const EVERY = 250;

export function timeline(model: Model): void {
  const root = byId("timeline");
  let timer = 0;
  const later = (): void => {
    if (timer === 0) {
      timer = window.setTimeout(() => {
        timer = 0;
        draw(root, model);
      }, EVERY);
    }
  };
  model.bus.on(["status", "events", "series"], later);
  new ResizeObserver(later).observe(root);
}

function draw(root: HTMLElement, model: Model): void {
  const width = root.clientWidth;
  if (width < 80 || model.welcome === null) {
    return;
  }
  const day = Math.max(model.day, (model.series.ticks().at(-1) ?? 0) / model.ticksPerDay);
  const span = Math.max(1, day * 1.25);
  const x = (d: number): number => 8 + (d / span) * (width - 16);
  root.setAttribute("aria-label", `Simulated until day ${day.toFixed(1)}; ${model.events.length} events`);
  root.replaceChildren(svg("svg", { viewBox: `0 0 ${width} 70` },
    ...cellularity(model, x),
    bar(8, width - 8, "#1d2532"),
    bar(8, x(day), "#5d7499"),
    ...ruler(span, x),
    ...marks(model, x),
    svg("text", { x: width - 8, y: LINE + 25, "text-anchor": "end" }, "days"),
    svg("text", { x: Math.min(x(day) + 40, width - 10), y: LINE - 8, fill: "#8490a2" }, width - x(day) > 170 ? "not simulated yet" : ""),
    svg("circle", { cx: x(day), cy: LINE + 3, r: 9, fill: "#fff", stroke: "#0004" }),
    svg("circle", { cx: x(day), cy: LINE + 3, r: 4, fill: "#ff6b5e" }),
  ));
}

function bar(from: number, to: number, color: string): SVGElement {
  return svg("rect", { x: from, y: LINE, width: Math.max(0, to - from), height: 6, rx: 3, fill: color });
}

/** Share of the patch that is cells, as an area over the line. */
function cellularity(model: Model, x: (d: number) => number): SVGElement[] {
  const k = model.welcome?.series.findIndex((c) => c.id === "cellularity") ?? -1;
  const values = model.series.columns[k] ?? [];
  const ticks = model.series.ticks();
  const step = Math.max(1, Math.floor(values.length / 400));
  const points = ticks.flatMap((t, i) => {
    const v = values[i] ?? NaN;
    return i % step === 0 && !Number.isNaN(v) ? [`${x(t / model.ticksPerDay).toFixed(1)},${(LINE - 3 - v * 0.28).toFixed(1)}`] : [];
  });
  if (points.length < 2) {
    return [];
  }
  const first = points[0]?.split(",")[0];
  const last = points.at(-1)?.split(",")[0];
  return [
    svg("polygon", { points: `${first},${LINE - 3} ${points.join(" ")} ${last},${LINE - 3}`, fill: "#ff6b5e2e" }),
    svg("polyline", { points: points.join(" "), fill: "none", stroke: "#ff8b80", "stroke-width": 1.3 }),
  ];
}

function ruler(span: number, x: (d: number) => number): SVGElement[] {
  const step = roundLength(span / 5);
  const out: SVGElement[] = [];
  for (let i = 0; i * step <= span * 0.93; i++) {
    const d = i * step;
    out.push(svg("line", { x1: x(d), x2: x(d), y1: LINE + 9, y2: LINE + 14, stroke: "#465166" }));
    out.push(svg("text", { x: x(d), y: LINE + 25, "text-anchor": "middle" }, String(Number(d.toPrecision(3)))));
  }
  return out;
}

function marks(model: Model, x: (d: number) => number): SVGElement[] {
  let free = -Infinity;
  return model.events.flatMap((e) => {
    const at = x(e.tick / model.ticksPerDay);
    const color = e.kind === "posted" ? "#ffcf7a" : "#a9cbff";
    const name = title(e.key);
    const flag = svg("path", { d: `M${at} ${LINE - 2} l-5 -8 h10z`, fill: color }, svg("title", {}, `${name} ${e.args}`));
    if (at < free) {
      return [flag];
    }
    free = at + name.length * 7 + 16;
    return [flag, svg("text", { x: at + 8, y: LINE - 22, class: "mark", fill: color }, name)];
  });
}
