// Which glyph stands where: the cells of a view as a list of stamps, for any renderer.
// Pure.

import { visible, type Rect } from "./camera.js";
import { TILE } from "./codec.js";
import type { Motion } from "./moves.js";
import { isCell, shape, shapeOf } from "./palettes.js";
import { siteBits, siteRandom, valueNoise } from "./rand.js";
import type { Scene } from "./scene.js";
import type { Glyph, Sheet } from "./glyphsheet.js";
import type { Outlines } from "./tissue.js";

/** Codes under which the red cells in vessels and the platelets of megakaryocytes are colored: they are decoration. */
export const CODE_RED = 253;
export const CODE_PLATELET = 252;

/** How far a cell stands from the middle of its site, at most [sites]. */
const JITTER = 0.1;
/** From here on the red cells in vessels are drawn [CSS pixels per site]. */
const RED_FROM = 3;

/** Stamps in the order in which they are drawn. */
export class Stamps {
  n = 0;
  x = new Float64Array(1024);
  y = new Float64Array(1024);
  code = new Uint8Array(1024);
  /** Lightness of this cell among those of its type, 0..255. */
  tone = new Uint8Array(1024);
  alpha = new Uint8Array(1024);
  /** Its size, as part of the glyph's. */
  grown = new Float32Array(1024);
  readonly glyph: Glyph[] = [];

  /** Forgets them; their room is kept. */
  clear(): this {
    this.n = 0;
    return this;
  }

  add(x: number, y: number, glyph: Glyph, code: number, tone = 128, alpha = 255, grown = 1): void {
    if (this.n === this.x.length) {
      this.grow();
    }
    const i = this.n++;
    this.x[i] = x;
    this.y[i] = y;
    this.glyph[i] = glyph;
    this.code[i] = code;
    this.tone[i] = tone;
    this.alpha[i] = alpha;
    this.grown[i] = grown;
  }

  private grow(): void {
    const twice = <T extends Float64Array | Float32Array | Uint8Array>(a: T, b: T): T => {
      b.set(a);
      return b;
    };
    const n = 2 * this.x.length;
    this.x = twice(this.x, new Float64Array(n));
    this.y = twice(this.y, new Float64Array(n));
    this.code = twice(this.code, new Uint8Array(n));
    this.tone = twice(this.tone, new Uint8Array(n));
    this.alpha = twice(this.alpha, new Uint8Array(n));
    this.grown = twice(this.grown, new Float32Array(n));
  }
}

/** Where the cell of a site stands: rows are shifted in turn, as round things pack, and nothing living is ruled. */
export function standing(x: number, y: number): { x: number; y: number; bits: number } {
  const bits = siteBits(x, y);
  return {
    x: x + 0.5 + ((y & 1) === 0 ? -0.25 : 0.25) + JITTER * ((bits & 255) / 128 - 1),
    y: y + 0.5 + JITTER * (((bits >> 8) & 255) / 128 - 1),
    bits,
  };
}

/** Puts the cells in the view into out; what is larger than a site comes last. */
export function cellStamps(s: Scene, sheet: Sheet, out: Stamps): void {
  const level = s.level;
  if (level === null || level.lod > 0) {
    return;
  }
  const looks = looksOf(s, sheet);
  const large: [number, number, number][] = [];
  const r = visible(s.camera, s.view);
  const [x0, y0] = [Math.max(0, Math.floor(r.x) - 2), Math.max(0, Math.floor(r.y) - 2)];
  const [x1, y1] = [Math.min(level.w, Math.ceil(r.x + r.w) + 2), Math.min(level.h, Math.ceil(r.y + r.h) + 2)];
  const [maskX, maskY] = [level.width - 1, level.height - 1];
  for (let ty = y0 >> 6; ty * TILE < y1; ty++) {
    for (let tx = x0 >> 6; tx * TILE < x1; tx++) {
      if (!level.held(tx, ty)) {
        continue;
      }
      for (let y = Math.max(y0, ty * TILE); y < Math.min(y1, (ty + 1) * TILE); y++) {
        const row = (y & maskY) * level.width;
        for (let x = Math.max(x0, tx * TILE); x < Math.min(x1, (tx + 1) * TILE); x++) {
          const code = level.codes[row + (x & maskX)] as number;
          const look = looks[code];
          if (look === undefined) {
            continue;
          }
          if (look.large) {
            large.push([x, y, code]);
          }
          if (!look.giant) {
            put(x, y, code, look.glyphs, s.motion, out);
          }
        }
      }
    }
  }
  s.motion?.gone.forEach((g) => {
    const look = looks[g.code];
    if (look !== undefined && !look.giant) {
      const p = standing(g.x, g.y);
      out.add(p.x, p.y, look.glyphs[(p.bits >> 16) & 7] as Glyph, g.code, 128, 255 * (1 - (s.motion?.part ?? 1)), 1 - 0.5 * (s.motion?.part ?? 1));
    }
  });
  largeStamps(s, sheet, looks, large, out);
}

interface Look {
  readonly glyphs: readonly Glyph[];
  readonly giant: boolean;
  readonly large: boolean;
}

