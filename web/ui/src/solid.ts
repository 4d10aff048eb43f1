// What there is in depth, as amounts of four materials: bone, vessel, fat, cells. Pure.

import { isCell } from "./palettes.js";
import type { CellType } from "./protocol.js";
import type { Level } from "./tiles.js";
import type { Outlines } from "./tissue.js";
import type { Volume } from "./volume.js";

/** A box of texels: amounts 0..255 of the materials, four bytes a texel, and the codes. */
export interface Solid {
  readonly w: number;
  readonly h: number;
  readonly d: number;
  readonly amounts: Uint8Array;
  readonly codes: Uint8Array;
  /** Sites of the lattice per texel. */
  readonly texel: number;
  /** Texels before slice 0 of the lattice: a slice is shown as a slab of its own thickness. */
  readonly z0: number;
}

export const BONE = 0;
export const VESSEL = 1;
export const FAT = 2;
export const CELLS = 3;

const MATERIALS: Readonly<Record<string, number>> = { bone: BONE, fat: FAT, sinusoid: VESSEL, arteriole: VESSEL, capillary: VESSEL, vein: VESSEL };
/** Thickness of the slab that a single slice is shown as, of its longer edge. */
const SLAB = 1 / 14;

/** The material of each code, -1 for none. */
export function materials(types: readonly CellType[]): Int8Array {
  const out = new Int8Array(256).fill(-1);
  types.forEach((t) => (out[t.code] = isCell(t) ? CELLS : (MATERIALS[t.id] ?? -1)));
  return out;
}

/** A volume of all slices. still has the materials of before: what is no cell never changes. */
export function solidOf(v: Volume, types: readonly CellType[], still: Solid | null): Solid {
  const of = materials(types);
  const n = v.codes.length;
  const amounts = still !== null && still.amounts.length === n * 4 ? still.amounts : tissueOf(v, of);
  for (let i = 0; i < n; i++) {
    amounts[i * 4 + CELLS] = of[v.codes[i] as number] === CELLS ? 55 + 200 * ((v.share[i] as number) / 255) : 0;
  }
  return { w: v.w, h: v.h, d: v.d, amounts, codes: v.codes, texel: 2 ** v.lod, z0: 0 };
}

/** Bone, vessels and fat with soft edges, so that surfaces are not made of cubes. */
function tissueOf(v: Volume, of: Int8Array): Uint8Array {
  const amounts = new Uint8Array(v.codes.length * 4);
  for (const m of [BONE, VESSEL, FAT]) {
    // Vessels are a texel or two wide: blurred like bone they would be gone.
    const gain = m === VESSEL ? 1.7 : 1.15;
    const soft = blurred(Float32Array.from(v.codes, (c) => (of[c] === m ? 255 : 0)), v.w, v.h, v.d);
    for (let i = 0; i < soft.length; i++) {
      amounts[i * 4 + m] = Math.min(255, gain * (soft[i] as number));
    }
  }
  return amounts;
}

/** The kernel 1 2 1 along each axis. */
function blurred(a: Float32Array, w: number, h: number, d: number): Float32Array {
  let from = a;
  for (const [n, step] of [[w, 1], [h, w], [d, w * h]] as const) {
    const to = new Float32Array(from.length);
    for (let i = 0; i < from.length; i++) {
      const at = Math.floor(i / step) % n;
      const before = from[at > 0 ? i - step : i] as number;
      const after = from[at < n - 1 ? i + step : i] as number;
      to[i] = (before + 2 * (from[i] as number) + after) / 4;
    }
    from = to;
  }
  return from;
}

/** A single slice as a slab: bone all through, vessels as tubes, fat cells as balls. */
export function slabOf(level: Level, o: Outlines, types: readonly CellType[]): Solid {
  const texel = 2 ** level.lod;
  const [w, h] = [level.w, level.h];
  const d = Math.max(8, Math.round(Math.max(w, h) * SLAB));
  const amounts = new Uint8Array(w * h * d * 4);
  const codes = new Uint8Array(w * h * d);
  const of = materials(types);
  const balls = ballsOf(o, texel, w, h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const site = Math.min(o.tissue.h - 1, y * texel) * o.tissue.w + Math.min(o.tissue.w - 1, x * texel);
      const code = level.at(x, y);
      const bone = soft(-(o.bone[site] as number) / texel);
      for (let z = 0; z < d; z++) {
        const away = Math.abs(z + 0.5 - d / 2);
        const i = ((z * h + y) * w + x) * 4;
        const tube = soft(-(o.vessel[site] as number) / texel + 1 - away * 0.4);
        const fat = soft((balls[y * w + x] as number) - away);
        amounts[i + BONE] = 255 * bone * (1 - tube);
        amounts[i + VESSEL] = 255 * tube;
        amounts[i + FAT] = 255 * fat * (1 - tube);
        if (of[code] === CELLS && tube + fat + bone < 0.3) {
          codes[i / 4] = code;
          amounts[i + CELLS] = 255;
        }
      }
    }
  }
  return { w, h, d, amounts, codes, texel, z0: Math.floor(d / 2) };
}

/** Half of the thickness of the fat at each texel, negative where there is none. */
function ballsOf(o: Outlines, texel: number, w: number, h: number): Float32Array {
  const out = new Float32Array(w * h).fill(-2);
  for (const [cx, cy, r] of o.tissue.fat) {
    for (let y = Math.max(0, Math.floor((cy - r) / texel)); y <= Math.min(h - 1, (cy + r) / texel); y++) {
      for (let x = Math.max(0, Math.floor((cx - r) / texel)); x <= Math.min(w - 1, (cx + r) / texel); x++) {
        const left = r * r - (x * texel + texel / 2 - cx) ** 2 - (y * texel + texel / 2 - cy) ** 2;
        out[y * w + x] = Math.max(out[y * w + x] as number, left > 0 ? Math.sqrt(left) / texel : -2);
      }
    }
  }
  return out;
}

/** 0 half a texel outside of an outline, 1 half a texel inside. */
function soft(inside: number): number {
  return Math.min(1, Math.max(0, inside + 0.5));
}
