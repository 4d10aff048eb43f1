// Draws a scene with WebGL2: the still picture of the tissue, and the cells as texels,
// discs, or stamped glyphs.

import common from "./shaders/common.glsl";
import full from "./shaders/full.vert.glsl";
import part from "./shaders/flat.vert.glsl";
import flat from "./shaders/flat.frag.glsl";
import veil from "./shaders/veil.frag.glsl";
import { CELLS_FROM } from "./camera.js";
import { bind, program, texture, use, type Frame, type Program } from "./gpu.js";
import { ROWS, type Looks } from "./looks.js";
import { formed, holes, type Renderer, type Scene } from "./scene.js";
import { Stamper } from "./stamper.js";
import { cellStamps, Stamps } from "./stamps.js";
import { Still } from "./still.js";
import type { Level } from "./tiles.js";
import { Uploads } from "./uploads.js";

/** Below this scale tissue is drawn as texels too [CSS pixels per site]. */
const TISSUE_TEXELS = 0.5;

/** Returns a renderer on the canvas, or null where there is no WebGL2. */
export function glRenderer(canvas: HTMLCanvasElement | OffscreenCanvas): Renderer | null {
  // Opaque as it is, it has an alpha channel: without one each write would be masked, which costs a software renderer dearly.
  const gl = canvas.getContext("webgl2", { antialias: false, preserveDrawingBuffer: true }) as WebGL2RenderingContext | null;
  if (gl === null) {
    return null;
  }
  canvas.addEventListener("webglcontextlost", (e) => e.preventDefault());
  let card = new Card(gl);
  canvas.addEventListener("webglcontextrestored", () => {
    card = new Card(gl);
    canvas.dispatchEvent(new Event("redraw"));
  });
  return { name: "WebGL2", draw: (s) => card.draw(s), keep: () => card.keep(), veil: (s, o) => card.veil(s, o) };
}

/** What lives on the graphics card; made anew when the context was lost. */
class Card {
  private readonly flat: Program;
  private readonly cloth: Program;
  private readonly palette: WebGLTexture;
  private readonly uploads: Uploads;
  private readonly stamper: Stamper;
  private readonly stamps = new Stamps();
  private readonly still: Still;
  private readonly kept: WebGLTexture;
  private readonly keptTarget: WebGLFramebuffer;
  private looks: Looks | null = null;
  /** Where the picture on the screen and the kept one are. */
  private shown: Frame | null = null;
  private keptFrame: Frame | null = null;

  constructor(private readonly gl: WebGL2RenderingContext) {
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    this.flat = program(gl, common + part, common + flat);
    this.cloth = program(gl, common + full, common + veil);
    this.palette = texture(gl, gl.NEAREST);
    this.uploads = new Uploads(gl);
    this.stamper = new Stamper(gl);
    this.still = new Still(gl, this.stamper);
    this.kept = texture(gl, gl.LINEAR);
    this.keptTarget = gl.createFramebuffer();
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  draw(s: Scene): void {
    const gl = this.gl;
    if (gl.isContextLost()) {
      return;
    }
    const f = frameOf(s, gl.drawingBufferWidth, gl.drawingBufferHeight);
    this.shown = f;
    this.setPalette(s.looks);
    this.still.draw(s, f, this.palette);
    if (s.level === null) {
      return;
    }
    if (s.backdrop !== null && s.backdrop !== s.level) {
      this.drawBackdrop(s, f, s.level, s.backdrop);
    }
    if (formed(s)) {
      cellStamps(s, this.stamper.sheet(s.types, f.scale), this.stamps.clear());
      this.stamper.draw(f, this.stamps, this.palette);
    } else {
      this.drawFlat(s, f, s.level);
    }
  }

  keep(): void {
    const gl = this.gl;
    if (this.shown === null || gl.isContextLost()) {
      return;
    }
    const { w, h } = this.shown;
    gl.bindTexture(gl.TEXTURE_2D, this.kept);
    if (this.keptFrame?.w !== w || this.keptFrame.h !== h) {
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, w, h, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
    }
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, this.keptTarget);
    gl.framebufferTexture2D(gl.DRAW_FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, this.kept, 0);
    gl.blitFramebuffer(0, 0, w, h, 0, 0, w, h, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    this.keptFrame = this.shown;
  }

  veil(s: Scene, opacity: number): void {
    const gl = this.gl;
    const k = this.keptFrame;
    if (k === null || gl.isContextLost()) {
      return;
    }
    const f = frameOf(s, gl.drawingBufferWidth, gl.drawingBufferHeight);
    const p = this.cloth;
    use(gl, p, f);
    bind(gl, 0, this.kept, p, "u_picture");
    gl.uniform2f(p.at("u_from"), (f.x - k.x) * k.scale, (f.y - k.y) * k.scale);
    gl.uniform1f(p.at("u_stretch"), k.scale / f.scale);
    gl.uniform1f(p.at("u_opacity"), opacity);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  /** Shows a coarser level where the tiles of the wanted one are still on their way. */
  private drawBackdrop(s: Scene, f: Frame, level: Level, backdrop: Level): void {
    const gl = this.gl;
    gl.enable(gl.SCISSOR_TEST);
    for (const r of holes(level, s)) {
      const [x0, y0] = [Math.round((r.x - f.x) * f.scale), Math.round((r.y - f.y) * f.scale)];
      const [x1, y1] = [Math.round((r.x + r.w - f.x) * f.scale), Math.round((r.y + r.h - f.y) * f.scale)];
      gl.scissor(x0, f.h - y1, x1 - x0, y1 - y0);
      this.drawFlat(s, f, backdrop);
    }
    gl.disable(gl.SCISSOR_TEST);
  }

  private drawFlat(s: Scene, f: Frame, level: Level): void {
    const gl = this.gl;
    const p = this.flat;
    const texel = 2 ** level.lod;
    const row = s.maturity || s.camera.scale >= CELLS_FROM ? 0 : 3;
    const colors = this.uploads.current(level, { looks: s.looks, row, tissue: s.camera.scale < TISSUE_TEXELS });
    use(gl, p, f);
    bind(gl, 0, colors, p, "u_colors");
    gl.uniform2f(p.at("u_edge"), level.width, level.height);
    gl.uniform2f(p.at("u_texels"), level.w, level.h);
    gl.uniform1f(p.at("u_texel"), texel);
    const beside = 0.25; // discs of odd rows stand out at the sides
    gl.uniform4f(p.at("u_rect"), Math.max(f.x, -beside), Math.max(f.y, 0), Math.min(f.x + f.w / f.scale, level.w * texel + beside), Math.min(f.y + f.h / f.scale, level.h * texel));
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }

  private setPalette(l: Looks): void {
    if (l !== this.looks) {
      this.looks = l;
      const gl = this.gl;
      gl.bindTexture(gl.TEXTURE_2D, this.palette);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 256, ROWS, 0, gl.RGBA, gl.UNSIGNED_BYTE, l.table);
    }
  }
}

/** The view of a scene on w x h pixels. */
function frameOf(s: Scene, w: number, h: number): Frame {
  const scale = s.camera.scale * s.ratio;
  return { x: s.camera.x - w / 2 / scale, y: s.camera.y - h / 2 / scale, w, h, scale, css: s.camera.scale };
}
