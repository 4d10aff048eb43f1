// Marks of the journal in words: what was done, of which kind, by whom. Pure but for
// the model that is read.

import { t } from "./i18n.js";
import type { Model } from "./model.js";
import type { EventMark } from "./protocol.js";
import { title } from "./text.js";
import { ICONS, OTHER } from "./tools.js";

/** Class of each group of the server's table. */
const CLASSES: Readonly<Record<string, string>> = {
  "blood": "blood", "infection": "infection", "drugs": "drugs", "growth factors": "growth", "experiments": "experiments", "stem cells": "stem",
};

/** Arguments that say more than the name of what was done. */
const TELLING = ["agent", "kind", "fluid"];

/** "Drug: docetaxel". */
export function described(e: EventMark): string {
  const given = new Map(e.args.split(" ").map((a) => a.split("=", 2) as [string, string]));
  const word = TELLING.map((k) => given.get(k)).find((w) => w !== undefined);
  return word === undefined ? title(e.key) : t("time.mark", { name: title(e.key), what: title(word) });
}

/** Class and icon of the kind. */
export function groupOf(e: EventMark, model: Model): readonly [string, string] {
  const group = model.welcome?.ops.find((op) => op.name === e.key)?.group ?? "";
  const kind = e.kind === "scenario" && group === "" ? "scenario" : (CLASSES[group] ?? "other");
  return [kind, (ICONS[group] ?? OTHER)[1]];
}

/** Who posted it, where that is told. */
export function whoDid(e: EventMark): string {
  return e.by ?? "";
}

const same = (x: EventMark, y: EventMark): boolean => x.tick === y.tick && x.key === y.key && x.args === y.args;

/** What was done in A and not in B, and the other way round. */
export function differences(a: readonly EventMark[], b: readonly EventMark[]): { a: EventMark[]; b: EventMark[] } {
  return { a: a.filter((e) => !b.some((o) => same(e, o))), b: b.filter((e) => !a.some((o) => same(e, o))) };
}
