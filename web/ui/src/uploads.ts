// The levels of detail as textures on the graphics card: the color of each texel, so that
// a picture of them is one look-up a pixel.

import { TILE } from "./codec.js";
import { texture } from "./gpu.js";
import type { Looks } from "./looks.js";
import type { Level } from "./tiles.js";

/** What a texel is colored by. */
export interface Coloring {
  readonly looks: Looks;
  /** Row of the table of colors. */
  readonly row: number;
  /** Whether bone, fat and vessels are texels as well. */
  readonly tissue: boolean;
}

interface Upload {
  readonly picture: WebGLTexture;
  by: Coloring;
}

/** Levels that have textures; those of a replay that was closed make room. */
const KEPT = 12;
/** Least opacity of a coarse texel that has a cell. */
const FAINTEST = 0.3;

export class Uploads {
  private readonly known = new Map<Level, Upload>();
  private pixels = new Uint32Array(0);

  constructor(private readonly gl: WebGL2RenderingContext) {}

  /** The texture of a level, brought up to date. It is as large as the level's memory, and wraps. */
  current(level: Level, by: Coloring): WebGLTexture {
    let up = this.known.get(level);
    if (up === undefined) {
      up = this.make(level, by);
    } else if (up.by.looks !== by.looks || up.by.row !== by.row || up.by.tissue !== by.tissue) {
      up.by = by;
      level.everywhere();
    }
    this.bring(level, up);
    return up.picture;
  }

  private make(level: Level, by: Coloring): Upload {
    const gl = this.gl;
    const up = { picture: texture(gl, gl.NEAREST, gl.REPEAT), by };
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, level.width, level.height, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
    this.known.set(level, up);
    level.everywhere();
    this.forget();
    return up;
  }

  /** Frees the texture of the level that came first, if there are too many. */
  private forget(): void {
    const oldest = this.known.entries().next().value;
    if (this.known.size > KEPT && oldest !== undefined) {
      this.known.delete(oldest[0]);
      this.gl.deleteTexture(oldest[1].picture);
    }
  }

  /** Uploads what has changed: of each row of tiles the part from the first to the last of them. */
  private bring(level: Level, up: Upload): void {
    const cols = level.width / TILE;
    const spans = new Map<number, readonly [number, number]>();
    for (const slot of level.dirty) {
      const [row, col] = [Math.floor(slot / cols), slot % cols];
      const [first, last] = spans.get(row) ?? [col, col];
      spans.set(row, [Math.min(first, col), Math.max(last, col)]);
    }
    level.dirty.clear();
    const colors = premultiplied(up.by);
    this.gl.bindTexture(this.gl.TEXTURE_2D, up.picture);
    spans.forEach(([first, last], row) => this.band(level, colors, first * TILE, row * TILE, (last - first + 1) * TILE));
  }

  /** Uploads w x TILE texels. */
  private band(level: Level, colors: Uint32Array, x0: number, y0: number, w: number): void {
    if (this.pixels.length < w * TILE) {
      this.pixels = new Uint32Array(w * TILE);
    }
    const gl = this.gl;
    const { pixels } = this;
    for (let y = 0; y < TILE; y++) {
      const from = (y0 + y) * level.width + x0;
      for (let x = 0; x < w; x++) {
        pixels[y * w + x] = colors[level.codes[from + x] as number] as number;
      }
      if (level.planes > 1) {
        thin(pixels.subarray(y * w, y * w + w), level.share.subarray(from, from + w));
      }
    }
    gl.texSubImage2D(gl.TEXTURE_2D, 0, x0, y0, w, TILE, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(pixels.buffer, 0, w * TILE * 4));
  }
}

/** Pixels by code, 0 where nothing is drawn. */
function premultiplied({ looks, row, tissue }: Coloring): Uint32Array {
  const bytes = new Uint8Array(256 * 4);
  for (let code = 0; code < 256; code++) {
    if (looks.isCell(code) || tissue && looks.isTissue(code)) {
      bytes.set([...looks.at(row, code), 255], code * 4);
    }
  }
  return new Uint32Array(bytes.buffer);
}

/** Lets texels show by how many of their sites hold a cell. */
function thin(pixels: Uint32Array, share: Uint8Array): void {
  for (let i = 0; i < pixels.length; i++) {
    const p = pixels[i] as number;
    if (p !== 0) {
      const a = FAINTEST + ((1 - FAINTEST) * (share[i] as number)) / 255;
      pixels[i] = ((p & 255) * a) | ((((p >>> 8) & 255) * a) << 8) | ((((p >>> 16) & 255) * a) << 16) | ((255 * a) << 24);
    }
  }
}
