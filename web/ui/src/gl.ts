// Draws a scene with WebGL2: ground, fat, cells, giants, halos.

import common from "./shaders/common.glsl";
import fullVertex from "./shaders/full.vert.glsl";
import spriteVertex from "./shaders/sprite.vert.glsl";
import ground from "./shaders/ground.frag.glsl";
import fat from "./shaders/fat.frag.glsl";
import cells from "./shaders/cells.frag.glsl";
import giant from "./shaders/giant.frag.glsl";
import halo from "./shaders/halo.frag.glsl";
import { CELLS_FROM } from "./camera.js";
import { program, texture, type Program } from "./gpu.js";
import { paletteTexture, rgb } from "./palette.js";
import { specials, type Renderer, type Scene, type Special } from "./scene.js";
import { siteRandom } from "./rand.js";
import type { Outlines } from "./tissue.js";
import type { Level } from "./tiles.js";
import { Uploads } from "./uploads.js";

/** Returns a renderer on the canvas, or null where there is no WebGL2. */
export function glRenderer(canvas: HTMLCanvasElement): Renderer | null {
  const gl = canvas.getContext("webgl2", { antialias: false, alpha: false, preserveDrawingBuffer: true });
  if (gl === null) {
    return null;
  }
  canvas.addEventListener("webglcontextlost", (e) => e.preventDefault());
  let card = new Card(gl);
  canvas.addEventListener("webglcontextrestored", () => {
    card = new Card(gl);
    canvas.dispatchEvent(new Event("redraw"));
  });
  return { name: "WebGL2", draw: (s) => card.draw(s) };
}

/** What lives on the graphics card; made anew when the context was lost. */
class Card {
  private readonly ground: Program;
  private readonly fat: Program;
  private readonly cells: Program;
  private readonly giant: Program;
  private readonly halo: Program;
  private readonly field: WebGLTexture;
  private readonly palette: WebGLTexture;
  private readonly buffer: WebGLBuffer;
  private readonly stillFrame: WebGLFramebuffer;
  private readonly stillPicture: WebGLTexture;
  private stillKey: unknown[] = [];
  private readonly uploads: Uploads;
  private outlines: Outlines | null = null;
  private fatSprites = new Float32Array(0);
  private paletteKey: unknown[] = [];

  constructor(private readonly gl: WebGL2RenderingContext) {
    const full = common + fullVertex;
    const sprite = common + spriteVertex;
    this.ground = program(gl, full, common + ground);
    this.cells = program(gl, full, common + cells);
    this.fat = program(gl, sprite, common + fat);
    this.giant = program(gl, sprite, common + giant);
    this.halo = program(gl, sprite, common + halo);
    this.field = texture(gl, gl.LINEAR);
    this.palette = texture(gl, gl.NEAREST);
    this.uploads = new Uploads(gl);
    this.buffer = gl.createBuffer();
    this.stillFrame = gl.createFramebuffer();
    this.stillPicture = texture(gl, gl.NEAREST);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  draw(s: Scene): void {
    const gl = this.gl;
    if (gl.isContextLost()) {
      return;
    }
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
    this.setPalette(s);
    if (s.outlines !== this.outlines && s.outlines !== null) {
      this.setOutlines(s.outlines);
    }
    this.still(s);
    gl.enable(gl.BLEND);
    if (s.level === null) {
      return;
    }
    this.drawCells(s, s.level);
    if (s.camera.scale >= 2) {
      const { giants, stems } = specials(s);
      giants.forEach((g) => this.special(s, this.giant, g, 1.3));
      stems.forEach((h) => this.special(s, this.halo, h, 2.4));
    }
  }

  /** Puts ground and fat into the picture. They are drawn anew only when they or the camera moved. */
  private still(s: Scene): void {
    const gl = this.gl;
    const [w, h] = [gl.drawingBufferWidth, gl.drawingBufferHeight];
    const key = [s.camera, s.outlines, w, h];
    if (key.some((k, i) => k !== this.stillKey[i])) {
      this.stillKey = key;
      gl.bindFramebuffer(gl.FRAMEBUFFER, this.stillFrame);
      gl.bindTexture(gl.TEXTURE_2D, this.stillPicture);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, w, h, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, this.stillPicture, 0);
      gl.disable(gl.BLEND);
      this.drawGround(s);
      gl.enable(gl.BLEND);
      this.sprites(s, this.fat, this.fatSprites, 1.1);
    }
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.stillFrame);
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
    gl.blitFramebuffer(0, 0, w, h, 0, 0, w, h, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  }

