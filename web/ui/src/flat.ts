// Draws a scene without a graphics card: the same glyphs, stamped into the pixels of a
// 2-D canvas. A canvas draws thousands of small pictures slowly, and an array of pixels
// fast.

import { visible } from "./camera.js";
import { groundPainter } from "./ground.js";
import type { Looks } from "./looks.js";
import { formed, holes, type Renderer, type Scene } from "./scene.js";
import { INK, Sheet, sheetSize, type Glyph } from "./glyphsheet.js";
import { cellStamps, redStamps, Stamps } from "./stamps.js";
import type { Level } from "./tiles.js";

/** Edge of the squares that the ground is painted in [device pixels]. */
const COARSE = 2;

export function flatRenderer(canvas: HTMLCanvasElement | OffscreenCanvas): Renderer | null {
  const c = canvas.getContext("2d", { alpha: false, willReadFrequently: true }) as CanvasRenderingContext2D | null;
  if (c === null) {
    return null;
  }
  const r = new Raster(c);
  return { name: "2-D canvas", draw: (s) => r.draw(s), keep: () => r.keep(), veil: (s, o) => r.veil(s, o) };
}

/** A glyph in the colors of a code, size x size pixels, premultiplied. */
interface Sprite {
  readonly size: number;
  readonly rgba: Uint8ClampedArray;
}

class Raster {
  private image: ImageData | null = null;
  private still = new Uint8ClampedArray(0);
  private stillKey: unknown[] = [];
  private sheets: Sheet | null = null;
  private sheetKey: unknown[] = [];
  private sprites = new Map<Glyph, Map<number, Sprite>>();
  private spritesOf: unknown[] = [];
  private shown: Scene | null = null;
  private kept: { scene: Scene; picture: HTMLCanvasElement } | null = null;

  constructor(private readonly c: CanvasRenderingContext2D) {}

  draw(s: Scene): void {
    const { width: w, height: h } = this.c.canvas;
    if (this.image?.width !== w || this.image.height !== h) {
      this.image = this.c.createImageData(w, h);
    }
    this.shown = s;
    this.drawStill(s, this.image);
    this.image.data.set(this.still);
    if (s.level !== null) {
      if (s.backdrop !== null && s.backdrop !== s.level && holes(s.level, s).length > 0) {
        this.drawTexels(s, s.backdrop, this.image);
      }
      if (formed(s)) {
        const stamps = new Stamps();
        cellStamps(s, this.sheet(s), stamps);
        this.stamp(s, stamps, this.image);
      } else {
        this.drawTexels(s, s.level, this.image);
      }
    }
    this.c.putImageData(this.image, 0, 0);
  }

  keep(): void {
    if (this.shown !== null) {
      const picture = document.createElement("canvas");
      picture.width = this.c.canvas.width;
      picture.height = this.c.canvas.height;
      picture.getContext("2d")?.drawImage(this.c.canvas, 0, 0);
      this.kept = { scene: this.shown, picture };
    }
  }

  veil(s: Scene, opacity: number): void {
    if (this.kept === null) {
      return;
    }
    const { scene: old, picture } = this.kept;
    const k = s.camera.scale / old.camera.scale;
    const [w, h] = [picture.width * k, picture.height * k];
    const x = this.c.canvas.width / 2 + (old.camera.x - s.camera.x) * s.camera.scale * s.ratio - w / 2;
    const y = this.c.canvas.height / 2 + (old.camera.y - s.camera.y) * s.camera.scale * s.ratio - h / 2;
    this.c.globalAlpha = opacity;
    this.c.drawImage(picture, x, y, w, h);
    this.c.globalAlpha = 1;
  }

  private sheet(s: Scene): Sheet {
    const key = [s.types, sheetSize(s.camera.scale * s.ratio)];
    if (this.sheets === null || key.some((k, i) => k !== this.sheetKey[i])) {
      this.sheetKey = key;
      this.sheets = new Sheet(s.types, key[1] as number);
    }
    return this.sheets;
  }

