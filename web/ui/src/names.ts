// Names of cells, lineages, blood values and exits in the language of the page.

import { known, t } from "./i18n.js";
import type { CellType, Column } from "./protocol.js";
import { said, title } from "./text.js";

/** The name of a lineage. */
export function lineageName(id: string): string {
  const key = `names.lineage.${id}`;
  return known(key) ? t(key) : title(id);
}

export function cellName(c: CellType): string {
  return said(`names.${c.id}`, c.label);
}

/** A name for a row below its lineage: "Basophilic" for the basophilic erythroblast. */
export function shortName(c: CellType): string {
  return said(`names.short.${c.id}`, cellName(c));
}

export function columnName(c: Column): string {
  return said(`names.column.${c.id}`, c.label);
}

/** A name for a tab. */
export function briefName(c: Column): string {
  return said(`names.brief.${c.id}`, columnName(c));
}

export function exitName(kind: string): string {
  return said(`names.exit.${kind.replaceAll(/[^a-z]+/g, "-")}`, title(kind));
}
