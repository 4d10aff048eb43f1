// What is at a site, in words. Pure but for the model it reads.

import { nameOf } from "./celltext.js";
import { isCell, shapeOf } from "./palettes.js";
import type { Model } from "./model.js";
import type { CellType } from "./protocol.js";
import { lineageName } from "./names.js";
import { length } from "./text.js";

export interface Found {
  readonly code: number;
  readonly name: string;
  readonly detail: string;
}

/** What is drawn at a site, null outside the patch or where nothing was sent yet. */
export function pick(m: Model, x: number, y: number): Found | null {
  const level = m.tiles.shown;
  const w = m.world;
  if (level === null || w === null || x < 0 || y < 0 || x >= w.w || y >= w.h) {
    return null;
  }
  const texel = 2 ** level.lod;
  const at = siteUnder(m, x, y);
  const code = level.at(Math.floor(at.x / texel), Math.floor(at.y / texel));
  const type = m.type(code);
  if (type === undefined) {
    return null;
  }
  const um = w.um;
  return { code, name: nameOf(m, code), detail: `x ${length(x * um)} · y ${length(y * um)}${about(type)}` };
}

/** The site whose cell is drawn at a place. */
export function siteUnder(m: Model, x: number, y: number): { readonly x: number; readonly y: number } {
  return giantNear(m, x, y) ?? { x: Math.floor(x - shift(m, y)), y: Math.floor(y) };
}

/** Rows are drawn shifted in turn, as in shaders/cells.frag.glsl; tissue is not. */
function shift(m: Model, y: number): number {
  const row = Math.floor(y);
  return m.tiles.shown?.lod === 0 ? (row % 2 === 0 ? -0.25 : 0.25) : 0;
}

function about(c: CellType): string {
  return c.color === "" ? "" : ` · ${lineageName(c.lineage)}`;
}

/** A megakaryocyte covers the sites around its own. */
function giantNear(m: Model, x: number, y: number): { x: number; y: number } | undefined {
  const level = m.tiles.shown;
  if (level === null || level.lod > 0) {
    return undefined;
  }
  const giants = new Set(m.welcome?.types.filter((t) => isCell(t) && shapeOf(t).nucleus === "mega").map((t) => t.code));
  for (let dy = -2; dy <= 2; dy++) {
    for (let dx = -2; dx <= 2; dx++) {
      const sx = Math.floor(x) + dx;
      const sy = Math.floor(y) + dy;
      const code = level.at(sx, sy);
      if (giants.has(code) && Math.hypot(sx + 0.5 - x, sy + 0.5 - y) < 1.7) {
        return { x: sx, y: sy };
      }
    }
  }
  return undefined;
}