/** How each code is stamped; what is hidden and what is no cell has no look. */
function looksOf(s: Scene, sheet: Sheet): (Look | undefined)[] {
  const looks: (Look | undefined)[] = Array.from({ length: 256 });
  for (const t of s.types) {
    if (isCell(t) && s.looks.shown(t.code)) {
      const own = shapeOf(t);
      const giant = own.nucleus === "mega";
      looks[t.code] = { glyphs: Array.from({ length: 8 }, (_, k) => sheet.glyph(own, k)), giant, large: giant || own.mark === "halo" };
    }
  }
  return looks;
}

function put(x: number, y: number, code: number, glyphs: readonly Glyph[], motion: Motion | null, out: Stamps): void {
  const p = standing(x, y);
  const glyph = glyphs[(p.bits >> 16) & 7] as Glyph;
  const came = motion?.came(x, y);
  if (motion === null || came === undefined) {
    out.add(p.x, p.y, glyph, code, p.bits >>> 24);
    return;
  }
  const from = standing(came.x, came.y);
  const t = motion.part;
  out.add(from.x + (p.x - from.x) * t, from.y + (p.y - from.y) * t, glyph, code, p.bits >>> 24, 255, came.born ? 0.55 + 0.45 * t : 1);
}

/** Light of stem cells, platelets on their way, and megakaryocytes over their neighbors. */
function largeStamps(s: Scene, sheet: Sheet, looks: readonly (Look | undefined)[], large: readonly [number, number, number][], out: Stamps): void {
  for (const [x, y, code] of large) {
    const look = looks[code] as Look;
    const p = standing(x, y);
    if (!look.giant) {
      out.add(p.x, p.y, sheet.glyph(null, 0), code, 128, s.looks.lit(code) ? 255 : 0);
      continue;
    }
    if (s.outlines !== null) {
      const glyph = sheet.glyph(shape("plt"), 0);
      const bead = s.looks.lit(code) ? CODE_PLATELET : code;
      beads(s.outlines, x, y).forEach((b) => out.add(b.x, b.y, glyph, bead));
    }
    out.add(p.x, p.y, look.glyphs[(p.bits >> 16) & 7] as Glyph, code);
  }
}

const strings = new WeakMap<Outlines, Map<number, readonly { x: number; y: number }[]>>();

/** Platelets strung from a megakaryocyte into the nearest sinusoid, if one is near enough for its arms. */
function beads(o: Outlines, x: number, y: number): readonly { x: number; y: number }[] {
  const known = strings.get(o) ?? new Map<number, readonly { x: number; y: number }[]>();
  strings.set(o, known);
  const key = y * o.tissue.w + x;
  const found = known.get(key) ?? strung(o, x, y);
  known.set(key, found);
  return found;
}

function strung(o: Outlines, x: number, y: number): { x: number; y: number }[] {
  const { w, h } = o.tissue;
  const p = standing(x, y);
  let best = { d: 0.2, x: 0, y: 0 };
  for (let k = 0; k < 24; k++) {
    const [dx, dy] = [Math.cos((k * Math.PI) / 12), Math.sin((k * Math.PI) / 12)];
    const [sx, sy] = [Math.floor(p.x + 2.9 * dx), Math.floor(p.y + 2.9 * dy)];
    const d = sx < 0 || sy < 0 || sx >= w || sy >= h ? 1 : (o.vessel[sy * w + sx] as number);
    best = d < best.d ? { d, x: dx, y: dy } : best;
  }
  if (best.x === 0 && best.y === 0) {
    return [];
  }
  return Array.from({ length: 5 }, (_, k) => {
    const t = 1.75 + 0.38 * k;
    const jitter = siteBits(x + k, y - k);
    return { x: p.x + best.x * t + 0.4 * ((jitter & 255) / 255 - 0.5), y: p.y + best.y * t + 0.4 * (((jitter >> 8) & 255) / 255 - 0.5) };
  });
}

/** Puts red cells into the vessels of a piece of the slice: the blood in the patch is not on the lattice. */
export function redStamps(o: Outlines, r: Rect, scale: number, sheet: Sheet, out: Stamps): void {
  if (scale < RED_FROM) {
    return;
  }
  const { w, h } = o.tissue;
  const glyphs = RED_SHAPES.map((k) => sheet.glyph(RED, k));
  const bigger = Math.min(1, Math.max(0, (scale - RED_FROM) / 2));
  for (let y = Math.max(0, Math.floor(r.y) - 1); y < Math.min(h, r.y + r.h + 1); y++) {
    for (let x = Math.max(0, Math.floor(r.x) - 1); x < Math.min(w, r.x + r.w + 1); x++) {
      const d = o.vessel[y * w + x] as number;
      if (d < -0.1 && siteRandom(x + 7, y + 3) < 0.34 + 0.5 * valueNoise(x * 0.28 + 31, y * 0.28)) {
        const p = standing(x, y);
        out.add(p.x, p.y, glyphs[(p.bits >> 16) & 3] as Glyph, CODE_RED, p.bits >>> 24, 255, (d < -0.7 ? 0.92 : 0.74) * (0.6 + 0.4 * bigger));
      }
    }
  }
}

const RED_SHAPES = [0, 1, 2, 3];
const RED = shape("rbc");
