// The scale of the time bar, and times as people write them. Pure; times are days.

import { roundLength } from "./camera.js";

/** Lengths that the bar may have, times a power of ten: it grows in steps, not all the time. */
const SPANS = [1, 1.5, 2, 3, 4, 6, 8];
/** Share of the bar that may be simulated before it grows. */
const FULL = 0.75;

/** The length of a bar on which a day has its place, with room for what comes. */
export function spanFor(day: number): number {
  const want = Math.max(1, day / FULL);
  for (let power = 1; ; power *= 10) {
    const found = SPANS.find((s) => s * power >= want);
    if (found !== undefined) {
      return found * power;
    }
  }
}

/** The days that are written under a bar. */
export function ruled(span: number): number[] {
  const step = roundLength(span / 4);
  const n = Math.floor(span / step + 1e-9);
  return Array.from({ length: n + 1 }, (_, i) => Number((i * step).toPrecision(6)));
}

/** The mark nearest to a tick, if one is nearer than reach. */
export function snap(tick: number, marks: readonly number[], reach: number): number {
  const near = marks.filter((m) => Math.abs(m - tick) <= reach);
  return near.length === 0 ? tick : near.reduce((a, b) => (Math.abs(b - tick) < Math.abs(a - tick) ? b : a));
}

/** The next mark before or after a tick; the tick itself if there is none. */
export function beside(tick: number, marks: readonly number[], by: 1 | -1): number {
  const beyond = marks.filter((m) => (m - tick) * by > 0);
  return beyond.length === 0 ? tick : beyond.reduce((a, b) => (Math.abs(b - tick) < Math.abs(a - tick) ? b : a));
}

const UNITS: Readonly<Record<string, number>> = { w: 7, d: 1, h: 1 / 24, m: 1 / 1440 };

/**
 * Days of a time as people write it, null if it is none: "9.2" or "day 9,2" (days),
 * "9 14:30" (day and clock), "36h", "1w 2d 4h 30m".
 */
export function parseDay(text: string): number | null {
  const s = text.trim().toLowerCase().replace(/^(day|tag)\s*/, "").replaceAll(",", ".");
  const clock = /^(\d+)\s+(\d{1,2}):(\d{2})$/.exec(s);
  if (clock !== null) {
    const [day, hours, minutes] = clock.slice(1).map(Number) as [number, number, number];
    return hours < 24 && minutes < 60 ? day + hours / 24 + minutes / 1440 : null;
  }
  if (/^\d+(\.\d+)?$/.test(s)) {
    return Number(s);
  }
  const parts = [...s.matchAll(/(\d+(?:\.\d+)?)\s*([wdhm])\s*/g)];
  if (parts.length === 0 || parts.map((p) => p[0]).join("") !== s) {
    return null;
  }
  return parts.reduce((sum, p) => sum + Number(p[1]) * (UNITS[p[2] as string] as number), 0);
}
