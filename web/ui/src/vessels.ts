// The vessels of a volume: which exit each drains to, how far it is, and the way along
// them. Pure.

import type { Vec } from "./orbit.js";
import { VESSEL, type Solid } from "./solid.js";
import type { Tissue } from "./tissue.js";

export interface Vessel {
  readonly n: number;
  readonly kind: string;
  /** Texel of the exit. */
  readonly at: Vec;
  /** Micrometers from the exit to the farthest place that is nearest to it. */
  readonly length: number;
  /** Part of the blood that leaves by it, 0..1; of the vessels' volume that drains to it where the flow is not known. */
  readonly share: number;
  /** The way from the exit to that place, texels. */
  readonly way: readonly Vec[];
}

/** Amount from which on a texel is vessel. */
const INSIDE = 100;
/** Texels around an exit where its vessel may begin. */
const REACH = 5;

/** The vessels of a solid, one for each exit of the tissue, of which the flows may be known. */
export function vesselsOf(s: Solid, t: Tissue, flow: readonly number[] | null): Vessel[] {
  const exits = t.exits.map((e) => ({ e, at: [e.x / s.texel, e.y / s.texel, s.z0 > 0 ? s.z0 : e.z / s.texel] as Vec }));
  const flood = new Flood(s);
  exits.forEach(({ at }, i) => flood.start(at, i));
  flood.run();
  const parts = flow ?? flood.sizes;
  const all = Math.max(1e-12, parts.reduce((a, b) => a + Math.max(b, 0), 0));
  const um = s.texel * t.um;
  return exits.map(({ e, at }, i) => {
    const way = flood.way(i);
    return { n: e.n, kind: e.kind, at, length: along(way) * um, share: Math.max(parts[i] ?? 0, 0) / all, way };
  });
}

/** Goes out from all exits at once through the vessels; each texel belongs to the exit that reached it first. */
class Flood {
  readonly sizes: number[] = [];
  private readonly owner: Int32Array;
  private readonly from: Int32Array;
  private queue: number[] = [];
  /** The texel that was reached last from each exit. */
  private readonly last: number[] = [];

  constructor(private readonly s: Solid) {
    this.owner = new Int32Array(s.codes.length).fill(-1);
    this.from = new Int32Array(s.codes.length).fill(-1);
  }

  start(at: Vec, exit: number): void {
    this.sizes[exit] = 0;
    this.last[exit] = -1;
    const near = this.around(at.map(Math.floor) as unknown as Vec, REACH).filter((i) => this.vessel(i));
    const first = near[0];
    if (first !== undefined && this.owner[first] === -1) {
      this.take(first, -1, exit);
    }
  }

  run(): void {
    const { w, h } = this.s;
    for (let k = 0; k < this.queue.length; k++) {
      const i = this.queue[k] as number;
      const p: Vec = [i % w, Math.floor(i / w) % h, Math.floor(i / w / h)];
      for (const j of this.around(p, 1)) {
        if (this.owner[j] === -1 && this.vessel(j)) {
          this.take(j, i, this.owner[i] as number);
        }
      }
    }
    this.queue = [];
  }

  /** The way from an exit to the texel reached last, smoothed. */
  way(exit: number): Vec[] {
    const { w, h } = this.s;
    const found: Vec[] = [];
    for (let i = this.last[exit] ?? -1; i >= 0; i = this.from[i] as number) {
      found.unshift([(i % w) + 0.5, (Math.floor(i / w) % h) + 0.5, Math.floor(i / w / h) + 0.5]);
    }
    return smoothed(found, 4);
  }

  private take(i: number, from: number, exit: number): void {
    this.owner[i] = exit;
    this.from[i] = from;
    this.last[exit] = i;
    this.sizes[exit] = (this.sizes[exit] ?? 0) + 1;
    this.queue.push(i);
  }

  private vessel(i: number): boolean {
    return (this.s.amounts[i * 4 + VESSEL] as number) >= INSIDE;
  }

  /** Texels around one, nearest first. */
  private around([x, y, z]: Vec, reach: number): number[] {
    const { w, h, d } = this.s;
    const found: { i: number; far: number }[] = [];
    for (let k = Math.max(0, z - reach); k <= Math.min(d - 1, z + reach); k++) {
      for (let j = Math.max(0, y - reach); j <= Math.min(h - 1, y + reach); j++) {
        for (let i = Math.max(0, x - reach); i <= Math.min(w - 1, x + reach); i++) {
          found.push({ i: (k * h + j) * w + i, far: (i - x) ** 2 + (j - y) ** 2 + (k - z) ** 2 });
        }
      }
    }
    return found.sort((a, b) => a.far - b.far).map((f) => f.i);
  }
}

/** A way without the steps of the lattice: each point is the mean of those around it. */
function smoothed(way: readonly Vec[], reach: number): Vec[] {
  return way.map((_, i) => {
    const near = way.slice(Math.max(0, i - reach), i + reach + 1);
    const mean = (k: 0 | 1 | 2): number => near.reduce((sum, p) => sum + p[k], 0) / near.length;
    return [mean(0), mean(1), mean(2)];
  });
}

function along(way: readonly Vec[]): number {
  return way.slice(1).reduce((sum, p, i) => sum + Math.hypot(p[0] - (way[i] as Vec)[0], p[1] - (way[i] as Vec)[1], p[2] - (way[i] as Vec)[2]), 0);
}

/** The place so many texels along a way, and the direction there. */
export function placeOn(way: readonly Vec[], distance: number): { at: Vec; ahead: Vec; done: boolean } {
  let left = distance;
  for (let i = 0; i + 1 < way.length; i++) {
    const [a, b] = [way[i] as Vec, way[i + 1] as Vec];
    const step = Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]);
    if (left <= step) {
      const f = step === 0 ? 0 : left / step;
      const c = way[Math.min(way.length - 1, i + 6)] as Vec;
      const at: Vec = [a[0] + (b[0] - a[0]) * f, a[1] + (b[1] - a[1]) * f, a[2] + (b[2] - a[2]) * f];
      return { at, ahead: [c[0] - at[0], c[1] - at[1], c[2] - at[2]], done: false };
    }
    left -= step;
  }
  const end = (way.at(-1) ?? [0, 0, 0]) as Vec;
  const before = (way.at(-5) ?? way[0] ?? [0, 0, -1]) as Vec;
  return { at: end, ahead: [end[0] - before[0], end[1] - before[1], end[2] - before[2]], done: true };
}
