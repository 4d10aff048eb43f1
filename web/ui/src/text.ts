// Numbers, lengths and times as people read them in the language of the page.

import { known, served, t } from "./i18n.js";
import { brief, fixed, whole } from "./numbers.js";

/** A number with one digit after the point, as days are told. */
export function decimal(n: number): string {
  return fixed(n, 1);
}

/** A number with about three digits: 14.5, 0.42, 250. */
export function three(n: number): string {
  const a = Math.abs(n);
  return fixed(n, a >= 100 ? 0 : a >= 10 ? 1 : a >= 0.1 ? 2 : a === 0 ? 0 : 3);
}

/** A blood value as a laboratory prints it. */
export function bloodValue(id: string, n: number): string {
  switch (id) {
    case "hb_g_dl":
      return fixed(n, 1);
    case "plt_e9_l":
    case "retic_e9_l":
      return fixed(n, n < 10 ? 1 : 0);
  }
  return fixed(n, n >= 10 ? 1 : 2);
}

/** 09:36, the time within the simulated day. */
export function clock(day: number): string {
  const minutes = Math.floor((day - Math.floor(day)) * 1440 + 1e-6);
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** 3600 is "1 h / s". */
export function speedName(perSecond: number): string {
  if (perSecond === 0) {
    return t("chrome.speed.max");
  }
  for (const [unit, seconds] of [["week", 604800], ["day", 86400], ["h", 3600], ["min", 60]] as const) {
    if (perSecond >= seconds) {
      return t(`chrome.speed.${unit}`, { n: brief(perSecond / seconds) });
    }
  }
  return t("chrome.speed.s", { n: brief(perSecond) });
}

/** A time in days as people write it, and as it is sent: 5m, 12h, 7d. */
export function duration(days: number): string {
  const minutes = Math.round(days * 1440);
  for (const [unit, length] of [["d", 1440], ["h", 60]] as const) {
    if (minutes !== 0 && minutes % length === 0) {
      return `${minutes / length}${unit}`;
    }
  }
  return `${minutes}m`;
}

/** Days of a time as people write it: 90m, 12 h, 2.5d; NaN if it is none. */
export function daysOf(text: string): number {
  const [, n, unit] = /^([\d.]+)\s*(m|min|h|d)$/.exec(text.trim()) ?? [];
  return n === undefined ? NaN : Number(n) / { m: 1440, min: 1440, h: 24, d: 1 }[unit as "m"];
}

/** A length in micrometers: 1.2 mm, 96 µm. */
export function length(um: number): string {
  return um >= 1000 ? `${fixed(um / 1000, um % 1000 === 0 ? 0 : 1)} mm` : `${whole(um)} µm`;
}

/** The name of an intervention, argument or word of the server, in the language of the page. */
export function title(id: string): string {
  const key = `tools.name.${id}`;
  return known(key) ? t(key) : sentence(id.replaceAll(/[_-]/g, " "));
}

/** What the server says of something, in the language of the page if there is a text. */
export function said(key: string, text: string): string {
  return sentence(served(key, text));
}

/** A text that begins with a capital letter. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
