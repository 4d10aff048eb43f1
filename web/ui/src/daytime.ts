// Simulated times as the page writes them.

import { locale, t } from "./i18n.js";
import { clock } from "./text.js";

const one = new Intl.NumberFormat(locale(), { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const few = new Intl.NumberFormat(locale(), { maximumFractionDigits: 3 });

/** "11.4". Cut, not rounded: the day has not come before it is there. */
export function dayNumber(day: number): string {
  return one.format(Math.floor(day * 10 + 1e-6) / 10);
}

/** "2.5": a day under the ruler. */
export function rulerNumber(day: number): string {
  return few.format(day);
}

/** "Day 11.4, 09:36". */
export function dayAndClock(day: number): string {
  return t("time.at", { day: dayNumber(day), clock: clock(day) });
}
