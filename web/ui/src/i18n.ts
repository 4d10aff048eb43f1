// The texts that people read, by key, in the language of the page. The catalogs are
// assets/i18n/LANGUAGE/AREA.json; a key is "area.name". Texts are in the ICU message
// format: "{n, plural, one {# cell} other {# cells}}".

import { IntlMessageFormat } from "intl-messageformat";
import { catalogs } from "./catalogs.js";
import { kept } from "./storage.js";

export type Values = Readonly<Record<string, string | number>>;

export type Language = keyof typeof catalogs | "pseudo";

export const LANGUAGES: readonly Language[] = ["en", "de", "pseudo"];

/** Where the browser keeps the chosen language. */
const STORED = "marrow-language";

/** The language of the page; fixed while it is loaded. */
export const language: Language = chosen();

const formats = new Map<string, IntlMessageFormat>();

/** The text of a key with its values filled in. English stands in for what a language lacks. */
export function t(key: string, values: Values = {}): string {
  let f = formats.get(key);
  if (f === undefined) {
    f = new IntlMessageFormat(message(key), locale(), undefined, { ignoreTag: true });
    formats.set(key, f);
  }
  const text = String(f.format({ ...values }));
  return language === "pseudo" ? pseudo(text) : text;
}

/** Tells whether the language has such a text: what comes from data has its own words in English. */
export function known(key: string): boolean {
  return key in catalogs[language === "pseudo" ? "en" : language];
}

/** A text that the server has in English, in the language of the page if the catalog has it. */
export function served(key: string, text: string): string {
  return known(key) ? t(key) : language === "pseudo" ? pseudo(text) : text;
}

/** The locale for numbers and dates. */
export function locale(): string {
  return language === "pseudo" ? "en" : language;
}

/** Keeps a language and loads the page anew with it. */
export function speak(l: Language): void {
  kept.setItem(STORED, l);
  location.reload();
}

function message(key: string): string {
  const en: Readonly<Record<string, string>> = catalogs.en;
  const own: Readonly<Record<string, string>> = language === "pseudo" ? en : catalogs[language];
  return own[key] ?? en[key] ?? key;
}

function chosen(): Language {
  if (typeof document === "undefined") {
    return "en"; // outside of a browser
  }
  const wanted = [kept.getItem(STORED) ?? "", ...navigator.languages.map((l) => l.slice(0, 2))];
  return wanted.flatMap((w) => LANGUAGES.filter((l) => l === w))[0] ?? "en";
}

/** A text as an unknown language would have it: longer, with marks on its letters. */
function pseudo(text: string): string {
  const marked = text.replaceAll(/[aeiou]/g, (c) => ({ a: "á", e: "ë", i: "ï", o: "ô", u: "ü" })[c] ?? c);
  return `⟦${marked}${"·".repeat(Math.ceil(text.length * 0.3))}⟧`;
}

/** Writes the texts of elements that name their keys: data-t, data-label, data-title. */
export function translate(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>("[data-t]").forEach((e) => (e.textContent = t(e.dataset["t"] ?? "")));
  root.querySelectorAll<HTMLElement>("[data-label]").forEach((e) => e.setAttribute("aria-label", t(e.dataset["label"] ?? "")));
  root.querySelectorAll<HTMLElement>("[data-title]").forEach((e) => e.setAttribute("title", t(e.dataset["title"] ?? "")));
}
