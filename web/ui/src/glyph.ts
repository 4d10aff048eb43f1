// What a cell looks like, as amounts of three inks: cytoplasm, nucleus, granules. The
// inks get their colors when a cell is drawn, so that another palette needs no other
// glyphs. Forms are those of render/view. Pure.

import type { Shape } from "./palettes.js";
import { siteBits, valueNoise } from "./rand.js";

/** Amounts of cytoplasm, nucleus and granules, and how much is covered; not yet clamped. */
export type Ink = [number, number, number, number];

/** Radius of a cell of size 1 [sites]: a little more than half, so that neighbors touch. */
const FILL = 0.575;
/** Radius of the picture of a megakaryocyte and of a stem cell's light [sites]. */
export const GIANT_REACH = 1.9;
export const HALO_REACH = 2.6;
/** Darkening toward the edge, and lightening toward the light. */
const RIM = 0.16;
const LIFT = 0.16;
/** Radius from which on chromatin and granules can be seen [pixels]. */
const FINE = 8;

/** Radius of the cells of a shape [sites]. */
export function radiusOf(s: Shape): number {
  return s.nucleus === "mega" ? GIANT_REACH : s.id === "plt" ? 0.26 : FILL * s.size;
}

/** What is at x, y [radii] of a cell that is r pixels in radius, turned by an angle. */
export function cellInk(s: Shape, x: number, y: number, r: number, turn: number, ink: Ink): void {
  const d = Math.hypot(x, y) * (s.id === "macro" ? 1 + 0.09 * Math.sin(Math.atan2(y, x) * 5 + turn * 3) : 1);
  const inside = cover((d - 1) * r);
  if (inside === 0) {
    ink.fill(0);
    return;
  }
  const light = Math.hypot(x + 0.1, y + 0.12);
  let body = (1 - RIM * smooth(0.62, 1, light)) * (1 + LIFT * smooth(0.75, 0, light));
  body *= 1 - 0.3 * smooth(1.6, 0, (1 - d) * r);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [u, v] = [(x - 0.05) * cos + (y - 0.05) * sin, (y - 0.05) * cos - (x - 0.05) * sin];
  const n = s.nucleus === "pale" ? smooth(s.share + 0.2, s.share - 0.2, Math.hypot(u, v)) : cover(nucleusDistance(s, u, v) * r);
  const chromatin = r >= FINE && s.nucleus !== "pale" ? 1 + 0.5 * smooth(FINE, 12, r) * (valueNoise(u * 4 + 40, v * 4 + turn) - 0.5) : 1;
  const m = r >= FINE ? marks(s, u, v, d, r, n) * smooth(FINE, 12, r) : 0;
  ink[0] = body * (1 - n) * (1 - m) * inside;
  ink[1] = n * chromatin * (1 - m) * inside;
  ink[2] = m * inside;
  ink[3] = inside;
}

/** Signed distance from the outline of a nucleus [radii of the cell]. */
function nucleusDistance(s: Shape, x: number, y: number): number {
  const disc = (cx: number, cy: number, r: number): number => Math.hypot(x - cx, y - cy) - r;
  switch (s.nucleus) {
    case "aside":
      return disc(s.id === "plasma" ? 0.36 : 0.22, 0, s.share);
    case "kidney":
      return Math.max(disc(0, 0, s.share), -disc(0.52, 0, 0.36));
    case "band":
      return band(x, y, 0.42) - 0.2;
    case "lobes2":
      return Math.min(disc(0.1, 0.32, 0.3), disc(0.1, -0.32, 0.3), band(x - 0.1, y, 0.32) - 0.06);
    case "lobes3":
      return Math.min(disc(0.38, 0, 0.29), disc(-0.2, 0.35, 0.29), disc(-0.2, -0.35, 0.29));
  }
  return disc(0, 0, s.share);
}

/** Distance from an arc of radius r that is open for 120 degrees at the right. */
function band(x: number, y: number, r: number): number {
  return x < 0.577 * Math.abs(y) ? Math.abs(Math.hypot(x, y) - r) : Math.hypot(x - 0.5 * r, Math.abs(y) - 0.866 * r);
}

