// Numbers as the language of the page writes them.

import { locale } from "./i18n.js";

const formats = new Map<number, Intl.NumberFormat>();

/** A number with so many decimals. */
export function fixed(v: number, decimals: number): string {
  let f = formats.get(decimals);
  if (f === undefined) {
    f = new Intl.NumberFormat(locale(), { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    formats.set(decimals, f);
  }
  return Number.isNaN(v) ? "–" : f.format(v);
}

/** A number of things. */
export function whole(v: number): string {
  return fixed(Math.round(v), 0);
}

/** A number with up to three digits and no zeros at its end: 0.42, 7.8, 145. */
export function brief(v: number): string {
  return new Intl.NumberFormat(locale(), { maximumSignificantDigits: 3 }).format(v);
}

/** A share as a percentage: two digits where it is small. */
export function percent(share: number): string {
  const p = 100 * share;
  return `${fixed(p, p !== 0 && p < 9.95 ? 1 : 0)} %`;
}
