// Keeps large areas from flashing when a picture covers much simulated time: WCAG 2.2,
// 2.3.1, no more than three flashes a second. A flash is a pair of opposite changes of
// relative luminance by a tenth or more over a quarter of the picture. Pure.

import { visible } from "./camera.js";
import { luminance } from "./color.js";
import type { Scene } from "./scene.js";

/** Blocks that brightness is compared in, and samples per edge of each. */
const BLOCKS = { w: 16, h: 10 };
const SAMPLES = 4;
/** Largest change of luminance a second: a change by 0.1 takes 0.2 s, so that at most 2.5 flashes fit into one. */
const RATE = 0.5;
/** Part of the picture that may change faster. */
const SMALL = 0.25;
/** Luminance of what is no cell, about. */
const GROUND = 0.03;
/** Part of a cell's color that its disc shows. */
const DISC = 0.6;

export class FlashLimit {
  private shown: Float32Array | null = null;
  private at = 0;

  /** Forgets what was shown: the user moved the camera. */
  reset(): void {
    this.shown = null;
  }

  /** How much of the former picture must stay over one with these luminances, 0..1, at a time in ms. */
  opacity(now: Float32Array, ms: number): number {
    const before = this.shown;
    const allowed = (RATE * Math.max(1, ms - this.at)) / 1000;
    this.at = ms;
    if (before === null || before.length !== now.length) {
      this.shown = now;
      return 0;
    }
    const sizes = now.map((v, i) => Math.abs(v - (before[i] as number))).sort();
    const change = sizes[Math.floor(sizes.length * (1 - SMALL))] as number;
    const part = change > allowed ? allowed / change : 1;
    this.shown = now.map((v, i) => (before[i] as number) + part * (v - (before[i] as number)));
    return 1 - part;
  }
}

/** Mean luminance of the blocks of a picture, from samples of what it shows. */
export function luminances(s: Scene): Float32Array {
  const out = new Float32Array(BLOCKS.w * BLOCKS.h);
  const level = s.level;
  if (level === null) {
    return out;
  }
  const of = Float32Array.from({ length: 256 }, (_, code) => (s.looks.shown(code) && s.looks.isCell(code) ? DISC * luminance(s.looks.at(3, code)) : GROUND));
  const r = visible(s.camera, s.view);
  const [w, h] = [BLOCKS.w * SAMPLES, BLOCKS.h * SAMPLES];
  for (let j = 0; j < h; j++) {
    for (let i = 0; i < w; i++) {
      const code = level.at(Math.floor((r.x + ((i + 0.5) / w) * r.w) / 2 ** level.lod), Math.floor((r.y + ((j + 0.5) / h) * r.h) / 2 ** level.lod));
      const block = Math.floor(j / SAMPLES) * BLOCKS.w + Math.floor(i / SAMPLES);
      out[block] = (out[block] as number) + (of[code] as number) / SAMPLES ** 2;
    }
  }
  return out;
}
