// Where to look first: a view with vessels, some bone, and much marrow. Pure.

import type { Tissue } from "./tissue.js";

/** Candidates per edge, and samples per edge of each. */
const GRID = 9;
const SAMPLES = 24;

/** The middle of the best view of w x h sites. */
export function landing(t: Tissue, w: number, h: number): { x: number; y: number } {
  let best = { x: t.w / 2, y: t.h / 2 };
  let most = -Infinity;
  for (let i = 0; i < GRID; i++) {
    for (let j = 0; j < GRID; j++) {
      const x = w / 2 + ((t.w - w) * i) / (GRID - 1);
      const y = h / 2 + ((t.h - h) * j) / (GRID - 1);
      const s = score(t, x - w / 2, y - h / 2, w, h);
      if (s > most && t.w >= w && t.h >= h) {
        most = s;
        best = { x, y };
      }
    }
  }
  return best;
}

/** The middle of the hole of bone that is nearest to a place: where a capillary goes through. */
export function entrance(t: Tissue, at: { x: number; y: number }): { x: number; y: number } | null {
  const far = (e: { x: number; y: number }): number => Math.hypot(e.x - at.x, e.y - at.y);
  const holes = t.exits.filter((e) => e.kind.includes("capillary")).sort((a, b) => far(a) - far(b));
  const [hole] = holes;
  return hole === undefined ? null : { x: hole.x + 0.5, y: hole.y + 0.5 };
}

function score(t: Tissue, x0: number, y0: number, w: number, h: number): number {
  const n = { bone: 0, fat: 0, vessel: 0, free: 0 };
  for (let i = 0; i < SAMPLES * SAMPLES; i++) {
    const x = Math.floor(x0 + (((i % SAMPLES) + 0.5) / SAMPLES) * w);
    const y = Math.floor(y0 + ((Math.floor(i / SAMPLES) + 0.5) / SAMPLES) * h);
    switch (t.classes[y * t.w + x]) {
      case "b": n.bone++; break;
      case "f": n.fat++; break;
      case ".": n.free++; break;
      case "x": break;
      default: n.vessel++;
    }
  }
  const all = SAMPLES * SAMPLES;
  return n.free / all + 3 * Math.min(n.vessel / all, 0.15) - 2 * Math.abs(n.bone / all - 0.14);
}
