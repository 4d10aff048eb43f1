// What there is to draw, for any renderer.

import type { Camera, Size } from "./camera.js";
import { visible } from "./camera.js";
import type { CellType } from "./protocol.js";
import type { Outlines } from "./tissue.js";
import type { Level } from "./tiles.js";
import { isGiant, isStem } from "./forms.js";
import { kept, type Highlight } from "./palette.js";
import { siteRandom } from "./rand.js";

export interface Scene {
  readonly world: Size;
  readonly types: readonly CellType[];
  readonly camera: Camera;
  /** CSS pixels, and device pixels per CSS pixel. */
  readonly view: Size;
  readonly ratio: number;
  readonly level: Level | null;
  readonly outlines: Outlines | null;
  readonly highlight: Highlight;
  readonly solo: boolean;
}

export interface Renderer {
  readonly name: string;
  draw(s: Scene): void;
}

/** Single cells that are drawn as more than their site: x, y, radius, seed each. */
export interface Special {
  readonly type: CellType;
  readonly kept: number;
  readonly at: Float32Array;
}

/** Radius of a megakaryocyte and of the ring of a stem cell [sites]. */
const GIANT_RADIUS = 1.75;
const RING_RADIUS = 1.12;

/** The megakaryocytes and stem cells in the view, by type. */
export function specials(s: Scene): { giants: Special[]; stems: Special[] } {
  const giants = s.types.filter(isGiant);
  const stems = s.types.filter(isStem);
  const found = new Map<number, number[]>([...giants, ...stems].map((t) => [t.code, []]));
  if (s.level !== null && s.level.lod === 0) {
    collect(s, s.level, found);
  }
  const list = (types: readonly CellType[], radius: number): Special[] =>
    types.map((type) => ({
      type,
      kept: kept(type.code, s.highlight, s.solo),
      at: sprites(found.get(type.code) ?? [], radius),
    }));
  return { giants: list(giants, GIANT_RADIUS), stems: list(stems, RING_RADIUS) };
}

/** Adds x, y of the sites in the view whose codes are wanted. */
function collect(s: Scene, level: Level, found: ReadonlyMap<number, number[]>): void {
  const wanted = new Uint8Array(256);
  found.forEach((_, code) => (wanted[code] = 1));
  const r = visible(s.camera, s.view);
  const x1 = Math.min(level.w, Math.ceil(r.x + r.w) + 2);
  const y1 = Math.min(level.h, Math.ceil(r.y + r.h) + 2);
  for (let y = Math.max(0, Math.floor(r.y) - 2); y < y1; y++) {
    const row = (y & (level.height - 1)) * level.width;
    for (let x = Math.max(0, Math.floor(r.x) - 2); x < x1; x++) {
      const code = level.codes[row + (x & (level.width - 1))] as number;
      if (wanted[code] === 1) {
        found.get(code)?.push(x, y);
      }
    }
  }
}

function sprites(sites: readonly number[], radius: number): Float32Array {
  const out = new Float32Array(sites.length * 2);
  for (let i = 0; i < sites.length; i += 2) {
    const x = sites[i] as number;
    const y = sites[i + 1] as number;
    out.set([x + (y % 2 === 0 ? 0.25 : 0.75), y + 0.5, radius, siteRandom(x, y)], i * 2);
  }
  return out;
}
