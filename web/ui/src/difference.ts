// In what two worlds differ at one moment, site by site. Pure.

import type { CellType } from "./protocol.js";
import { CODE_UNKNOWN, type Level } from "./tiles.js";

/** What a texel is in the two. */
export const SAME = 0;
export const ONLY_A = 1;
export const ONLY_B = 2;
/** Cells of one lineage in another stage, and of two lineages. */
export const STAGE = 3;
export const LINEAGE = 4;
/** Not sent of one of the two. */
export const UNKNOWN = 255;

export interface Difference {
  readonly lod: number;
  readonly w: number;
  readonly h: number;
  /** One of the above for each texel, row by row. */
  readonly kinds: Uint8Array;
  /** Texels that are known in both, and those of them that differ. */
  readonly known: number;
  readonly differing: number;
}

/** Compares two levels of one detail; null if they are not. */
export function difference(a: Level, b: Level, types: readonly CellType[]): Difference | null {
  if (a.lod !== b.lod || a.w !== b.w || a.h !== b.h || a.z !== b.z) {
    return null;
  }
  const lineages = numbered(types);
  const kinds = new Uint8Array(a.w * a.h);
  let known = 0;
  let differing = 0;
  for (let y = 0; y < a.h; y++) {
    const row = (y & (a.height - 1)) * a.width;
    for (let x = 0; x < a.w; x++) {
      const at = row + (x & (a.width - 1));
      const kind = kindOf(a.codes[at] as number, b.codes[at] as number, lineages);
      kinds[y * a.w + x] = kind;
      known += kind === UNKNOWN ? 0 : 1;
      differing += kind === UNKNOWN || kind === SAME ? 0 : 1;
    }
  }
  return { lod: a.lod, w: a.w, h: a.h, kinds, known, differing };
}

function kindOf(a: number, b: number, lineages: Uint8Array): number {
  if (a >= CODE_UNKNOWN || b >= CODE_UNKNOWN) {
    return UNKNOWN;
  }
  if (a === b) {
    return SAME;
  }
  const [la, lb] = [lineages[a] as number, lineages[b] as number];
  if (la === 0 || lb === 0) {
    return la === 0 ? ONLY_B : ONLY_A;
  }
  return la === lb ? STAGE : LINEAGE;
}

/** The number of each code's lineage; 0 is no cell. */
function numbered(types: readonly CellType[]): Uint8Array {
  const out = new Uint8Array(256);
  const names = [...new Set(types.map((t) => t.lineage))];
  for (const t of types) {
    out[t.code] = t.color === "" ? 0 : names.indexOf(t.lineage) + 1;
  }
  return out;
}
