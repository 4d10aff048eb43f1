// The colors of all codes as a table: what a renderer needs of palette, highlight and
// filter. Pure.

import { mix, rgb, type Rgb } from "./color.js";
import { isCell, typeOf, type Palettes } from "./palettes.js";
import type { CellType } from "./protocol.js";
import { CODE_PLATELET, CODE_RED } from "./stamps.js";

/** Codes that keep their color; empty = all. */
export type Highlight = ReadonlySet<number>;

/** Rows of the table: body, nucleus, granules, group. */
export const ROWS = 4;
/** Alpha of the group's row: the code is a cell, or a structure. */
export const IS_CELL = 255;
export const IS_TISSUE = 128;

export class Looks {
  /** ROWS x 256 texels of RGBA. */
  readonly table = new Uint8Array(ROWS * 256 * 4);

  constructor(
    types: readonly CellType[],
    palettes: Palettes,
    private readonly highlight: Highlight,
    private readonly solo: boolean,
    private readonly hidden: ReadonlySet<number>,
  ) {
    const gray = mix(rgb(palettes.skin.stroma[1] ?? "#000000"), palettes.skin.dark ? [120, 120, 124] : [150, 140, 150], 0.3);
    for (const t of types) {
      if (isCell(t)) {
        this.cell(t, palettes, gray);
      } else if (t.id !== "empty") {
        this.set(3, t.code, palettes.structure(t.id), IS_TISSUE);
      }
    }
    this.decoration(palettes);
  }

  /** Whether a code keeps its color. */
  lit(code: number): boolean {
    return this.highlight.size === 0 || this.highlight.has(code);
  }

  /** Whether a code is drawn at all. */
  shown(code: number): boolean {
    return !this.hidden.has(code) && (this.lit(code) || !this.solo);
  }

  isCell(code: number): boolean {
    return this.table[(3 * 256 + code) * 4 + 3] === IS_CELL;
  }

  isTissue(code: number): boolean {
    return this.table[(3 * 256 + code) * 4 + 3] === IS_TISSUE;
  }

  /** One color of the table. */
  at(row: number, code: number): Rgb {
    const i = (row * 256 + code) * 4;
    return [this.table[i] as number, this.table[i + 1] as number, this.table[i + 2] as number];
  }

  private cell(t: CellType, palettes: Palettes, gray: Rgb): void {
    const { body, nucleus, mark, group } = palettes.inks(t);
    const dim = (c: Rgb): Rgb => (this.lit(t.code) ? c : mix(mean(c), gray, 0.72));
    const alpha = this.shown(t.code) ? IS_CELL : 0;
    [body, nucleus, mark, group].forEach((c, row) => this.set(row, t.code, dim(c), alpha));
  }

  /** Red cells in vessels step back a little while something is highlighted. */
  private decoration(palettes: Palettes): void {
    const lumen = rgb(palettes.skin.lumen[1] ?? "#000000");
    for (const [code, id] of [[CODE_RED, "rbc"], [CODE_PLATELET, "plt"]] as const) {
      const { body, nucleus, mark, group } = palettes.inks(typeOf(id));
      const faded = code === CODE_RED && this.highlight.size > 0 ? 0.55 : 0;
      [body, nucleus, mark, group].forEach((c, row) => this.set(row, code, mix(c, lumen, faded), IS_CELL));
    }
  }

  private set(row: number, code: number, c: Rgb, alpha: number): void {
    this.table.set([...c.map(Math.round), alpha], (row * 256 + code) * 4);
  }
}

function mean(c: Rgb): Rgb {
  const v = 0.3 * c[0] + 0.6 * c[1] + 0.1 * c[2];
  return [v, v, v];
}