  /** Ground, red cells and fat, painted anew when they or the camera changed. */
  private drawStill(s: Scene, image: ImageData): void {
    const key = [s.outlines, s.skin, s.looks, s.camera.x, s.camera.y, s.camera.scale, image.width, image.height];
    if (key.every((k, i) => k === this.stillKey[i])) {
      return;
    }
    this.stillKey = key;
    this.drawGround(s, image);
    if (s.outlines !== null) {
      const stamps = new Stamps();
      redStamps(s.outlines, visible(s.camera, s.view), s.camera.scale, this.sheet(s), stamps);
      this.stamp(s, stamps, image);
      this.c.putImageData(image, 0, 0);
      this.drawFat(s, s.outlines.tissue.fat);
    }
    this.still = this.c.getImageData(0, 0, image.width, image.height).data;
  }

  private drawGround(s: Scene, image: ImageData): void {
    const { width: w, height: h } = image;
    const pixels = new Uint32Array(image.data.buffer);
    const paint = groundPainter(s.outlines, s.skin, s.camera.scale);
    const scale = s.camera.scale * s.ratio;
    const [x0, y0] = [s.camera.x - w / 2 / scale, s.camera.y - h / 2 / scale];
    for (let y = 0; y < h; y += COARSE) {
      for (let x = 0; x < w; x += COARSE) {
        const [r, g, b] = paint(x0 + (x + 1) / scale, y0 + (y + 1) / scale);
        pixels.fill(word(r, g, b), y * w + x, y * w + Math.min(w, x + COARSE));
      }
      for (let k = 1; k < COARSE && y + k < h; k++) {
        pixels.copyWithin((y + k) * w, y * w, (y + 1) * w);
      }
    }
  }

  private drawFat(s: Scene, fat: readonly (readonly [number, number, number])[]): void {
    const c = this.c;
    const scale = s.camera.scale * s.ratio;
    for (const [x, y, radius] of fat) {
      const [px, py] = [(x - s.camera.x) * scale + c.canvas.width / 2, (y - s.camera.y) * scale + c.canvas.height / 2];
      const r = radius * scale;
      if (px + r < 0 || py + r < 0 || px - r > c.canvas.width || py - r > c.canvas.height) {
        continue;
      }
      const light = c.createRadialGradient(px - 0.3 * r, py - 0.35 * r, 0.1 * r, px, py, r);
      s.skin.fat.forEach((color, i) => light.addColorStop([0, 0.55, 1][i] ?? 1, color));
      c.fillStyle = light;
      c.strokeStyle = s.skin.fat_rim;
      c.lineWidth = Math.max(0.6, Math.min(1.3 * s.ratio, r * 0.06));
      c.beginPath();
      c.arc(px, py, r, 0, 7);
      c.fill();
      c.stroke();
    }
  }

  private stamp(s: Scene, stamps: Stamps, image: ImageData): void {
    const key = [s.looks, this.sheet(s), s.camera.scale];
    if (key.some((k, i) => k !== this.spritesOf[i])) {
      this.spritesOf = key;
      this.sprites = new Map();
    }
    const scale = s.camera.scale * s.ratio;
    for (let i = 0; i < stamps.n; i++) {
      const sprite = this.sprite(stamps.glyph[i] as Glyph, stamps.code[i] as number, s.looks, scale, stamps.grown[i] as number);
      const x = Math.round(((stamps.x[i] as number) - s.camera.x) * scale + image.width / 2 - sprite.size / 2);
      const y = Math.round(((stamps.y[i] as number) - s.camera.y) * scale + image.height / 2 - sprite.size / 2);
      lay(image, sprite, x, y, (stamps.alpha[i] as number) / 255);
    }
  }

  private sprite(g: Glyph, code: number, looks: Looks, scale: number, grown: number): Sprite {
    const size = Math.max(1, Math.round(2 * g.reach * scale * grown));
    const known = this.sprites.get(g) ?? new Map<number, Sprite>();
    this.sprites.set(g, known);
    const key = code * 4096 + size;
    const found = known.get(key) ?? colored(this.sheets as Sheet, g, code, looks, size);
    known.set(key, found);
    return found;
  }

