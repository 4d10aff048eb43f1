// The ground of the picture without a graphics card: bone, vessels and stroma as in
// shaders/ground.frag.glsl, with less noise. Pure.

import { mix, rgb, type Rgb } from "./color.js";
import type { Skin } from "./palettes.js";
import { valueNoise } from "./rand.js";
import type { Outlines } from "./tissue.js";

/** Returns the color of a place [sites] at a scale [CSS pixels per site]. */
export function groundPainter(o: Outlines | null, skin: Skin, css: number): (x: number, y: number) => Rgb {
  const c = (hex: string | undefined): Rgb => rgb(hex ?? "#000000");
  const two = (list: readonly string[]): [Rgb, Rgb] => [c(list[0]), c(list[1])];
  const [stroma, lumen, artery, bone] = [two(skin.stroma), two(skin.lumen), two(skin.artery), two(skin.bone)];
  const [outside, wall, rim] = [c(skin.outside), c(skin.wall), c(skin.bone_rim)];
  const fine = Math.min(1, Math.max(0, (css - 1.2) / 2.8));
  const line = Math.max(0.2, 0.75 / css);
  return (x, y) => {
    if (o === null || x < 0 || y < 0 || x >= o.tissue.w || y >= o.tissue.h) {
      return o === null ? stroma[0] : outside;
    }
    const n = valueNoise(x * 0.52, y * 0.52);
    const wobble = (n - 0.5) * 0.3;
    const b = sample(o.bone, o, x, y) + wobble;
    const v = sample(o.vessel, o, x, y) + wobble;
    let color = mix(stroma[0], stroma[1], n);
    if (v < 0) {
      const ramp = o.tissue.classes[Math.floor(y) * o.tissue.w + Math.floor(x)] === "a" ? artery : lumen;
      color = mix(ramp[0], ramp[1], Math.min(1, -v / 1.5));
    } else if (b < 0) {
      const depth = Math.min(1, -b / 1.1);
      const lamella = 0.5 + 0.5 * Math.sin(b * 4.2 + n * 6) * fine;
      color = mix([0, 0, 0], mix(bone[0], bone[1], 0.72 * lamella * depth + 0.34 * n), skin.bone_edge + (1 - skin.bone_edge) * depth);
    }
    if (Math.abs(v) < line) {
      return mix(color, wall, 0.62);
    }
    return Math.abs(b) < line && v > 0.1 ? mix(color, rim, 0.55) : color;
  };
}

/** A field between the middles of sites. */
function sample(field: Float32Array, o: Outlines, x: number, y: number): number {
  const { w, h } = o.tissue;
  const [i, j] = [clamp(x - 0.5, w), clamp(y - 0.5, h)];
  const [i0, j0] = [Math.floor(i), Math.floor(j)];
  const [i1, j1] = [Math.min(w - 1, i0 + 1), Math.min(h - 1, j0 + 1)];
  const [u, v] = [i - i0, j - j0];
  const top = (field[j0 * w + i0] as number) * (1 - u) + (field[j0 * w + i1] as number) * u;
  return top * (1 - v) + ((field[j1 * w + i0] as number) * (1 - u) + (field[j1 * w + i1] as number) * u) * v;
}

function clamp(v: number, n: number): number {
  return Math.min(Math.max(v, 0), n - 1);
}
