// Draws a solid in depth with WebGL2: rays through a 3-D texture. How fine the picture is
// follows from how long the last one took.

import fragment from "./shaders/march.frag.glsl";
import vertex from "./shaders/march.vert.glsl";
import { rgb } from "./color.js";
import { bind, program, texture, type Program } from "./gpu.js";
import { ROWS, type Looks } from "./looks.js";
import type { Eye } from "./orbit.js";
import type { Skin } from "./palettes.js";
import type { Solid } from "./solid.js";

/** What is seen of a solid. */
export interface Depth {
  readonly solid: Solid;
  readonly eye: Eye;
  /** Device pixels. */
  readonly w: number;
  readonly h: number;
  readonly looks: Looks;
  readonly skin: Skin;
  /** 0 nothing is cleared, 1 all but the vessels. */
  readonly clearing: number;
  /** Part that is cut away, 0..1. */
  readonly cut: number;
  /** The eye flies inside of a vessel. */
  readonly inside: boolean;
  readonly moving: boolean;
}

export interface DepthRenderer {
  readonly name: string;
  /** Draws, or makes what was drawn finer; true if it can become finer still. */
  draw(v: Depth): boolean;
  dispose(): void;
}

/** Pixels of the screen per pixel of the picture, coarse to fine. */
const COARSENESS = [8, 6, 4, 3, 2, 1];
/** Longest time for a picture while it moves, or a strip of one; and for a picture that stands [ms]. */
const BRISK = 45;
const PATIENT = 12_000;
/** Least rays of a strip: fewer take hardly less time. */
const LEAST = 6000;

/** How much of bone, vessel, fat and cells is left: fat and cells fade first, then bone. */
export function left(clearing: number): [number, number, number, number] {
  // What is a third as dense is still hard to see through: amounts fall faster than the slider.
  const fade = (from: number, to: number): number => Math.min(1, Math.max(0, (to - clearing) / (to - from))) ** 3;
  return [fade(0.35, 0.97), 0.75 + 0.25 * (1 - clearing), 0.9 * fade(0.05, 0.5), 0.95 * fade(0.1, 0.65)];
}

export function marcher(canvas: HTMLCanvasElement): DepthRenderer | null {
  const gl = canvas.getContext("webgl2", { antialias: false, alpha: false, preserveDrawingBuffer: true });
  return gl === null ? null : new Marcher(gl);
}

class Marcher implements DepthRenderer {
  readonly name = "WebGL2";
  private readonly program: Program;
  private readonly amounts: WebGLTexture;
  private readonly codes: WebGLTexture;
  private readonly palette: WebGLTexture;
  private readonly picture: WebGLTexture;
  private readonly target: WebGLFramebuffer;
  private solid: Solid | null = null;
  private looks: Looks | null = null;
  private size = { w: 0, h: 0 };
  /** Time per ray of the last picture [ms]; a guess for a slow machine until there is one. */
  private cost = 0.02;
  private warm = false;
  /** The coarseness that is being drawn, and from which row on: a fine picture comes in strips. */
  private next = 0;
  private row = 0;
  private key = "";
  /** What is drawn is another volume, or in other colors. */
  private renewed = true;

  constructor(private readonly gl: WebGL2RenderingContext) {
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    this.program = program(gl, vertex, fragment);
    this.amounts = box(gl, gl.LINEAR);
    this.codes = box(gl, gl.NEAREST);
    this.palette = texture(gl, gl.NEAREST);
    this.picture = texture(gl, gl.LINEAR);
    this.target = gl.createFramebuffer();
  }

