// Flags of a blood count, as a laboratory prints them. Pure.

import type { Norm } from "./protocol.js";

export type Flag = "LL" | "L" | "ok" | "H" | "HH" | "none";

/** A value of more than so many times the upper end of the range is flagged HH. */
const FAR_ABOVE = 2;

/** How a value stands to a range. Below danger, if that is given, it is LL. */
export function flagOf(v: number, norm: Norm | null, danger: number | undefined): Flag {
  if (Number.isNaN(v) || norm === null) {
    return "none";
  }
  if (danger !== undefined && v < danger) {
    return "LL";
  }
  const high = norm.high ?? Infinity;
  return v < norm.low ? "L" : v > FAR_ABOVE * high ? "HH" : v > high ? "H" : "ok";
}

/** Arrow and letter; color is never alone. */
export const SIGNS: Readonly<Record<Flag, string>> = { LL: "⇊ LL", L: "↓ L", ok: "✓", H: "↑ H", HH: "⇈ HH", none: "" };
