// Stamps on the graphics card: the sheet of glyphs as a texture, and lists of stamps as
// squares.

import common from "./shaders/common.glsl";
import vertex from "./shaders/stamp.vert.glsl";
import fragment from "./shaders/stamp.frag.glsl";
import { bind, program, Squares, texture, use, type Frame, type Program } from "./gpu.js";
import type { CellType } from "./protocol.js";
import { Sheet, sheetSize, type Glyph } from "./glyphsheet.js";
import type { Stamps } from "./stamps.js";

/** Bytes of a corner: two floats, two shorts, four bytes. */
const CORNER = 16;

export class Stamper {
  private readonly program: Program;
  private readonly squares: Squares;
  private readonly picture: WebGLTexture;
  private data = new ArrayBuffer(0);
  private sheets: Sheet | null = null;
  private types: readonly CellType[] = [];

  constructor(private readonly gl: WebGL2RenderingContext) {
    this.program = program(gl, common + vertex, common + fragment);
    this.squares = new Squares(gl);
    this.picture = texture(gl, gl.LINEAR);
  }

  /** The sheet for a scale [device pixels per site]. */
  sheet(types: readonly CellType[], scale: number): Sheet {
    const size = sheetSize(scale);
    if (this.sheets === null || this.sheets.size !== size || this.types !== types) {
      this.types = types;
      this.sheets = new Sheet(types, size);
      const gl = this.gl;
      gl.bindTexture(gl.TEXTURE_2D, this.picture);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, this.sheets.width, this.sheets.height, 0, gl.RGBA, gl.UNSIGNED_BYTE, this.sheets.data);
    }
    return this.sheets;
  }

  /** Stamps a list into a frame in the colors of a palette. */
  draw(f: Frame, stamps: Stamps, palette: WebGLTexture): void {
    if (stamps.n === 0) {
      return;
    }
    const gl = this.gl;
    const origin = { x: Math.floor(f.x), y: Math.floor(f.y) };
    const bytes = this.corners(stamps, origin);
    use(gl, this.program, f);
    gl.uniform2f(this.program.at("u_origin"), origin.x - f.x, origin.y - f.y);
    bind(gl, 0, this.picture, this.program, "u_sheet");
    bind(gl, 1, palette, this.program, "u_palette");
    this.squares.draw(stamps.n, bytes, stamps.n * 4 * CORNER, () => {
      [0, 1, 2].forEach((i) => gl.enableVertexAttribArray(i));
      gl.vertexAttribPointer(0, 2, gl.FLOAT, false, CORNER, 0);
      gl.vertexAttribIPointer(1, 2, gl.UNSIGNED_SHORT, CORNER, 8);
      gl.vertexAttribIPointer(2, 4, gl.UNSIGNED_BYTE, CORNER, 12);
    });
  }

  private corners(s: Stamps, origin: { x: number; y: number }): Uint8Array {
    if (this.data.byteLength < s.n * 4 * CORNER) {
      this.data = new ArrayBuffer(s.n * 8 * CORNER);
    }
    const floats = new Float32Array(this.data);
    const shorts = new Uint16Array(this.data);
    const words = new Uint32Array(this.data);
    for (let i = 0; i < s.n; i++) {
      const g = s.glyph[i] as Glyph;
      const reach = g.reach * (s.grown[i] as number);
      const look = (s.code[i] as number) | ((s.tone[i] as number) << 8) | ((s.alpha[i] as number) << 16);
      const x = (s.x[i] as number) - origin.x;
      const y = (s.y[i] as number) - origin.y;
      for (let k = 0; k < 4; k++) {
        const c = i * 4 + k;
        const right = k & 1;
        const down = k >> 1;
        floats[c * 4] = x + (2 * right - 1) * reach;
        floats[c * 4 + 1] = y + (2 * down - 1) * reach;
        shorts[c * 8 + 4] = g.u + right * g.edge;
        shorts[c * 8 + 5] = g.v + down * g.edge;
        words[c * 4 + 3] = look;
      }
    }
    return new Uint8Array(this.data);
  }
}
