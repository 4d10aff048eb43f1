// Draws a solid in depth without a graphics card: slabs of it, one behind the other, as
// pictures that are sheared into place.

import { rgb, type Rgb } from "./color.js";
import { left, type Depth, type DepthRenderer } from "./march.js";
import { project, type Vec } from "./orbit.js";
import { BONE, CELLS, FAT, VESSEL, type Solid } from "./solid.js";

/** Most slabs that are drawn. */
const MOST = 64;

export function slabber(canvas: HTMLCanvasElement): DepthRenderer | null {
  const c = canvas.getContext("2d", { alpha: false });
  return c === null ? null : new Slabber(c);
}

class Slabber implements DepthRenderer {
  readonly name = "2-D canvas";
  private pictures: HTMLCanvasElement[] = [];
  private key: unknown[] = [];

  constructor(private readonly c: CanvasRenderingContext2D) {}

  draw(v: Depth): boolean {
    const axis = facing(v.eye.ahead);
    const key = [v.solid, v.looks, v.skin, v.clearing, v.cut, axis];
    if (key.some((k, i) => k !== this.key[i])) {
      this.key = key;
      this.pictures = slabs(v, axis);
    }
    this.c.setTransform(1, 0, 0, 1, 0, 0);
    this.c.fillStyle = v.skin.dark ? "#05070b" : (v.skin.stroma[0] ?? "#fff");
    this.c.fillRect(0, 0, v.w, v.h);
    const far = v.eye.ahead[axis] > 0;
    this.pictures.map((p, i) => [p, i] as const).sort(([, a], [, b]) => (far ? b - a : a - b))
      .forEach(([p, i]) => this.place(v, p, axis, i));
    return false;
  }

  dispose(): void {
    this.pictures = [];
  }

  /** Puts a slab where three of its corners are in the picture. */
  private place(v: Depth, p: HTMLCanvasElement, axis: 0 | 1 | 2, i: number): void {
    const s = [v.solid.w, v.solid.h, v.solid.d] as const;
    const [u, w] = others(axis);
    const corner = (a: number, b: number): Vec => {
      const at = [0, 0, 0];
      at[axis] = ((i + 0.5) / this.pictures.length) * s[axis];
      at[u] = a;
      at[w] = b;
      return at as unknown as Vec;
    };
    const o = project(v.eye, corner(0, 0), v.w, v.h);
    const a = project(v.eye, corner(s[u], 0), v.w, v.h);
    const b = project(v.eye, corner(0, s[w]), v.w, v.h);
    if (o !== null && a !== null && b !== null) {
      this.c.setTransform((a.x - o.x) / p.width, (a.y - o.y) / p.width, (b.x - o.x) / p.height, (b.y - o.y) / p.height, o.x, o.y);
      this.c.drawImage(p, 0, 0);
    }
  }
}

/** The axis that the eye looks along most. */
function facing(ahead: Vec): 0 | 1 | 2 {
  const a = ahead.map(Math.abs) as unknown as Vec;
  return a[2] >= a[0] && a[2] >= a[1] ? 2 : a[1] >= a[0] ? 1 : 0;
}

function others(axis: 0 | 1 | 2): [0 | 1, 1 | 2] {
  return axis === 2 ? [0, 1] : axis === 1 ? [0, 2] : [1, 2];
}

function slabs(v: Depth, axis: 0 | 1 | 2): HTMLCanvasElement[] {
  const s = v.solid;
  const size = [s.w, s.h, s.d] as const;
  const [u, w] = others(axis);
  const n = Math.min(MOST, size[axis]);
  return Array.from({ length: n }, (_, i) => {
    const out = document.createElement("canvas");
    out.width = size[u];
    out.height = size[w];
    const c = out.getContext("2d");
    const image = c?.createImageData(size[u], size[w]);
    if (c !== null && image !== undefined) {
      fill(v, s, image, axis, Math.floor(((i + 0.5) / n) * size[axis]));
      c.putImageData(image, 0, 0);
    }
    return out;
  });
}

/** Colors a slab. */
function fill(v: Depth, s: Solid, image: ImageData, axis: 0 | 1 | 2, at: number): void {
  const show = left(v.clearing);
  const tone = (c: string | undefined): Rgb => rgb(c ?? "#000000");
  const colors = [tone(v.skin.bone[1]), tone("#d0404c"), tone(v.skin.fat_rim)];
  const step = [1, s.w, s.w * s.h] as const;
  const [u, w] = others(axis);
  const cut = v.cut * s.w;
  for (let b = 0; b < image.height; b++) {
    for (let a = 0; a < image.width; a++) {
      const i = at * step[axis] + a * step[u] + b * step[w];
      if (i % s.w < cut) {
        continue;
      }
      const part = (m: number): number => ((s.amounts[i * 4 + m] as number) / 255) * (show[m] as number);
      const [bone, vessel, fat, cell] = [part(BONE), part(VESSEL) * 0.6, part(FAT), part(CELLS)];
      const all = bone + vessel + fat + cell;
      if (all < 0.02) {
        continue;
      }
      const body = v.looks.at(0, s.codes[i] as number);
      for (let k = 0; k < 3; k++) {
        const sum = bone * (colors[0] as Rgb)[k as 0] + vessel * (colors[1] as Rgb)[k as 0] + fat * (colors[2] as Rgb)[k as 0] + cell * body[k as 0];
        image.data[(b * image.width + a) * 4 + k] = sum / all;
      }
      image.data[(b * image.width + a) * 4 + 3] = 235 * Math.min(1, all);
    }
  }
}
