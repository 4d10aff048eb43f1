// Colors of the codes: of types, and of lineages for when cells are too small for
// form to help. Pure.

import { formOf } from "./forms.js";
import type { CellType } from "./protocol.js";

export type Rgb = readonly [number, number, number];

/** One color per lineage, chosen for the largest differences under color-vision deficiencies. */
const GROUPS: Readonly<Record<string, string>> = {
  stem: "#f7f0c9", ery: "#b83f04", neu: "#496b64", eos: "#e98a00", baso: "#9862fb",
  mono: "#798e69", mk: "#884991", lym: "#63c5ff", clone: "#d9ff04",
};

/** Swatches of what is not a cell, for the legend. */
const STRUCTURES: Readonly<Record<string, string>> = {
  bone: "#a79c87", fat: "#6a604e", sinusoid: "#7c1524", arteriole: "#a8343c", capillary: "#8c2a33", vein: "#5c1824",
};

export function rgb(hex: string): Rgb {
  const n = parseInt(hex.slice(1), 16);
  return [n >> 16, (n >> 8) & 255, n & 255];
}

export function groupColor(t: CellType): string {
  return GROUPS[t.lineage] ?? t.color;
}

export function swatch(t: CellType): string {
  return t.color || (STRUCTURES[t.id] ?? "#39465c");
}

export function isCell(t: CellType): boolean {
  return t.color !== "";
}

/** What is highlighted: codes that keep their color; empty = all. */
export type Highlight = ReadonlySet<number>;

/** How much of its color a code keeps: 1, a third when dimmed, nothing when hidden. */
export function kept(code: number, highlight: Highlight, solo: boolean): number {
  if (highlight.size === 0 || highlight.has(code)) {
    return 1;
  }
  return solo ? 0 : 0.35;
}

/** Rows of the palette texture, 256 texels of RGBA each: type color, group color, (form, kept, is a cell). */
export function paletteTexture(types: readonly CellType[], highlight: Highlight, solo: boolean): Uint8Array {
  const out = new Uint8Array(256 * 4 * 3);
  for (const t of types) {
    if (!isCell(t)) {
      continue;
    }
    out.set([...rgb(t.color), 255], t.code * 4);
    out.set([...rgb(groupColor(t)), 255], (256 + t.code) * 4);
    out.set([formOf(t), Math.round(255 * kept(t.code, highlight, solo)), 255, 255], (512 + t.code) * 4);
  }
  return out;
}
