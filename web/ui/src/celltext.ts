// What there is to say of a cell or a site, in words. Pure but for the model it reads.

import type { CellInfo, End, Sojourn } from "./cellwire.js";
import { known, locale, t } from "./i18n.js";
import type { Model } from "./model.js";
import { cellName, exitName, shortName } from "./names.js";

/** The name of a code. */
export function nameOf(m: Model, code: number): string {
  const type = m.type(code);
  return type === undefined ? t("cell.unknown") : type.id === "empty" ? t("cell.free") : cellName(type);
}

/** The name of a code where there is little room. */
export function shortNameOf(m: Model, code: number): string {
  const type = m.type(code);
  return type === undefined ? t("cell.unknown") : shortName(type).replace(/ \(.*\)$/, "");
}

export function number(n: number, digits = 0): string {
  return n.toLocaleString(locale(), { maximumFractionDigits: digits });
}

export function percent(p: number): string {
  const digits = p >= 0.1 ? 0 : p >= 0.01 ? 1 : 2;
  return p > 0 && p < 0.0001 ? t("cell.rare") : p.toLocaleString(locale(), { style: "percent", maximumFractionDigits: digits });
}

/** A span of time in words; ticks are those of the world. */
export function span(m: Model, ticks: number): string {
  const hours = (ticks / m.ticksPerDay) * 24;
  const unit = (value: number, u: string): string =>
    value.toLocaleString(locale(), { style: "unit", unit: u, unitDisplay: "short", maximumFractionDigits: value < 10 && u === "day" ? 1 : 0 });
  return hours < 1 ? unit(Math.round(hours * 60), "minute") : hours < 48 ? unit(hours, "hour") : unit(hours / 24, "day");
}

/** A tick as a day with its time. */
export function moment(m: Model, tick: number): string {
  return number(tick / m.ticksPerDay, 2);
}

export function um(v: number): string {
  return t("cell.um", { n: number(v) });
}

/** One sentence on what a cell or a site is up to. */
export function plain(m: Model, c: CellInfo): string {
  if (c.end !== undefined) {
    return ending(m, c.end);
  }
  if (c.cell === 0 && c.why === undefined) {
    return structure(m, c);
  }
  return c.why === undefined ? "" : doing(m, c);
}

function doing(m: Model, c: CellInfo): string {
  const why = c.why;
  if (why === undefined) {
    return "";
  }
  const i = why.inputs;
  const next = [...new Set(i.next.map((n) => n.code))].filter((code) => code !== c.code).map((code) => shortNameOf(m, code));
  const values = { time: span(m, i.remaining), next: next.length > 0 ? list(next) : shortNameOf(m, c.code), stay: percent(i.stay) };
  if (i.waits && ["divide", "renew", "asymmetric"].includes(why.rule)) {
    return t("cell.plain.waits", values);
  }
  if (why.rule === "leave") {
    return i.atWall ? t("cell.plain.at-wall") : t("cell.plain.seeks", { far: c.niche.sinusoid === null ? "" : um(c.niche.sinusoid) });
  }
  return t(`cell.plain.${why.rule}`, values);
}

function list(names: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: "disjunction" }).format(names);
}

/** How a life ended. */
export function ending(m: Model, e: End): string {
  return t(`cell.end.${e.kind}`, { day: moment(m, e.tick), exit: e.exit ?? 0 });
}

/** What a site without a cell is. */
function structure(m: Model, c: CellInfo): string {
  const id = m.type(c.code)?.id ?? "";
  const v = c.vessel;
  if (id === "fat" && c.fat !== undefined) {
    return t("cell.site.fat", { um: number(c.fat) });
  }
  if (v !== undefined && v.exit > 0) {
    return t("cell.site.drains", { exit: v.exit, kind: exitName(v.kind), today: v.today, left: v.left });
  }
  return known(`cell.site.${id}`) ? t(`cell.site.${id}`) : "";
}

/** Where a cell that left is in the blood at a tick: its stay, or null once the last one is over. */
export function inBlood(stays: readonly Sojourn[], tick: number): Sojourn | null {
  return stays.find((s) => s.to === 0 || tick < s.to) ?? null;
}

export function pool(s: Sojourn): string {
  return known(`cell.pool.${s.column}`) ? t(`cell.pool.${s.column}`) : s.pool;
}

/** The lines that say where a cell stands. */
export function nicheName(c: CellInfo): string {
  return t(`cell.niche.${c.niche.kind === "" ? "none" : c.niche.kind}`);
}

/** The chances of the next tick, highest first; what cannot happen is left out. */
export function chances(c: CellInfo): readonly (readonly [string, number])[] {
  return Object.entries(c.why?.chances ?? {}).filter(([, p]) => p > 0).sort((a, b) => b[1] - a[1]);
}

/** The rule that a cell lives by with what goes into it, line by line. */
export function reasons(m: Model, c: CellInfo): readonly string[] {
  const why = c.why;
  if (why === undefined) {
    return [];
  }
  const i = why.inputs;
  const lines = [t(`cell.rule.${why.rule}`)];
  if (i.waits) {
    lines.push(t("cell.why.room", { n: c.niche.room }));
  } else if (i.of > 0 && !["reside", "leave"].includes(why.rule)) {
    lines.push(t("cell.why.clock", { phases: i.phases, time: span(m, i.ticks), rest: span(m, i.remaining) }));
  }
  if (i.survive < 1) {
    lines.push(t("cell.why.survive", { p: percent(i.survive) }));
  }
  if (why.rule === "renew") {
    lines.push(t("cell.why.stay", { p: percent(i.stay), fill: percent(i.fill) }));
  }
  if (i.repeat > 0) {
    lines.push(t("cell.why.repeat", { p: percent(i.repeat) }));
  }
  if (i.half < 1) {
    lines.push(t("cell.why.half", { p: percent(i.half) }));
  }
  if (why.rule === "asymmetric") {
    lines.push(t("cell.why.give", { p: percent(i.give) }));
  }
  if (i.leave > 0) {
    lines.push(t("cell.why.leave", { p: percent(i.leave), n: i.lookIn + 1 }));
  }
  if (c.niche.holds) {
    lines.push(t("cell.why.holds"));
  }
  return lines;
}

/** The signals that act on a cell now, most unusual first. */
export function felt(c: CellInfo): readonly string[] {
  return (c.signals ?? [])
    .filter((s) => s.level > 0)
    .map((s) => t("cell.felt", { signal: signalName(s.signal), level: number(s.level, 2), act: t(`cell.act.${s.act}`), effect: number(s.effect, 2) }));
}

function signalName(s: string): string {
  return known(`cell.signal.${s}`) ? t(`cell.signal.${s}`) : s;
}
