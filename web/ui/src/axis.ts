// Axes of the charts, for the screen and for files. Pure.

export interface Tick {
  /** Place on the axis, 0 to 1. */
  readonly at: number;
  readonly value: number;
}

export interface Axis {
  readonly ticks: readonly Tick[];
  /** Place of the broken floor line for what is not seen, or null. */
  readonly floor: number | null;
  /** The place of a value, 0 at the bottom, 1 at the top. */
  pos(v: number): number;
}

/** Share of the axis below its break. */
const BELOW = 0.12;
const FLOOR = 0.04;
const LOG_TICKS = [0.01, 0.1, 0.5, 1, 2, 5, 10, 20, 50, 100];

/** A logarithmic axis; it has no zero, so what lies below it stands on a floor line. */
export function logAxis(low: number, high: number): Axis {
  const span = Math.log(high / low);
  const pos = (v: number): number => (v < low ? FLOOR : Math.min(1, BELOW + ((1 - BELOW) * Math.log(v / low)) / span));
  return { pos, floor: FLOOR, ticks: LOG_TICKS.filter((v) => v >= low && v <= high).map((value) => ({ at: pos(value), value })) };
}

export function linearAxis(low: number, high: number): Axis {
  const span = high - low || 1;
  const step = niceStep(span / 4);
  const first = Math.ceil(low / step - 1e-9);
  const pos = (v: number): number => (v - low) / span;
  const n = Math.max(0, Math.floor(high / step + 1e-9) - first + 1);
  const ticks = Array.from({ length: n }, (_, i) => (first + i) * step).map((v) => ({ at: pos(v), value: Number(v.toPrecision(6)) }));
  return { pos, floor: null, ticks };
}

/** The round number, 1, 2 or 5 times a power of ten, at or above x. */
export function niceStep(x: number): number {
  const power = 10 ** Math.floor(Math.log10(x));
  const m = x / power;
  return (m <= 1 + 1e-9 ? 1 : m <= 2 ? 2 : m <= 5 ? 5 : 10) * power;
}

/** Ticks that are at least gap apart, bottom one first. */
export function spaced(ticks: readonly Tick[], gap: number): Tick[] {
  const out: Tick[] = [];
  for (const t of ticks) {
    const last = out.at(-1);
    if (last === undefined || t.at - last.at >= gap) {
      out.push(t);
    }
  }
  return out;
}