  draw(v: Depth): boolean {
    const gl = this.gl;
    this.upload(v);
    const key = JSON.stringify([v.eye, v.w, v.h, v.clearing, v.cut, v.inside, v.skin.id]);
    const renewed = this.renewed || key !== this.key;
    this.key = key;
    this.renewed = false;
    if (v.moving || renewed) {
      this.next = Math.max(0, COARSENESS.findLastIndex((_, i) => this.takes(v, i) <= BRISK));
      this.row = 0;
    }
    const { w, h } = this.resize(v);
    const rows = Math.min(h - this.row, Math.max(Math.ceil(LEAST / w), Math.ceil(BRISK / this.cost / w)));
    const start = performance.now();
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.target);
    gl.viewport(0, 0, w, h);
    gl.enable(gl.SCISSOR_TEST);
    gl.scissor(0, this.row, w, rows);
    this.march(v, v.moving ? 1.3 : 0.75);
    gl.disable(gl.SCISSOR_TEST);
    gl.readPixels(0, this.row, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4)); // waits
    // The first picture takes long for other reasons.
    this.cost = this.warm ? (this.cost + (performance.now() - start) / (w * rows)) / 2 : this.cost;
    this.warm = true;
    this.row += rows;
    if (this.row >= h) {
      gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.target);
      gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
      gl.blitFramebuffer(0, 0, w, h, 0, 0, v.w, v.h, gl.COLOR_BUFFER_BIT, gl.LINEAR);
      this.row = 0;
      this.next++;
    }
    return this.next < COARSENESS.length && this.takes(v, this.next) < PATIENT;
  }

  /** How long a whole picture of a coarseness takes [ms]. */
  private takes(v: Depth, i: number): number {
    return (this.cost * v.w * v.h) / (COARSENESS[i] ?? 1) ** 2;
  }

  dispose(): void {
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  private march(v: Depth, step: number): void {
    const gl = this.gl;
    const p = this.program;
    const { solid: s, eye, skin } = v;
    gl.useProgram(p.handle);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_3D, this.amounts);
    gl.uniform1i(p.at("u_solid"), 0);
    gl.activeTexture(gl.TEXTURE1);
    gl.bindTexture(gl.TEXTURE_3D, this.codes);
    gl.uniform1i(p.at("u_codes"), 1);
    bind(gl, 2, this.palette, p, "u_palette");
    gl.uniform3f(p.at("u_dims"), s.w, s.h, s.d);
    gl.uniform3f(p.at("u_eye"), ...eye.at);
    gl.uniform3f(p.at("u_right"), ...eye.right);
    gl.uniform3f(p.at("u_down"), ...eye.down);
    gl.uniform3f(p.at("u_ahead"), ...eye.ahead);
    gl.uniform2f(p.at("u_wide"), (eye.wide * v.w) / v.h, eye.wide);
    gl.uniform4f(p.at("u_show"), ...left(v.clearing));
    gl.uniform1f(p.at("u_cut"), v.cut * s.w);
    gl.uniform1f(p.at("u_step"), step);
    gl.uniform1f(p.at("u_inside"), v.inside ? 1 : 0);
    const colors: Readonly<Record<string, string | undefined>> = {
      u_ground: skin.dark ? "#05070b" : skin.stroma[0], u_bone: skin.bone[1], u_rim: skin.bone_rim, u_wall: skin.id === "atlas" ? "#d0404c" : skin.wall,
      u_lumen: skin.id === "atlas" ? "#8a1420" : skin.lumen[1], u_fat: skin.id === "if" ? "#8f7d00" : skin.dark ? skin.fat_rim : skin.fat[2],
    };
    Object.entries(colors).forEach(([name, c]) => gl.uniform3fv(p.at(name), rgb(c ?? "#000000").map((x) => x / 255)));
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  private upload(v: Depth): void {
    const gl = this.gl;
    const s = v.solid;
    if (s !== this.solid) {
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_3D, this.amounts);
      gl.texImage3D(gl.TEXTURE_3D, 0, gl.RGBA8, s.w, s.h, s.d, 0, gl.RGBA, gl.UNSIGNED_BYTE, s.amounts);
      gl.bindTexture(gl.TEXTURE_3D, this.codes);
      gl.texImage3D(gl.TEXTURE_3D, 0, gl.R8UI, s.w, s.h, s.d, 0, gl.RED_INTEGER, gl.UNSIGNED_BYTE, s.codes);
      this.solid = s;
      this.renewed = true;
    }
    if (v.looks !== this.looks) {
      this.looks = v.looks;
      this.renewed = true;
      gl.bindTexture(gl.TEXTURE_2D, this.palette);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 256, ROWS, 0, gl.RGBA, gl.UNSIGNED_BYTE, v.looks.table);
    }
  }

  /** Makes the picture as large as its coarseness wants. */
  private resize(v: Depth): { w: number; h: number } {
    const k = COARSENESS[this.next] ?? 1;
    const [w, h] = [Math.max(1, Math.round(v.w / k)), Math.max(1, Math.round(v.h / k))];
    if (w !== this.size.w || h !== this.size.h) {
      this.size = { w, h };
      const gl = this.gl;
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, this.picture);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, w, h, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
      gl.bindFramebuffer(gl.FRAMEBUFFER, this.target);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, this.picture, 0);
    }
    return this.size;
  }
}

function box(gl: WebGL2RenderingContext, filter: number): WebGLTexture {
  const t = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_3D, t);
  for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T, gl.TEXTURE_WRAP_R]) {
    gl.texParameteri(gl.TEXTURE_3D, side, gl.CLAMP_TO_EDGE);
  }
  gl.texParameteri(gl.TEXTURE_3D, gl.TEXTURE_MIN_FILTER, filter);
  gl.texParameteri(gl.TEXTURE_3D, gl.TEXTURE_MAG_FILTER, filter);
  return t;
}