/** Granules, or the stripes of a marked clone: how much of a point they cover. */
function marks(s: Shape, x: number, y: number, d: number, r: number, nucleus: number): number {
  switch (s.mark) {
    case "fine":
      return 0.6 * granule(x, y, d, r, 9, 0.28);
    case "bright":
      return 0.9 * granule(x, y, d, r, 6, 0.36) * (1 - nucleus);
    case "dark":
      return 0.8 * granule(x, y, d, r, 6, 0.38);
    case "hatch":
      return 0.4 * cover(r * 0.2 * Math.sin((x + y) * 12));
  }
  return 0;
}

/** Cover of dots in a grid of n a radius. */
function granule(x: number, y: number, d: number, r: number, n: number, size: number): number {
  const [i, j] = [Math.floor(x * n), Math.floor(y * n)];
  const h = siteBits(i, j + 613);
  if ((h & 3) === 0 || d > 0.9) {
    return 0;
  }
  const dx = x * n - i - 0.5 - (((h >> 8) & 255) / 255 - 0.5) * 0.6;
  const dy = y * n - j - 0.5 - (((h >> 16) & 255) / 255 - 0.5) * 0.6;
  return cover(((Math.hypot(dx, dy) - size) / n) * r);
}

/** A megakaryocyte at x, y [sites from its center], at r pixels a site: a wavy outline, and lobes grown together. */
export function giantInk(x: number, y: number, r: number, variant: number, ink: Ink): void {
  const phase = variant * 1.7;
  const a = Math.atan2(y, x);
  const d = Math.hypot(x, y);
  const outline = 1.52 + 0.21 * Math.sin(3 * a + phase) + 0.11 * Math.sin(5 * a + 1.7 * phase);
  const inside = cover((d - outline) * r);
  const light = Math.hypot(x + 0.3, y + 0.35) / 1.9;
  const grain = valueNoise(x * 3.2 + variant * 9 + 20, y * 3.2 + 20);
  const body = (1 + 0.16 * (1 - light)) * (1 - 0.24 * smooth(0.45, 1.05, light)) * (0.93 + 0.14 * grain);
  const edge = 1 - 0.35 * smooth(1.6, 0, (outline - d) * r);
  let lobes = d - 0.5;
  for (let k = 0; k < 6; k++) {
    const t = k * 1.05 + phase;
    const at = 0.5 + 0.08 * Math.sin(phase * 3 + k * 2);
    lobes = Math.min(lobes, Math.hypot(x - at * Math.cos(t), y - at * Math.sin(t)) - 0.36 - 0.05 * Math.sin(phase + k * 5));
  }
  const n = cover(lobes * r);
  const deep = (0.86 + 0.3 * valueNoise(x * 4 + variant + 30, y * 4 + 39)) * (1 + 0.35 * smooth(-0.02, -0.3, lobes) * (0.6 - light));
  ink[0] = body * edge * (1 - n) * inside;
  ink[1] = deep * n * inside;
  ink[2] = 0;
  ink[3] = inside;
}

/** The light around a stem cell at d sites from its middle; it leaves the cell itself free. */
export function haloInk(d: number, ink: Ink): void {
  const t = Math.min(1, Math.max(0, (d - 0.36) / 2.2));
  const glow = (0.75 * (1 - smooth(0, 0.42, t)) + 0.26 * (1 - smooth(0.2, 1, t))) * 0.75 * smooth(0.4, 0.62, d);
  ink[0] = ink[1] = 0;
  ink[2] = glow * 1.1;
  ink[3] = glow;
}

/** Part of a pixel that is covered when an outline is d pixels away, negative inside. */
function cover(d: number): number {
  return Math.min(1, Math.max(0, 0.5 - d));
}

function smooth(from: number, to: number, v: number): number {
  const t = Math.min(1, Math.max(0, (v - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
