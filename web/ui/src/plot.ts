// A line chart on the screen: uPlot draws axes and lines in places of the chart's own
// axis, 0 to 1; bands, marks and the floor are drawn here.

import uPlot from "uplot";
import { spaced } from "./axis.js";
import { at, type Chart, type Curve, type Mark } from "./chartdata.js";
import type { Cursor } from "./cursor.js";
import { decimate } from "./decimate.js";
import { follow } from "./drag.js";
import { t } from "./i18n.js";
import { brief } from "./numbers.js";
import { font, paint, zoom, type Paint } from "./paint.js";

/** Names of marks are at least so far apart [CSS pixels]. */
const ROOM = 6;

export class Plot {
  private readonly plot: uPlot;
  private readonly unwatch: () => void;
  private colors: Paint = paint();

  constructor(box: HTMLElement, private chart: Chart, private readonly line: string, size: { width: number; height: number },
    private readonly cursor: Cursor, scrub: (day: number, done: boolean) => void) {
    this.plot = new uPlot(this.options(size), [[], [], []], box);
    follow(this.plot.over, cursor, (x) => this.plot.posToVal(x, "x"), scrub);
    this.unwatch = cursor.watch(() => this.point());
  }

  show(chart: Chart): void {
    this.chart = chart;
    this.colors = paint();
    const columns = Math.max(50, Math.round(this.plot.bbox.width));
    const points = (c: Curve): [number[], (number | null)[]] => {
      const d = decimate(c.days, c.values, columns);
      return [d.x, d.y.map((v) => (v === null ? null : chart.axis.pos(v)))];
    };
    const [x, y] = points(chart.a);
    this.plot.setData(chart.b === null ? [x, y, x.map(() => null)] : uPlot.join([[x, y], points(chart.b)]));
  }

  resize(width: number, height: number): void {
    if (width > 0 && (this.plot.width !== width || this.plot.height !== height)) {
      this.plot.setSize({ width, height });
    }
  }

  destroy(): void {
    this.unwatch();
    this.plot.destroy();
  }

  /** The day that is pointed at in any chart. */
  private point(): void {
    const { day } = this.cursor;
    const left = day === null ? -10 : this.plot.valToPos(day, "x");
    this.plot.setCursor({ left: left < 0 || left > this.plot.over.clientWidth ? -10 : left, top: -10 }, false);
  }

  private options(size: { width: number; height: number }): uPlot.Options {
    const axis = { stroke: () => this.colors.muted, font: font(), grid: { stroke: () => this.colors.grid, width: 1 }, ticks: { show: false } };
    const height = (u: uPlot): number => u.bbox.height / devicePixelRatio || size.height;
    const shown = (u: uPlot): { at: number; value: number }[] => spaced(this.chart.axis.ticks, (13 * zoom()) / height(u));
    return {
      ...size,
      padding: [16 * zoom(), 6, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 }, bind: { mousedown: () => null, mouseup: () => null, mousemove: () => null, mouseleave: () => null, dblclick: () => null } },
      scales: { x: { time: false, range: () => [...this.chart.span] as [number, number] }, y: { range: () => [0, 1] } },
      axes: [
        { ...axis, size: 20 * zoom(), gap: 2, space: 44 * zoom(), grid: { show: false }, values: (_, v) => v.map((n) => brief(n)) },
        { ...axis, size: 34 * zoom(), gap: 5, splits: (u) => shown(u).map((x) => x.at), values: (u) => shown(u).map((x) => brief(x.value)) },
      ],
      series: [
        {},
        { stroke: () => this.colors.line(this.line), width: 2, points: { show: false }, spanGaps: true },
        { stroke: () => this.colors.other, width: 1.5, dash: [4, 3], points: { show: false }, spanGaps: true },
      ],
      hooks: { drawClear: [(u) => this.ground(u)], draw: [(u) => this.above(u)] },
    };
  }

  /** Bands below the lines. */
  private ground(u: uPlot): void {
    const { chart, colors } = this;
    const { left, width, top, height } = u.bbox;
    const y = (v: number): number => top + height * (1 - Math.max(0, Math.min(1, chart.axis.pos(v))));
    const r = devicePixelRatio;
    const fill = (low: number, high: number, color: string): void => {
      u.ctx.fillStyle = color;
      u.ctx.fillRect(left, high, width, low - high);
    };
    if (chart.band !== null) {
      fill(y(chart.band[0]), y(chart.band[1]), colors.band);
      write(u, t("panels.chart.normal"), left + 6 * r, y(chart.band[1]) - 3 * r, colors.bandText);
    }
    this.grades(u, y, fill);
  }

  /** Grades of toxicity: the worst is a band with its name, the others are lines with a number. */
  private grades(u: uPlot, y: (v: number) => number, fill: (low: number, high: number, color: string) => void): void {
    const { chart, colors } = this;
    const { left, width, top, height } = u.bbox;
    const r = devicePixelRatio;
    const worst = chart.grades.at(-1);
    if (worst === undefined) {
      return;
    }
    const name = (g: { grade: number; below: number }): string => t("panels.chart.grade", { grade: g.grade, below: brief(g.below) });
    const line = y(worst.below) + 13 * r * zoom();
    fill(top + height, y(worst.below), colors.grade);
    chart.grades.forEach((g) => fill(y(g.below) + r, y(g.below), colors.gradeLine));
    write(u, name(worst), left + 6 * r, line, colors.gradeText);
    write(u, chart.grades.slice(0, -1).map(name).join(" · "), left + width - 4 * r, line, colors.muted, "right", 9.5);
  }

  /** Marks, the floor, and the last value. */
  private above(u: uPlot): void {
    const { chart, colors } = this;
    marks(u, chart.marks, colors);
    if (chart.axis.floor !== null) {
      floor(u, chart.axis.floor, colors);
    }
    const day = chart.past ?? chart.a.days.at(-1) ?? 0;
    const v = at(chart.a, day);
    if (chart.past !== null) {
      u.ctx.fillStyle = colors.text;
      u.ctx.fillRect(Math.round(u.valToPos(day, "x", true)), u.bbox.top, devicePixelRatio, u.bbox.height);
    }
    if (!Number.isNaN(v)) {
      const x = u.valToPos(day, "x", true);
      dot(u, x, u.valToPos(chart.axis.pos(v), "y", true), colors);
    }
    if (chart.b !== null) {
      write(u, t("panels.chart.b"), u.bbox.left + u.bbox.width - 2 * devicePixelRatio, u.bbox.top + u.bbox.height - 5 * devicePixelRatio, colors.muted, "right");
    }
  }
}

