// Simulated times as the page writes them.

import { locale, t } from "./i18n.js";
import { clock, decimal } from "./text.js";

const few = new Intl.NumberFormat(locale(), { maximumFractionDigits: 3 });

/** "2.5": a day under the ruler. */
export function rulerNumber(day: number): string {
  return few.format(day);
}

/** "Day 11.4, 09:36". */
export function dayAndClock(day: number): string {
  return t("time.at", { day: decimal(day), clock: clock(day) });
}
