// The glyphs of all types, painted once for a size and then stamped: far cheaper than
// drawing each cell anew. Pure.

import { cellInk, GIANT_REACH, giantInk, HALO_REACH, haloInk, radiusOf, type Ink } from "./glyph.js";
import { isCell, shape, shapeOf, type Shape } from "./palettes.js";
import type { CellType } from "./protocol.js";

/** Edges of glyphs [texels]: the smallest that is no smaller than on the screen. */
const SIZES = [8, 12, 16, 24, 32, 48, 64, 96, 128];
/** Largest edge of a megakaryocyte's glyph. */
const MAX_GIANT = 288;
const HALO_SIZE = 64;
const WIDTH = 1024;
/** Part of a glyph around the cell, in radii: room for its soft edge. */
export const PAD = 1.12;
/** An ink of 1 is this many steps of a byte, so that what is lit can be more than 1. */
export const INK = 200;

/** Types that are drawn whether the lattice has them or not: red cells in vessels, platelets on their way. */
export const DECORATION = ["rbc", "plt"];

/** A square of the sheet. */
export interface Glyph {
  readonly u: number;
  readonly v: number;
  readonly edge: number;
  /** Half of its edge in the picture [sites]. */
  readonly reach: number;
}

export class Sheet {
  readonly width = WIDTH;
  readonly height: number;
  /** RGBA: inks times INK, cover times 255; covered parts only (premultiplied). */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  /** Turns that each glyph comes in. */
  readonly turns: number;
  private readonly glyphs = new Map<string, Glyph[]>();

  constructor(types: readonly CellType[], readonly size: number) {
    this.turns = size > 64 ? 4 : 8;
    const shapes = [...new Set([...types.filter(isCell).map(shapeOf), ...DECORATION.map(shape)])];
    const wanted = shapes.flatMap((s) => Array.from({ length: this.turns }, (_, k) => ({ shape: s as Shape | null, turn: k, edge: this.edge(s) })));
    wanted.push({ shape: null, turn: 0, edge: HALO_SIZE });
    wanted.sort((a, b) => b.edge - a.edge);
    const at = shelves(wanted.map((w) => w.edge));
    this.height = at.height;
    this.data = new Uint8ClampedArray(WIDTH * at.height * 4);
    wanted.forEach((w, i) => {
      const [u, v] = at.places[i] as readonly [number, number];
      this.paint(w.shape, w.turn, { u, v, edge: w.edge, reach: reachOf(w.shape) });
    });
  }

  /** The glyph of a shape in a turn; of no shape, the light around a stem cell. */
  glyph(s: Shape | null, turn: number): Glyph {
    const list = this.glyphs.get(s?.id ?? "") as Glyph[];
    return list[turn % list.length] as Glyph;
  }

  private edge(s: Shape): number {
    return s.nucleus === "mega" ? Math.min(MAX_GIANT, Math.ceil((this.size * 2 * GIANT_REACH) / 1.22)) : this.size;
  }

  private paint(s: Shape | null, turn: number, g: Glyph): void {
    this.glyphs.set(s?.id ?? "", [...(this.glyphs.get(s?.id ?? "") ?? []), g]);
    const ink: Ink = [0, 0, 0, 0];
    const angle = ((turn + 0.25) * 2 * Math.PI) / this.turns;
    const half = g.edge / 2;
    for (let j = 0; j < g.edge; j++) {
      for (let i = 0; i < g.edge; i++) {
        const [x, y] = [(i + 0.5) / half - 1, (j + 0.5) / half - 1];
        if (s === null) {
          haloInk(Math.hypot(x, y) * HALO_REACH, ink);
        } else if (s.nucleus === "mega") {
          giantInk(x * GIANT_REACH, y * GIANT_REACH, half / GIANT_REACH, turn, ink);
        } else {
          cellInk(s, x * PAD, y * PAD, half / PAD, angle, ink);
        }
        const o = ((g.v + j) * WIDTH + g.u + i) * 4;
        for (let k = 0; k < 3; k++) {
          this.data[o + k] = (ink[k] as number) * INK;
        }
        this.data[o + 3] = ink[3] * 255;
      }
    }
  }
}

/** Edge of glyphs for a scale [device pixels per site]. */
export function sheetSize(scale: number): number {
  const want = 1.12 * 2 * PAD * 0.575 * scale;
  return SIZES.find((s) => s >= want) ?? (SIZES.at(-1) as number);
}

function reachOf(s: Shape | null): number {
  return s === null ? HALO_REACH : s.nucleus === "mega" ? GIANT_REACH : PAD * radiusOf(s);
}

/** Places squares, largest first, on shelves with a free texel between them. */
function shelves(edges: readonly number[]): { places: (readonly [number, number])[]; height: number } {
  let [x, y, shelf] = [0, 0, 0];
  const places = edges.map((e) => {
    if (x + e > WIDTH) {
      [x, y, shelf] = [0, y + shelf, 0];
    }
    const at = [x, y] as const;
    x += e + 1;
    shelf = Math.max(shelf, e + 1);
    return at;
  });
  return { places, height: y + shelf };
}
