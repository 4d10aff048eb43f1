// The picture of what does not move: bone, vessels, fat. It is kept between frames in a
// texture that wraps, so that a step of the camera paints only the strips that came
// into view.

import common from "./shaders/common.glsl";
import full from "./shaders/full.vert.glsl";
import copy from "./shaders/copy.frag.glsl";
import fatFragment from "./shaders/fat.frag.glsl";
import fatVertex from "./shaders/fat.vert.glsl";
import ground from "./shaders/ground.frag.glsl";
import { rgb } from "./color.js";
import { bind, program, Squares, texture, use, type Frame, type Program } from "./gpu.js";
import type { Skin } from "./palettes.js";
import { siteBits, siteRandom } from "./rand.js";
import type { Scene } from "./scene.js";
import type { Stamper } from "./stamper.js";
import { redStamps, Stamps } from "./stamps.js";
import type { Outlines } from "./tissue.js";

/** A rectangle of pixels of the world at some scale. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** While the camera moves, the picture may be stretched by this much. */
const STRETCH = 1.35;
/** Fat cells are circles from here on [CSS pixels per site]. */
const FAT_FROM = 0.5;
const NOISE = 256;

export class Still {
  private readonly ground: Program;
  private readonly fat: Program;
  private readonly copy: Program;
  private readonly squares: Squares;
  private readonly field: WebGLTexture;
  private readonly noise: WebGLTexture;
  private readonly picture: WebGLTexture;
  private readonly target: WebGLFramebuffer;
  private outlines: Outlines | null = null;
  private key: unknown[] = [];
  /** What the picture shows, at which scale. */
  private box: Box = { x: 0, y: 0, w: 0, h: 0 };
  private scale = 0;