function write(u: uPlot, text: string, x: number, y: number, color: string, align: CanvasTextAlign = "left", size = 10.5): void {
  u.ctx.font = font(size * devicePixelRatio);
  u.ctx.fillStyle = color;
  u.ctx.textAlign = align;
  u.ctx.textBaseline = "alphabetic";
  u.ctx.fillText(text, x, y);
}

function dot(u: uPlot, x: number, y: number, colors: Paint): void {
  const r = devicePixelRatio;
  u.ctx.beginPath();
  u.ctx.arc(x, y, 4 * r, 0, 7);
  u.ctx.fillStyle = colors.text;
  u.ctx.strokeStyle = colors.ground;
  u.ctx.lineWidth = 1.5 * r;
  u.ctx.fill();
  u.ctx.stroke();
}

/** A dashed line with its name where something was done to the body. */
function marks(u: uPlot, all: readonly Mark[], colors: Paint): void {
  const c = u.ctx;
  const r = devicePixelRatio;
  let free = -Infinity;
  c.save();
  c.lineWidth = r;
  for (const m of all) {
    const x = Math.round(u.valToPos(m.day, "x", true)) + 0.5;
    if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) {
      continue;
    }
    const color = m.posted ? colors.posted : colors.scenario;
    c.strokeStyle = color;
    c.setLineDash([2 * r, 3 * r]);
    c.beginPath();
    c.moveTo(x, u.bbox.top - 12 * r);
    c.lineTo(x, u.bbox.top + u.bbox.height);
    c.stroke();
    c.font = font(10.5 * r);
    const wide = c.measureText(m.name).width;
    const start = x + 4 * r + wide > u.bbox.left + u.bbox.width ? x - 4 * r - wide : x + 4 * r; // at the end of time to its left
    if (start > free) {
      write(u, m.name, start, u.bbox.top - 4 * r, color);
      free = start + wide + ROOM * r;
    }
  }
  c.restore();
}

/** The line of what is not seen, below a break of the axis. */
function floor(u: uPlot, place: number, colors: Paint): void {
  const c = u.ctx;
  const r = devicePixelRatio;
  const y = u.valToPos(place, "y", true);
  c.save();
  c.strokeStyle = colors.muted;
  c.lineWidth = r;
  c.setLineDash([r, 3 * r]);
  c.beginPath();
  c.moveTo(u.bbox.left, y);
  c.lineTo(u.bbox.left + u.bbox.width, y);
  c.stroke();
  c.setLineDash([]);
  c.beginPath(); // the break: two slanted strokes across the axis
  for (const d of [0, 3]) {
    c.moveTo(u.bbox.left - 4 * r, y - (4 + d) * r);
    c.lineTo(u.bbox.left + 3 * r, y - (7 + d) * r);
  }
  c.stroke();
  c.restore();
  write(u, t("panels.chart.none"), u.bbox.left + u.bbox.width - 3 * r, y - 3 * r, colors.muted, "right");
}