  /** Texels and discs of one color. */
  private drawTexels(s: Scene, level: Level, image: ImageData): void {
    const { width: w, height: h } = image;
    const scale = s.camera.scale * s.ratio;
    const texel = 2 ** level.lod;
    const row = s.maturity ? 0 : 3;
    const [x0, y0] = [s.camera.x - w / 2 / scale, s.camera.y - h / 2 / scale];
    const tissue = s.camera.scale < 0.5;
    const disc = s.camera.scale >= 3 && level.lod === 0;
    for (let y = 0; y < h; y++) {
      const sy = (y0 + (y + 0.5) / scale) / texel;
      const shift = disc ? ((Math.floor(sy) & 1) === 0 ? -0.25 : 0.25) : 0;
      const down = sy - Math.floor(sy) - 0.5;
      for (let x = 0; x < w; x++) {
        const sx = (x0 + (x + 0.5) / scale) / texel - shift;
        const code = level.at(Math.floor(sx), Math.floor(sy));
        const cell = s.looks.isCell(code);
        if (!cell && !(tissue && s.looks.isTissue(code))) {
          continue;
        }
        const inside = disc ? (0.5 - Math.hypot(sx - Math.floor(sx) - 0.5, down)) * scale : 1;
        if (inside > 0) {
          const c = s.looks.at(row, code);
          const share = cell && texel > 1 ? 0.3 + 0.7 * (level.shareAt(Math.floor(sx), Math.floor(sy)) / 255) : Math.min(1, inside + 0.5);
          blend(image.data, (y * w + x) * 4, c[0] * share, c[1] * share, c[2] * share, share);
        }
      }
    }
  }
}

/** A glyph of the sheet in colors, made as large as on the screen. */
function colored(sheet: Sheet, g: Glyph, code: number, looks: Looks, size: number): Sprite {
  const rgba = new Uint8ClampedArray(size * size * 4);
  const inks = [looks.at(0, code), looks.at(1, code), looks.at(2, code)];
  const step = g.edge / size;
  for (let j = 0; j < size; j++) {
    for (let i = 0; i < size; i++) {
      const ink = mean(sheet, g.u + i * step, g.v + j * step, step);
      for (let k = 0; k < 3; k++) {
        rgba[(j * size + i) * 4 + k] = Math.min(ink[3] as number, inks.reduce((sum, c, n) => sum + ((ink[n] as number) / INK) * (c[k] as number), 0));
      }
      rgba[(j * size + i) * 4 + 3] = ink[3] as number;
    }
  }
  return { size, rgba };
}

/** Mean of the texels of a square of the sheet. */
function mean(sheet: Sheet, u: number, v: number, edge: number): number[] {
  const sum = [0, 0, 0, 0];
  let n = 0;
  for (let y = Math.floor(v); y < Math.max(Math.floor(v) + 1, v + edge - 0.5); y++) {
    for (let x = Math.floor(u); x < Math.max(Math.floor(u) + 1, u + edge - 0.5); x++) {
      for (let k = 0; k < 4; k++) {
        sum[k] = (sum[k] as number) + (sheet.data[(y * sheet.width + x) * 4 + k] as number);
      }
      n++;
    }
  }
  return sum.map((t) => t / n);
}

function lay(image: ImageData, sprite: Sprite, x: number, y: number, alpha: number): void {
  const { width: w, height: h, data } = image;
  const { size, rgba } = sprite;
  for (let j = Math.max(0, -y); j < Math.min(size, h - y); j++) {
    for (let i = Math.max(0, -x); i < Math.min(size, w - x); i++) {
      const from = (j * size + i) * 4;
      const a = rgba[from + 3] as number;
      if (a > 0) {
        blend(data, ((y + j) * w + x + i) * 4, (rgba[from] as number) * alpha, (rgba[from + 1] as number) * alpha, (rgba[from + 2] as number) * alpha, (a / 255) * alpha);
      }
    }
  }
}

/** Lays a premultiplied color over a pixel. */
function blend(data: Uint8ClampedArray, to: number, r: number, g: number, b: number, a: number): void {
  data[to] = (data[to] as number) * (1 - a) + r;
  data[to + 1] = (data[to + 1] as number) * (1 - a) + g;
  data[to + 2] = (data[to + 2] as number) * (1 - a) + b;
}

function word(r: number, g: number, b: number): number {
  return (255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r);
}

