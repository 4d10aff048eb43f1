// The catalogs of texts.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { IntlMessageFormat } from "intl-messageformat";
import { ACTIONS } from "../src/actions.js";
import { catalogs } from "../src/catalogs.js";
import { STATES } from "../src/states.js";

const en: Readonly<Record<string, string>> = catalogs.en;
const de: Readonly<Record<string, string>> = catalogs.de;

/** Names of the values of a message, those of its parts with them. */
function placeholders(message: string): string[] {
  const found = new Set<string>();
  const walk = (v: unknown): void => {
    if (Array.isArray(v)) {
      v.forEach(walk);
    } else if (typeof v === "object" && v !== null) {
      const e = v as { type?: number; value?: unknown; options?: Record<string, { value: unknown }> };
      if (e.type !== 0 && e.type !== 7 && typeof e.value === "string") {
        found.add(e.value);
      }
      Object.values(e.options ?? {}).forEach((o) => walk(o.value));
    }
  };
  walk(new IntlMessageFormat(message, "en", undefined, { ignoreTag: true }).getAst());
  return [...found].sort();
}

function sources(): { name: string; text: string }[] {
  return readdirSync("src").filter((n) => n.endsWith(".ts") || n.endsWith(".html")).map((name) => ({ name, text: readFileSync(join("src", name), "utf8") }));
}

test("English and German have the same texts", () => {
  // The English of scenarios and interventions is in their own files, and comes from the server.
  const served = /^(?:title|question|tour|limit|tools\.help|tools\.arg)\./;
  assert.deepEqual(Object.keys(de).filter((k) => !(k in en) && !served.test(k)), [], "only German");
  assert.deepEqual(Object.keys(en).filter((k) => !(k in de)), [], "only English");
  assert.deepEqual(Object.entries(de).filter(([, text]) => text.trim() === "").map(([k]) => k), [], "empty");
});

test("a text has the same values in both languages, and can be read by the formatter", () => {
  const odd = Object.keys(en).filter((k) => k in de && placeholders(en[k] ?? "").join() !== placeholders(de[k] ?? "").join());
  assert.deepEqual(odd, []);
});

test("every text that the page asks for is there", () => {
  const missing = sources().flatMap(({ name, text }) => [...text.matchAll(/\bt\("([^"]+)"|data-(?:t|label|title)="([^"]+)"/g)]
    .map((m) => m[1] ?? m[2] ?? "").filter((key) => !(key in en)).map((key) => `${name}: ${key}`));
  assert.deepEqual(missing, []);
});

test("keys that are put together have a text for each beginning", () => {
  const begun = sources().flatMap(({ name, text }) => [...text.matchAll(/\bt\(`([a-z0-9]+\.[^$`]+)\$\{/g)].map((m) => ({ name, start: m[1] ?? "" })));
  assert.deepEqual(begun.filter(({ start }) => !Object.keys(en).some((k) => k.startsWith(start))), []);
});

test("every action says what it does, and how by mouse and by touch", () => {
  const keys = ACTIONS.flatMap((a) => [a.label, a.mouse, a.touch]).filter((k) => k !== undefined);
  assert.deepEqual(keys.filter((k) => !(k in en)), []);
});

test("every state has a text, and so has every step that it offers", () => {
  const keys = STATES.flatMap((s) => [s.text, ...s.next.map((n) => `states.do.${n}`)]);
  assert.deepEqual(keys.filter((k) => !(k in en)), []);
});
