// Colors of types in the default palette, where no palette is at hand.

import { hex, type Rgb } from "./color.js";
import { isCell, Palettes } from "./palettes.js";
import type { CellType } from "./protocol.js";

const atlas = new Palettes(() => undefined, null, { calm: false, set: () => undefined });

export { isCell };
export type { Rgb };

export function groupColor(t: CellType): string {
  return hex(atlas.group(t.lineage));
}

export function swatch(t: CellType): string {
  return atlas.swatch(t);
}
