// Counts of cells by code. Pure but for the model it reads.

import type { Rect } from "./camera.js";
import type { Model } from "./model.js";

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