  /** Makes p current and sets what all shaders share. */
  private use(s: Scene, p: Program): void {
    const gl = this.gl;
    gl.useProgram(p.handle);
    gl.uniform2f(p.at("u_center"), s.camera.x, s.camera.y);
    gl.uniform2f(p.at("u_view"), gl.drawingBufferWidth, gl.drawingBufferHeight);
    gl.uniform1f(p.at("u_scale"), s.camera.scale * s.ratio);
    gl.uniform1f(p.at("u_css"), s.camera.scale);
  }

  private drawGround(s: Scene): void {
    const gl = this.gl;
    this.use(s, this.ground);
    gl.uniform2f(this.ground.at("u_world"), s.world.w, s.world.h);
    this.bind(0, this.field, this.ground, "u_field");
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  private drawCells(s: Scene, level: Level): void {
    const gl = this.gl;
    const p = this.cells;
    const up = this.uploads.current(level);
    this.use(s, p);
    this.bind(0, up.codes, p, "u_codes");
    this.bind(1, up.share, p, "u_share");
    this.bind(2, this.palette, p, "u_palette");
    gl.uniform2i(p.at("u_mask"), level.width - 1, level.height - 1);
    gl.uniform2i(p.at("u_size"), level.w, level.h);
    gl.uniform1f(p.at("u_texel"), 2 ** level.lod);
    const t = Math.min(1, Math.max(0, (s.camera.scale - (CELLS_FROM - 1)) / 1.5));
    gl.uniform1f(p.at("u_detail"), t);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  private special(s: Scene, p: Program, what: Special, reach: number): void {
    const gl = this.gl;
    gl.useProgram(p.handle);
    const [r, g, b] = rgb(what.type.color);
    gl.uniform3f(p.at("u_color"), r / 255, g / 255, b / 255);
    gl.uniform1f(p.at("u_keep"), what.kept);
    this.sprites(s, p, what.at, reach);
  }

  private sprites(s: Scene, p: Program, data: Float32Array, reach: number): void {
    if (data.length === 0) {
      return;
    }
    const gl = this.gl;
    this.use(s, p);
    gl.uniform1f(p.at("u_reach"), reach);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STREAM_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 4, gl.FLOAT, false, 0, 0);
    gl.vertexAttribDivisor(0, 1);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, data.length / 4);
    gl.disableVertexAttribArray(0);
  }

  private bind(unit: number, t: WebGLTexture, p: Program, name: string): void {
    this.gl.activeTexture(this.gl.TEXTURE0 + unit);
    this.gl.bindTexture(this.gl.TEXTURE_2D, t);
    this.gl.uniform1i(p.at(name), unit);
  }

  private setPalette(s: Scene): void {
    const key = [s.types, s.highlight, s.solo];
    if (key.every((k, i) => k === this.paletteKey[i])) {
      return;
    }
    this.paletteKey = key;
    const gl = this.gl;
    gl.bindTexture(gl.TEXTURE_2D, this.palette);
    const data = paletteTexture(s.types, s.highlight, s.solo);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 256, 3, 0, gl.RGBA, gl.UNSIGNED_BYTE, data);
  }

  private setOutlines(o: Outlines): void {
    const gl = this.gl;
    const { w, h, classes, fat: circles } = o.tissue;
    this.outlines = o;
    const data = new Float32Array(w * h * 4);
    for (let i = 0; i < w * h; i++) {
      data.set([o.bone[i] as number, o.vessel[i] as number, classes[i] === "a" ? 1 : 0, 1], i * 4);
    }
    gl.bindTexture(gl.TEXTURE_2D, this.field);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA16F, w, h, 0, gl.RGBA, gl.FLOAT, data);
    this.fatSprites = new Float32Array(circles.flatMap(([x, y, r]) => [x, y, r, siteRandom(x | 0, y | 0)]));
  }
}