  constructor(private readonly gl: WebGL2RenderingContext, private readonly stamper: Stamper) {
    this.ground = program(gl, common + full, common + ground);
    this.fat = program(gl, common + fatVertex, common + fatFragment);
    this.copy = program(gl, common + full, common + copy);
    this.squares = new Squares(gl);
    this.field = texture(gl, gl.LINEAR);
    this.noise = texture(gl, gl.LINEAR, gl.REPEAT);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, NOISE, NOISE, 0, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(noiseTexels().buffer));
    this.picture = texture(gl, gl.NEAREST);
    this.target = gl.createFramebuffer();
  }

  /** Puts the picture into a frame, after bringing it up to date. */
  draw(s: Scene, f: Frame, palette: WebGLTexture): void {
    if (s.outlines !== this.outlines) {
      this.setOutlines(s.outlines);
    }
    const want = { x: Math.round(f.x * f.scale), y: Math.round(f.y * f.scale), w: f.w, h: f.h };
    const key = [s.outlines, s.skin, s.looks, f.w, f.h];
    const same = key.every((k, i) => k === this.key[i]);
    const stretch = this.scale / f.scale;
    if (!same || stretch !== 1 && !(s.moving && stretch < STRETCH && stretch > 1 / STRETCH)) {
      this.key = key;
      this.whole(s, f, want, palette);
    } else if (stretch === 1) {
      this.step(s, f, want, palette);
    }
    this.show(f, s.skin);
  }

  /** Paints everything. */
  private whole(s: Scene, f: Frame, want: Box, palette: WebGLTexture): void {
    const gl = this.gl;
    if (this.box.w !== want.w || this.box.h !== want.h) {
      gl.bindTexture(gl.TEXTURE_2D, this.picture);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, want.w, want.h, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
      gl.bindFramebuffer(gl.FRAMEBUFFER, this.target);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, this.picture, 0);
    }
    this.box = want;
    this.scale = f.scale;
    this.paint(s, f, want, palette);
  }

  /** Paints what a step of the camera brought into view. */
  private step(s: Scene, f: Frame, want: Box, palette: WebGLTexture): void {
    const [dx, dy] = [want.x - this.box.x, want.y - this.box.y];
    const { w, h } = want;
    if (Math.abs(dx) >= w || Math.abs(dy) >= h) {
      this.whole(s, f, want, palette);
      return;
    }
    this.box = want;
    if (dx !== 0) {
      this.paint(s, f, { x: dx > 0 ? want.x + w - dx : want.x, y: want.y, w: Math.abs(dx), h }, palette);
    }
    if (dy !== 0) {
      this.paint(s, f, { x: want.x, y: dy > 0 ? want.y + h - dy : want.y, w, h: Math.abs(dy) }, palette);
    }
  }

  /** Paints a box of the world where it is kept: in up to four pieces, for the picture wraps. */
  private paint(s: Scene, f: Frame, box: Box, palette: WebGLTexture): void {
    const gl = this.gl;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.target);
    gl.enable(gl.SCISSOR_TEST);
    for (const [x, w] of pieces(box.x, box.w, this.box.w)) {
      for (const [y, h] of pieces(box.y, box.h, this.box.h)) {
        const at = [...this.kept(x, y, h), w, h] as const;
        gl.viewport(...at);
        gl.scissor(...at);
        this.piece(s, { x: x / f.scale, y: y / f.scale, w, h, scale: f.scale, css: f.css }, palette);
      }
    }
    gl.disable(gl.SCISSOR_TEST);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  }

  private piece(s: Scene, f: Frame, palette: WebGLTexture): void {
    const gl = this.gl;
    const p = this.ground;
    gl.disable(gl.BLEND);
    use(gl, p, f);
    gl.uniform2f(p.at("u_world"), s.world.w, s.world.h);
    setSkin(gl, p, s.skin);
    bind(gl, 0, this.field, p, "u_field");
    bind(gl, 1, this.noise, p, "u_noise");
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    gl.enable(gl.BLEND);
    if (s.outlines === null) {
      return;
    }
    const stamps = new Stamps();
    redStamps(s.outlines, { x: f.x, y: f.y, w: f.w / f.scale, h: f.h / f.scale }, f.css, this.stamper.sheet(s.types, f.scale), stamps);
    this.stamper.draw(f, stamps, palette);
    if (f.css >= FAT_FROM) {
      this.drawFat(s, s.outlines, f);
    }
  }

  private drawFat(s: Scene, o: Outlines, f: Frame): void {
    const [w, h] = [f.w / f.scale, f.h / f.scale];
    const seen = o.tissue.fat.filter(([x, y, r]) => x + r > f.x - 1 && y + r > f.y - 1 && x - r < f.x + w + 1 && y - r < f.y + h + 1);
    if (seen.length === 0) {
      return;
    }
    const gl = this.gl;
    const p = this.fat;
    const data = new Float32Array(seen.length * 16);
    seen.forEach(([x, y, r], i) => [0, 4, 8, 12].forEach((k) => data.set([x, y, r, siteRandom(x | 0, y | 0)], i * 16 + k)));
    use(gl, p, f);
    gl.uniform3fv(p.at("u_fat"), s.skin.fat.flatMap(unit));
    gl.uniform3fv(p.at("u_rim"), unit(s.skin.fat_rim));
    gl.uniform3fv(p.at("u_shine"), unit(s.skin.fat_shine));
    gl.uniform3fv(p.at("u_nucleus"), unit(s.skin.fat_nucleus));
    this.squares.draw(seen.length, data, data.length, () => {
      gl.enableVertexAttribArray(0);
      gl.vertexAttribPointer(0, 4, gl.FLOAT, false, 0, 0);
    });
  }

  private show(f: Frame, skin: Skin): void {
    this.gl.viewport(0, 0, f.w, f.h);
    if (this.scale === f.scale) {
      this.blit();
    } else {
      this.stretched(f, skin);
    }
  }

  /** Where the corner of a piece of h rows is in the texture, which has its first row last, as the screen has. */
  private kept(x: number, y: number, h: number): readonly [number, number] {
    return [modulo(x, this.box.w), this.box.h - modulo(y, this.box.h) - h];
  }

  /** Copies the picture to the screen as it is: without a graphics card much less work than a shader. */
  private blit(): void {
    const gl = this.gl;
    const { x: left, y: top, w, h } = this.box;
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.target);
    for (const [x, across] of pieces(left, w, w)) {
      for (const [y, down] of pieces(top, h, h)) {
        const [fromX, fromY] = this.kept(x, y, down);
        const [toX, toY] = [x - left, h - (y - top) - down];
        gl.blitFramebuffer(fromX, fromY, fromX + across, fromY + down, toX, toY, toX + across, toY + down, gl.COLOR_BUFFER_BIT, gl.NEAREST);
      }
    }
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
  }

  /** Shows the picture of another scale while the zoom moves. */
  private stretched(f: Frame, skin: Skin): void {
    const gl = this.gl;
    const p = this.copy;
    const stretch = this.scale / f.scale;
    gl.disable(gl.BLEND);
    use(gl, p, f);
    bind(gl, 0, this.picture, p, "u_picture");
    gl.uniform2i(p.at("u_wrap"), modulo(this.box.x, this.box.w), modulo(this.box.y, this.box.h));
    gl.uniform2f(p.at("u_from"), f.x * this.scale - this.box.x, f.y * this.scale - this.box.y);
    gl.uniform1f(p.at("u_stretch"), stretch);
    gl.uniform3fv(p.at("u_outside"), unit(skin.stroma[0] ?? "#000000"));
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    gl.enable(gl.BLEND);
  }

  private setOutlines(o: Outlines | null): void {
    this.outlines = o;
    const gl = this.gl;
    const { w, h } = o?.tissue ?? { w: 1, h: 1 };
    const data = new Float32Array(w * h * 4).fill(64);
    for (let i = 0; o !== null && i < w * h; i++) {
      data[i * 4] = o.bone[i] as number;
      data[i * 4 + 1] = o.vessel[i] as number;
      data[i * 4 + 2] = o.tissue.classes[i] === "a" ? 1 : 0;
    }
    gl.bindTexture(gl.TEXTURE_2D, this.field);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA16F, w, h, 0, gl.RGBA, gl.FLOAT, data);
  }
}

function setSkin(gl: WebGL2RenderingContext, p: Program, s: Skin): void {
  const colors: Readonly<Record<string, readonly string[]>> = {
    u_outside: [s.outside], u_stroma: s.stroma, u_endosteum: [s.endosteum], u_lumen: s.lumen, u_artery: s.artery,
    u_walls: [s.wall, s.artery_wall], u_bone: s.bone, u_boneRim: [s.bone_rim], u_osteocyte: [s.osteocyte],
  };
  Object.entries(colors).forEach(([name, list]) => gl.uniform3fv(p.at(name), list.flatMap(unit)));
  gl.uniform1f(p.at("u_boneEdge"), s.bone_edge);
}

function unit(hex: string): number[] {
  return rgb(hex).map((v) => v / 255);
}

function noiseTexels(): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: NOISE * NOISE }, (_, i) => siteBits(i % NOISE, Math.floor(i / NOISE)));
}

/** Cuts n pixels from `from` on where a memory of `edge` pixels wraps. */
function pieces(from: number, n: number, edge: number): [number, number][] {
  const first = Math.min(n, edge - modulo(from, edge));
  return first === n ? [[from, n]] : [[from, first], [from + first, n - first]];
}

function modulo(a: number, b: number): number {
  return b === 0 ? 0 : ((a % b) + b) % b;
}
