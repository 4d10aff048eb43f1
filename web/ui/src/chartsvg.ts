// A line chart as a picture of its own: the same data, axes, bands, marks and legend.

import { spaced, niceStep } from "./axis.js";
import type { Chart, Curve } from "./chartdata.js";
import { decimate } from "./decimate.js";
import { t } from "./i18n.js";
import { brief } from "./numbers.js";
import type { Paint } from "./paint.js";

const W = 720;
const H = 360;
const BOX = { left: 56, right: 700, top: 56, bottom: 312 };
const STYLE = "font-family:Inter,Segoe UI,system-ui,sans-serif;font-size:12px";

export function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** A text of a picture. */
export function label(x: number, y: number, text: string, fill: string, anchor = "start"): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="${fill}">${escape(text)}</text>`;
}

/** A picture of a size with a ground, a name and a caption. */
export function picture(name: string, caption: readonly string[], p: Paint, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${W} ${H}" width="${W}" height="${H}" style="${STYLE}">`,
    `<title>${escape(name)}</title><desc>${escape(caption.join("; "))}</desc><rect width="${W}" height="${H}" fill="${p.ground}"/>`,
    `<text x="16" y="24" fill="${p.text}" style="font-size:15px;font-weight:600">${escape(name)}</text>`,
    ...parts,
    label(16, H - 10, caption.slice(0, 2).join(" · "), p.muted),
    "</svg>",
  ].join("\n");
}

export function chartSvg(c: Chart, line: string, caption: readonly string[], p: Paint): string {
  const x = (day: number): number => BOX.left + ((day - c.span[0]) / (c.span[1] - c.span[0])) * (BOX.right - BOX.left);
  const y = (v: number): number => BOX.bottom - Math.max(0, Math.min(1, c.axis.pos(v))) * (BOX.bottom - BOX.top);
  const band = (low: number, high: number, fill: string): string =>
    `<rect x="${BOX.left}" width="${BOX.right - BOX.left}" y="${high.toFixed(1)}" height="${(low - high).toFixed(1)}" fill="${fill}"/>`;
  return picture(`${c.title} [${c.unit}]`, caption, p, [
    ...(c.band === null ? [] : [band(y(c.band[0]), y(c.band[1]), p.band), label(BOX.left + 8, y(c.band[0]) - 6, t("panels.chart.normal"), p.bandText)]),
    ...c.grades.map((g) => band(BOX.bottom, y(g.below), p.grade)),
    ...c.grades.map((g) => label(BOX.right - 4, y(g.below) + 11, t("panels.chart.grade", { grade: g.grade, below: brief(g.below) }), p.gradeText, "end")),
    ...spaced(c.axis.ticks, 0.05).map((k) => across(BOX.bottom - k.at * (BOX.bottom - BOX.top), brief(k.value), p)),
    ...(c.axis.floor === null ? [] : [across(BOX.bottom - c.axis.floor * (BOX.bottom - BOX.top), t("panels.chart.none"), p, "2 4")]),
    ...days(c.span, x, p),
    ...c.marks.map((m) => `<line x1="${x(m.day).toFixed(1)}" x2="${x(m.day).toFixed(1)}" y1="${BOX.top - 12}" y2="${BOX.bottom}" stroke="${m.posted ? p.posted : p.scenario}" stroke-dasharray="2 3"/>${label(x(m.day) + 4, BOX.top - 4, m.name, m.posted ? p.posted : p.scenario)}`),
    ...(c.b === null ? [] : [curve(c.b, x, y, p.other, ' stroke-dasharray="6 4"')]),
    curve(c.a, x, y, p.line(line), ""),
    label(BOX.right, 24, c.b === null ? t("panels.chart.a") : t("panels.chart.ab"), p.muted, "end"),
  ]);
}

function across(y: number, text: string, p: Paint, dash = ""): string {
  return `<line x1="${BOX.left}" x2="${BOX.right}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="${p.grid}" stroke-dasharray="${dash}"/>${label(BOX.left - 6, y + 4, text, p.muted, "end")}`;
}

/** The axis of time. */
export function days(span: readonly [number, number], x: (day: number) => number, p: Paint): string[] {
  const step = niceStep((span[1] - span[0]) / 8);
  const out: string[] = [];
  for (let d = Math.ceil(span[0] / step) * step; d <= span[1]; d += step) {
    out.push(label(x(d), BOX.bottom + 18, brief(d), p.muted, "middle"));
  }
  return [...out, label(BOX.right, BOX.bottom + 32, t("panels.unit.days"), p.muted, "end")];
}

function curve(c: Curve, x: (day: number) => number, y: (v: number) => number, color: string, dash: string): string {
  const d = decimate(c.days, c.values, BOX.right - BOX.left);
  const points = d.x.flatMap((day, i) => (d.y[i] === null ? [] : [`${x(day).toFixed(1)},${y(d.y[i] as number).toFixed(1)}`]));
  return `<polyline points="${points.join(" ")}" fill="none" stroke="${color}" stroke-width="2" stroke-linejoin="round"${dash}/>`;
}

/** Where charts are drawn in a picture. */
export const PICTURE_BOX = BOX;
