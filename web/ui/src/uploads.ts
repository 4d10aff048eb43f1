// The levels of detail as textures on the graphics card.

import { TILE } from "./codec.js";
import { texture } from "./gpu.js";
import type { Level } from "./tiles.js";

/** The textures of a level. */
export interface Upload {
  readonly codes: WebGLTexture;
  readonly share: WebGLTexture;
}

/** From this many changed tiles on, one large upload is faster than many small ones. */
const MANY = 24;
/** Levels that have textures; those of a replay that was closed make room. */
const KEPT = 12;

export class Uploads {
  private readonly known = new Map<Level, Upload>();

  constructor(private readonly gl: WebGL2RenderingContext) {}

  /** The textures of a level, brought up to date. */
  current(level: Level): Upload {
    let up = this.known.get(level);
    if (up === undefined) {
      up = { codes: texture(this.gl, this.gl.NEAREST), share: texture(this.gl, this.gl.NEAREST) };
      this.known.set(level, up);
      this.whole(level, up);
      this.forget();
    } else if (level.dirty.size > MANY) {
      this.whole(level, up);
    } else {
      level.dirty.forEach((slot) => this.part(level, up as Upload, slot));
    }
    level.dirty.clear();
    return up;
  }

  /** Frees the textures of the level that came first, if there are too many. */
  private forget(): void {
    const oldest = this.known.entries().next().value;
    if (this.known.size > KEPT && oldest !== undefined) {
      this.known.delete(oldest[0]);
      this.gl.deleteTexture(oldest[1].codes);
      this.gl.deleteTexture(oldest[1].share);
    }
  }

  private whole(level: Level, up: Upload): void {
    const gl = this.gl;
    const { width, height } = level;
    gl.bindTexture(gl.TEXTURE_2D, up.codes);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8UI, width, height, 0, gl.RED_INTEGER, gl.UNSIGNED_BYTE, level.codes);
    if (level.planes > 1) {
      gl.bindTexture(gl.TEXTURE_2D, up.share);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, width, height, 0, gl.RED, gl.UNSIGNED_BYTE, level.share);
    }
  }

  private part(level: Level, up: Upload, slot: number): void {
    const gl = this.gl;
    const cols = level.width / TILE;
    const x = (slot % cols) * TILE;
    const y = Math.floor(slot / cols) * TILE;
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, level.width);
    const from = y * level.width + x;
    gl.bindTexture(gl.TEXTURE_2D, up.codes);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, x, y, TILE, TILE, gl.RED_INTEGER, gl.UNSIGNED_BYTE, level.codes, from);
    if (level.planes > 1) {
      gl.bindTexture(gl.TEXTURE_2D, up.share);
      gl.texSubImage2D(gl.TEXTURE_2D, 0, x, y, TILE, TILE, gl.RED, gl.UNSIGNED_BYTE, level.share, from);
    }
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 0);
  }
}
