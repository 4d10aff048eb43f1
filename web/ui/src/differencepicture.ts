// Draws a difference: what is equal is dim, what is only in A has blue stripes, what
// is only in B orange ones the other way, what is another cell is a disc split in two.

import { toScreen, visible, type Camera, type Size } from "./camera.js";
import { LINEAGE, ONLY_A, ONLY_B, SAME, STAGE, UNKNOWN, type Difference } from "./difference.js";
import { themeColor } from "./csscolor.js";
import type { Level } from "./tiles.js";

export interface DifferenceScene {
  readonly difference: Difference;
  readonly a: Level;
  readonly b: Level;
  readonly camera: Camera;
  readonly view: Size;
  readonly ratio: number;
  /** Color of a code; empty if it is no cell. */
  readonly color: (code: number) => string;
}

/** From this edge of a texel on there are glyphs [CSS pixels]. */
const GLYPHS = 5;
/** Width of a stripe [CSS pixels]. */
const STRIPE = 1.6;

interface Inks {
  readonly ground: string;
  readonly cell: string;
  readonly tissue: string;
  readonly a: string;
  readonly b: string;
  readonly rim: string;
}

export function drawDifference(canvas: HTMLCanvasElement, s: DifferenceScene): void {
  const c = canvas.getContext("2d", { alpha: false });
  if (c === null) {
    return;
  }
  const inks: Inks = {
    ground: themeColor("--diff-ground"), cell: themeColor("--diff-cell"), tissue: themeColor("--diff-tissue"),
    a: themeColor("--diff-a"), b: themeColor("--diff-b"), rim: themeColor("--txt"),
  };
  c.setTransform(s.ratio, 0, 0, s.ratio, 0, 0);
  c.fillStyle = inks.ground;
  c.fillRect(0, 0, s.view.w, s.view.h);
  const edge = 2 ** s.difference.lod * s.camera.scale;
  if (edge >= GLYPHS) {
    glyphs(c, s, edge, inks);
  } else {
    dots(c, s, inks);
  }
}

/** Texels in the view: x, y, kind, and the codes in A and B. */
function each(s: DifferenceScene, f: (x: number, y: number, kind: number, a: number, b: number) => void): void {
  const { difference: d, a, b } = s;
  const texel = 2 ** d.lod;
  const r = visible(s.camera, s.view);
  const [x0, x1] = [Math.max(0, Math.floor(r.x / texel) - 1), Math.min(d.w, Math.ceil((r.x + r.w) / texel) + 1)];
  const [y0, y1] = [Math.max(0, Math.floor(r.y / texel) - 1), Math.min(d.h, Math.ceil((r.y + r.h) / texel) + 1)];
  for (let y = y0; y < y1; y++) {
    const row = (y & (a.height - 1)) * a.width;
    for (let x = x0; x < x1; x++) {
      const at = row + (x & (a.width - 1));
      f(x, y, d.kinds[y * d.w + x] as number, a.codes[at] as number, b.codes[at] as number);
    }
  }
}

function glyphs(c: CanvasRenderingContext2D, s: DifferenceScene, edge: number, inks: Inks): void {
  const texel = 2 ** s.difference.lod;
  const radius = edge * 0.44;
  const paths = { cell: new Path2D(), tissue: new Path2D(), a: new Path2D(), b: new Path2D() };
  const split: [number, number, number, number, number][] = [];
  each(s, (x, y, kind, a, b) => {
    const shift = texel > 1 ? 0.5 : y % 2 === 0 ? 0.25 : 0.75; // as rows are drawn elsewhere
    const p = toScreen(s.camera, s.view, (x + shift) * texel, (y + 0.5) * texel);
    if (kind === STAGE || kind === LINEAGE) {
      split.push([p.x, p.y, kind, a, b]);
    } else if (kind === SAME && s.color(a) === "") {
      paths.tissue.rect(p.x - edge / 2, p.y - edge / 2, a === 0 ? 0 : edge + 0.5, a === 0 ? 0 : edge + 0.5);
    } else if (kind !== UNKNOWN) {
      const path = kind === SAME ? paths.cell : kind === ONLY_A ? paths.a : paths.b;
      path.moveTo(p.x + radius, p.y);
      path.arc(p.x, p.y, radius, 0, 7);
    }
  });
  for (const [path, ink] of [[paths.tissue, inks.tissue], [paths.cell, inks.cell]] as const) {
    c.fillStyle = ink;
    c.fill(path);
  }
  striped(c, s.view, paths.a, inks.a, 1);
  striped(c, s.view, paths.b, inks.b, -1);
  c.lineWidth = 1.2;
  for (const [x, y, kind, a, b] of split) {
    half(c, x, y, radius, s.color(a), Math.PI / 2);
    half(c, x, y, radius, s.color(b), -Math.PI / 2);
    if (kind === LINEAGE) {
      c.strokeStyle = inks.rim;
      c.beginPath();
      c.arc(x, y, radius, 0, 7);
      c.moveTo(x, y - radius);
      c.lineTo(x, y + radius);
      c.stroke();
    }
  }
}

/** Fills a path with stripes that run up to the right (1) or down (-1), and rims it. */
function striped(c: CanvasRenderingContext2D, view: Size, path: Path2D, ink: string, way: 1 | -1): void {
  c.save();
  c.lineWidth = 1.1;
  c.strokeStyle = ink;
  c.stroke(path);
  c.clip(path);
  c.lineWidth = STRIPE;
  c.beginPath();
  for (let x = -view.h; x < view.w + view.h; x += 2.4 * STRIPE) {
    c.moveTo(x, way > 0 ? view.h : 0);
    c.lineTo(x + view.h, way > 0 ? 0 : view.h);
  }
  c.stroke();
  c.restore();
}

function half(c: CanvasRenderingContext2D, x: number, y: number, radius: number, color: string, from: number): void {
  c.fillStyle = color;
  c.beginPath();
  c.arc(x, y, radius, from, from + Math.PI);
  c.fill();
}

/** Where a texel is too small for a glyph it is a dot; the stripes run over the dots. */
function dots(c: CanvasRenderingContext2D, s: DifferenceScene, inks: Inks): void {
  const texel = 2 ** s.difference.lod;
  const edge = texel * s.camera.scale;
  const paths = new Map<string, Path2D>();
  each(s, (x, y, kind, a) => {
    const ink = dotInk(kind, a, x, y, s, inks);
    if (ink === "") {
      return;
    }
    const path = paths.get(ink) ?? new Path2D();
    paths.set(ink, path);
    const p = toScreen(s.camera, s.view, x * texel, y * texel);
    path.rect(p.x, p.y, edge + 0.3, edge + 0.3);
  });
  paths.forEach((path, ink) => {
    c.fillStyle = ink;
    c.fill(path);
  });
}

function dotInk(kind: number, a: number, x: number, y: number, s: DifferenceScene, inks: Inks): string {
  switch (kind) {
    case SAME:
      return s.color(a) !== "" ? inks.cell : a === 0 ? "" : inks.tissue;
    case ONLY_A:
      return (x + y) % 3 === 0 ? "" : inks.a;
    case ONLY_B:
      return (x - y + 3 * s.difference.h) % 3 === 0 ? "" : inks.b;
    case STAGE:
    case LINEAGE:
      return inks.rim;
  }
  return "";
}
