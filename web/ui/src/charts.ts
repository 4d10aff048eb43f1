// Lines of four blood values since the start, with their normal bands.

import uPlot from "uplot";
import { byId, el, setText } from "./dom.js";
import type { Model } from "./model.js";
import type { Column } from "./protocol.js";
import { bloodValue } from "./text.js";

interface Spec {
  readonly id: string;
  readonly color: string;
  readonly log?: boolean;
}

const CHARTS: readonly Spec[] = [
  { id: "hb_g_dl", color: "#ff7a6b" },
  { id: "anc_e9_l", color: "#b8fffb", log: true },
  { id: "plt_e9_l", color: "#e7a6ca" },
  { id: "retic_e9_l", color: "#ff9a4d" },
];

const AXIS = "#a3adbf";
const GRID = "#1d2532";
const BAND = "#2f5b4966";
const HEIGHTS = { least: 64, most: 120 };
/** The last one has the days below it. */
const DAYS = 18;
/** No more often than this [ms]. */
const EVERY = 100;

interface Chart {
  readonly plot: uPlot;
  readonly value: HTMLElement;
  readonly column: Column;
  readonly index: number;
}

export function chartPanel(model: Model): void {
  const root = byId("charts");
  let charts: Chart[] = [];
  let timer = 0;
  const build = (): void => {
    charts.forEach((c) => c.plot.destroy());
    root.replaceChildren();
    const columns = model.welcome?.series ?? [];
    const specs = CHARTS.filter((s) => columns.some((c) => c.id === s.id));
    charts = specs.map((s, i) => make(root, s, columns, i === specs.length - 1, model));
  };
  const draw = (): void => {
    timer = 0;
    const days = model.series.ticks().map((t) => t / model.ticksPerDay);
    for (const c of charts) {
      c.plot.setData([days, positive(model.series.columns[c.index] ?? [], c.plot)]);
      setText(c.value, bloodValue(c.column.id, model.value(c.column.id)));
    }
  };
  model.bus.on(["welcome"], build);
  model.bus.on(["series", "status", "welcome"], () => {
    if (timer === 0 && document.visibilityState === "visible") {
      timer = window.setTimeout(draw, EVERY);
    }
  });
  const resize = (): void => {
    const width = root.clientWidth;
    const each = height(root, charts.length);
    charts.forEach((c, i) => {
      const size = { width, height: each + (i === charts.length - 1 ? DAYS : 0) };
      if (width > 0 && (c.plot.width !== size.width || c.plot.height !== size.height)) {
        c.plot.setSize(size);
      }
    });
  };
  model.bus.on(["welcome"], resize);
  const sizes = new ResizeObserver(resize);
  [byId("panel-blood"), ...byId("panel-blood").children].forEach((e) => sizes.observe(e));
}

/** The height of a chart that fills what the panel has left. */
function height(root: HTMLElement, n: number): number {
  const panel = byId("panel-blood");
  const others = [...panel.children].reduce((sum, e) => sum + e.clientHeight + 13, 24) - root.clientHeight;
  return Math.floor(Math.max(HEIGHTS.least, Math.min(HEIGHTS.most, (panel.clientHeight - others - DAYS) / Math.max(1, n))));
}

/** A log axis has no zero: what is not there any more lies on its floor. */
function positive(values: readonly number[], plot: uPlot): (number | null)[] {
  const log = plot.series[1]?.scale === "log";
  return values.map((v) => (Number.isNaN(v) ? null : log ? Math.max(v, 0.01) : v));
}

function make(root: HTMLElement, s: Spec, columns: readonly Column[], last: boolean, model: Model): Chart {
  const index = columns.findIndex((c) => c.id === s.id);
  const column = columns[index] as Column;
  const value = el("b");
  const swatch = el("i");
  swatch.style.background = s.color;
  const name = el("span", { class: "name" }, swatch, `${column.label} `, value, ` ${column.unit}`);
  const box = el("div", { class: "chart", role: "img", "aria-label": `${column.label} against days since the start` }, name);
  root.append(box);
  const plot = new uPlot(options(s, column, last, root.clientWidth || 316, model), [[], []], box);
  return { plot, value, column, index };
}

function options(s: Spec, column: Column, last: boolean, width: number, model: Model): uPlot.Options {
  const y = s.log === true ? "log" : "y";
  const axis = { stroke: AXIS, font: '10.5px Inter, "Segoe UI", system-ui, sans-serif', grid: { stroke: GRID, width: 1 }, ticks: { show: false } };
  return {
    width,
    height: HEIGHTS.least + (last ? DAYS : 0),
    padding: [15, 6, last ? 0 : 3, 0],
    cursor: { sync: { key: "days" }, drag: { x: false, y: false }, points: { size: 6 } },
    scales: {
      x: { time: false, range: (_, min, max) => [Number.isFinite(min) ? min : 0, Math.max(max || 0, (min || 0) + 1)] },
      [y]: { distr: s.log === true ? 3 : 1, range: (_, min, max) => yRange(column, s.log === true, min, max) },
    },
    axes: [
      { ...axis, show: last, size: 22, gap: 2 },
      { ...axis, scale: y, size: 38, gap: 4, splits: () => [...(column.range ?? [])], filter: (_, s) => s, values: (_, v) => v.map((n) => (n === null ? "" : String(Number(n.toPrecision(3))))) },
    ],
    series: [{ label: "day" }, { label: column.label, scale: y, stroke: s.color, width: 1.8, points: { show: false } }],
    hooks: { drawClear: [(u) => drawBand(u, y, column)], draw: [(u) => drawMarks(u, model)] },
  };
}

/** Room for the normal band and the line. */
function yRange(c: Column, log: boolean, min: number | null, max: number | null): [number, number] {
  const [low, high] = c.range ?? [min ?? 0, max ?? 1];
  const bottom = Math.min(min ?? low, low);
  const top = Math.max(max ?? high, high);
  if (log) {
    return [Math.max(0.01, bottom * 0.6), top * 1.6];
  }
  const margin = (top - bottom) * 0.14 || 1;
  return [Math.max(0, bottom - margin), top + margin];
}

function drawBand(u: uPlot, scale: string, c: Column): void {
  if (c.range === undefined) {
    return;
  }
  const top = u.valToPos(c.range[1], scale, true);
  const bottom = u.valToPos(Math.max(c.range[0], 0.01), scale, true);
  u.ctx.fillStyle = BAND;
  u.ctx.fillRect(u.bbox.left, top, u.bbox.width, bottom - top);
}

/** A dashed line where something was done to the body. */
function drawMarks(u: uPlot, model: Model): void {
  const c = u.ctx;
  c.save();
  c.strokeStyle = "#ffcf7a";
  c.setLineDash([4, 5]);
  c.beginPath();
  for (const e of model.events) {
    const x = Math.round(u.valToPos(e.tick / model.ticksPerDay, "x", true));
    if (x >= u.bbox.left && x <= u.bbox.left + u.bbox.width) {
      c.moveTo(x, u.bbox.top);
      c.lineTo(x, u.bbox.top + u.bbox.height);
    }
  }
  c.stroke();
  c.restore();
}
