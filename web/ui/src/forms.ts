// What the cells of a palette type look like: the numbers are those of
// shaders/cells.frag.glsl.

import type { CellType } from "./protocol.js";

export const ANUCLEATE = 1;
export const BLAST = 2;
export const ROUND = 3;
export const SMALL = 4;
export const KIDNEY = 5;
export const BAND = 6;
export const LOBED = 7;
export const EOSINOPHIL = 8;
export const BASOPHIL = 9;
export const LYMPHOCYTE = 10;
export const PLASMA = 11;
export const MACROPHAGE = 12;
export const GRANULAR = 13;
export const MARKED = 14;
export const GIANT = 15;

const FORMS: Readonly<Record<string, number>> = {
  hsc: BLAST, mpp: BLAST, cmp: BLAST, gmp: BLAST, mep: BLAST, clp: LYMPHOCYTE,
  pro_e: BLAST, bas_e: BLAST, pol_e: ROUND, ort_e: SMALL, retic: ANUCLEATE, rbc: ANUCLEATE,
  myblast: BLAST, promy: GRANULAR, myelo: ROUND, meta: KIDNEY, band: BAND, neut: LOBED,
  eos: EOSINOPHIL, baso: BASOPHIL, promono: BLAST, mono: KIDNEY, macro: MACROPHAGE,
  mkb: BLAST, mk: GIANT, plt: ANUCLEATE,
  prob: LYMPHOCYTE, bcell: LYMPHOCYTE, plasma: PLASMA, prot: LYMPHOCYTE, nk: LYMPHOCYTE, blast: MARKED,
};

/** Form of a type; a type that the palette does not know has a round nucleus. */
export function formOf(t: CellType): number {
  return FORMS[t.form] ?? ROUND;
}

/** Whether a type is drawn over several sites. */
export function isGiant(t: CellType): boolean {
  return formOf(t) === GIANT;
}

/** Whether a type is drawn with a halo. */
export function isStem(t: CellType): boolean {
  return t.form === "hsc";
}
