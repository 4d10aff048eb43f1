// What there is to draw, for any renderer.

import type { Camera, Rect, Size } from "./camera.js";
import { CELLS_FROM, visible } from "./camera.js";
import type { Looks } from "./looks.js";
import type { Motion } from "./moves.js";
import type { Skin } from "./palettes.js";
import type { CellType } from "./protocol.js";
import type { Outlines } from "./tissue.js";
import type { Level } from "./tiles.js";

export interface Scene {
  readonly world: Size;
  readonly types: readonly CellType[];
  /** On whole device pixels, so that a step of it is a step of pixels. */
  readonly camera: Camera;
  /** CSS pixels, and device pixels per CSS pixel. */
  readonly view: Size;
  readonly ratio: number;
  readonly level: Level | null;
  /** What is shown where a tile of the level has not come yet. */
  readonly backdrop: Level | null;
  readonly outlines: Outlines | null;
  readonly looks: Looks;
  readonly skin: Skin;
  /** Types are told apart by color where form cannot be seen. */
  readonly maturity: boolean;
  readonly motion: Motion | null;
  /** The camera is on its way: what does not change may be coarse. */
  readonly moving: boolean;
  /** What is written at single cells, from 40 pixels a cell on. */
  readonly labels: readonly CellLabel[];
  readonly marks: Marks;
}

/** What is known of one cell in the view. */
export interface CellLabel {
  readonly x: number;
  readonly y: number;
  /** Below its name: age, clone. */
  readonly lines: readonly string[];
  /** Where it is in the cell cycle: 0 G0, 1 G1, 2 S, 3 G2, 4 M, 5 dying. */
  readonly phase: number;
}

/** What the page marks in the picture. */
export interface Marks {
  /** The site that is selected. */
  readonly selected: { readonly x: number; readonly y: number } | null;
  /** Where it was, oldest first. */
  readonly trail: readonly { readonly x: number; readonly y: number }[];
}

export interface Renderer {
  readonly name: string;
  draw(s: Scene): void;
  /** Keeps what is shown now as the veil over what comes. */
  keep(): void;
  /** Lays the kept picture over the drawn one. */
  veil(s: Scene, opacity: number): void;
}

/** Whether cells are stamped with their form. */
export function formed(s: Scene): boolean {
  return s.level !== null && s.level.lod === 0 && s.camera.scale >= CELLS_FROM;
}

/** Parts of the view where a level has no tile, as rectangles of sites. */
export function holes(level: Level, s: Scene): Rect[] {
  const edge = 64 * 2 ** level.lod;
  const r = visible(s.camera, s.view);
  const [x1, y1] = [Math.min(level.w * 2 ** level.lod, r.x + r.w), Math.min(level.h * 2 ** level.lod, r.y + r.h)];
  const found: Rect[] = [];
  for (let ty = Math.max(0, Math.floor(r.y / edge)); ty * edge < y1; ty++) {
    for (let tx = Math.max(0, Math.floor(r.x / edge)); tx * edge < x1; tx++) {
      if (!level.held(tx, ty)) {
        found.push({ x: tx * edge, y: ty * edge, w: edge, h: edge });
      }
    }
  }
  return found;
}
