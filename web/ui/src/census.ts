// Counts of cells by code, and what follows from them. Pure but for the model it reads.

import type { Rect } from "./camera.js";
import type { Model } from "./model.js";
import type { CellType } from "./protocol.js";

export interface Census {
  readonly counts: readonly number[];
  /** Counts are of the whole patch, because single cells of the view were not sent. */
  readonly whole: boolean;
}

/** Cells in the rectangle, or in the patch where only coarse texels are held. */
export function countInView(m: Model, r: Rect): Census {
  const level = m.tiles.shown;
  const counts = new Array<number>(256).fill(0);
  if (level === null || level.lod > 0) {
    m.stageCodes.forEach((code, i) => (counts[code] = m.status?.counts[i] ?? 0));
    return { counts, whole: true };
  }
  const x0 = Math.max(0, Math.floor(r.x));
  const x1 = Math.min(level.w, Math.ceil(r.x + r.w));
  const y1 = Math.min(level.h, Math.ceil(r.y + r.h));
  for (let y = Math.max(0, Math.floor(r.y)); y < y1; y++) {
    const row = (y & (level.height - 1)) * level.width;
    for (let x = x0; x < x1; x++) {
      const code = level.codes[row + (x & (level.width - 1))] as number;
      counts[code] = (counts[code] as number) + 1;
    }
  }
  return { counts, whole: false };
}

export interface Figures {
  /** Cells as a share of cells and fat. */
  readonly cellularity: number;
  /** Granulocytic cells per nucleated erythroid cell. */
  readonly me: number;
  /** Blasts as a share of nucleated cells. */
  readonly blasts: number;
}

/** What a pathologist reads off the cells of a census; of the patch it is the server's own. */
export function figuresOf(m: Model, c: Census): Figures {
  if (c.whole) {
    return { cellularity: m.value("cellularity") / 100, me: m.value("me_ratio"), blasts: m.value("blast_fraction") / 100 };
  }
  return figuresIn(m.welcome?.types ?? [], c.counts);
}

/** Figures of counts by code. */
export function figuresIn(types: readonly CellType[], counts: readonly number[]): Figures {
  const sum = (f: (t: CellType) => boolean): number => types.reduce((n, t) => n + (f(t) ? (counts[t.code] ?? 0) : 0), 0);
  const cells = sum((t) => t.color !== "");
  const nucleated = (t: CellType): boolean => t.color !== "" && t.bare !== true;
  return {
    cellularity: cells / (cells + sum((t) => t.id === "fat")),
    me: sum((t) => ["neu", "eos", "baso"].includes(t.lineage)) / sum((t) => t.lineage === "ery" && nucleated(t)),
    blasts: sum((t) => t.blast === true && nucleated(t)) / sum(nucleated),
  };
}
