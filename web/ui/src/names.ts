// Names of cells, lineages, blood values and exits in the language of the page.

import { known, t } from "./i18n.js";
import type { CellType, Column } from "./protocol.js";
import { title } from "./text.js";

/** The text of a key, or what the data call it where no language has a name for it. */
function named(key: string, otherwise: string): string {
  return known(key) ? t(key) : otherwise;
}

export function cellName(c: CellType): string {
  return named(`names.${c.id}`, c.label);
}

/** A name for a row below its lineage: "Basophilic" for the basophilic erythroblast. */
export function shortName(c: CellType): string {
  return named(`names.short.${c.id}`, cellName(c));
}

export function lineageName(id: string): string {
  return named(`names.lineage.${id}`, title(id));
}

export function columnName(c: Column): string {
  return named(`names.column.${c.id}`, c.label);
}

/** A name for a tab. */
export function briefName(c: Column): string {
  return named(`names.brief.${c.id}`, columnName(c));
}

export function exitName(kind: string): string {
  return named(`names.exit.${kind.replaceAll(/[^a-z]+/g, "-")}`, title(kind));
}
