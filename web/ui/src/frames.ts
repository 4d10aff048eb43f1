// Pictures of the past that were seen on this page, kept coarse: the nearest one is
// shown while time is dragged, and all there is when the server is away.

import { CODE_UNKNOWN, Level } from "./tiles.js";
import type { CellType, Status } from "./protocol.js";

/** A kept picture. The planes lie as in the memory of a Level of its lod. */
export interface Frame {
  readonly tick: number;
  readonly lod: number;
  readonly z: number;
  readonly codes: Uint8Array;
  readonly share: Uint8Array;
  /** What was known of the world then: counts, blood. */
  readonly status: Status | null;
}

/** What the cache may hold [bytes]. */
export const CACHE_BYTES = 64 * 2 ** 20;
/** A picture is halved until it is no larger, and at least once [bytes]. */
const FRAME_BYTES = 2 ** 19;

/**
 * Frames by tick, the least recently used going first. Ticks are also kept in order,
 * so that the nearest one is found by halving: a seek costs the same however many
 * there were before.
 */
export class FrameCache {
  bytes = 0;
  private readonly byTick = new Map<number, Frame>();
  private readonly ticks: number[] = [];

  constructor(private readonly limit = CACHE_BYTES) {}

  get size(): number {
    return this.ticks.length;
  }

  /** First and last tick held; null if there is none. */
  get range(): readonly [number, number] | null {
    return this.ticks.length === 0 ? null : [this.ticks[0] as number, this.ticks.at(-1) as number];
  }

  has(tick: number): boolean {
    return this.byTick.has(tick);
  }

  put(f: Frame): void {
    this.drop(f.tick);
    this.byTick.set(f.tick, f);
    this.ticks.splice(this.place(f.tick), 0, f.tick);
    this.bytes += size(f);
    while (this.bytes > this.limit && this.ticks.length > 1) {
      this.drop(this.byTick.keys().next().value as number);
    }
  }

  /** The frame nearest to a tick, which counts as used; null if there is none. */
  nearest(tick: number): Frame | null {
    const i = this.place(tick);
    const [below, above] = [this.ticks[i - 1], this.ticks[i]];
    const at = above === undefined || below !== undefined && tick - below < above - tick ? below : above;
    const f = at === undefined ? undefined : this.byTick.get(at);
    if (f === undefined) {
      return null;
    }
    this.byTick.delete(f.tick);
    this.byTick.set(f.tick, f);
    return f;
  }

  /** The first tick held after one; null if there is none. */
  after(tick: number): number | null {
    return this.ticks[this.place(tick + 1)] ?? null;
  }

  /** Forgets what came after a tick: it is of a history that was left. */
  cut(tick: number): void {
    this.ticks.slice(this.place(tick + 1)).forEach((t) => this.drop(t));
  }

  private drop(tick: number): void {
    const f = this.byTick.get(tick);
    if (f !== undefined) {
      this.byTick.delete(tick);
      this.ticks.splice(this.place(tick), 1);
      this.bytes -= size(f);
    }
  }

  /** Where a tick is in the order, or would be. */
  private place(tick: number): number {
    let low = 0;
    let high = this.ticks.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if ((this.ticks[mid] as number) < tick) {
        low = mid + 1;
      } else {
        high = mid;
      }
    }
    return low;
  }
}

function size(f: Frame): number {
  return f.codes.length + f.share.length;
}

/** A frame of what a level holds; null of a level that wraps in its memory. */
export function snapshot(level: Level, tick: number, types: readonly CellType[], status: Status | null): Frame | null {
  if (level.w > level.width || level.h > level.height) {
    return null;
  }
  let now = level;
  while (now.lod === 0 || now.codes.length + now.share.length > FRAME_BYTES && now.lod < 12) {
    now = halved(now, types);
  }
  const copy = now === level; // what was halved is nobody else's
  return {
    tick, lod: now.lod, z: level.z, status,
    codes: copy ? now.codes.slice() : now.codes, share: copy ? now.share.slice() : now.share,
  };
}

/** The level above, as the server makes it: the rarest type that may win there, else the most frequent one. */
export function halved(fine: Level, types: readonly CellType[]): Level {
  const out = new Level(fine.lod + 1, Math.ceil(fine.w / 2), Math.ceil(fine.h / 2), 2);
  const rule = new Rule(types, out.lod);
  const [kids, shares] = [new Uint8Array(4), new Uint8Array(4)];
  for (let y = 0; y < out.h; y++) {
    for (let x = 0; x < out.w; x++) {
      let n = 0;
      for (let i = 0; i < 4; i++) {
        const cx = 2 * x + (i & 1);
        const cy = 2 * y + (i >> 1);
        const from = cy * fine.width + cx;
        const code = cx < fine.w && cy < fine.h ? (fine.codes[from] as number) : CODE_UNKNOWN;
        if (code < CODE_UNKNOWN) {
          kids[n] = code;
          shares[n++] = fine.planes > 1 ? (fine.share[from] as number) : rule.occupied(code);
        }
      }
      if (n > 0) {
        const to = y * out.width + x;
        out.codes[to] = rule.pick(kids, n);
        out.share[to] = rule.mean(shares, n);
      }
    }
  }
  return out;
}

/** What a type scores for each child that is of it, and if it wins by presence: higher than its rank and code. */
const ONE = 2 ** 15;
const PRESENCE = 2 ** 20;

/** Which type a texel of a level shows: that of the highest score. The twin of web/coarse.go. */
class Rule {
  private readonly base = new Int32Array(256);
  private readonly wins = new Int32Array(256);
  private readonly cell = new Uint8Array(256);
  private readonly count = new Uint8Array(256);

  constructor(types: readonly CellType[], lod: number) {
    for (const t of types) {
      this.base[t.code] = Math.max(t.rank, 0) * 256 + t.code;
      this.wins[t.code] = t.kmax >= lod && t.rank > 0 ? PRESENCE + (this.base[t.code] as number) : 0;
      this.cell[t.code] = t.color === "" ? 0 : 255;
    }
  }

  occupied(code: number): number {
    return this.cell[code] as number;
  }

  pick(kids: Uint8Array, n: number): number {
    let best = 0;
    for (let i = 0; i < n; i++) {
      const code = kids[i] as number;
      const times = (this.count[code] as number) + 1;
      this.count[code] = times;
      best = Math.max(best, times * ONE + (this.base[code] as number), this.wins[code] as number);
    }
    for (let i = 0; i < n; i++) {
      this.count[kids[i] as number] = 0;
    }
    return best & 255;
  }

  /** Rounded half up. */
  mean(shares: Uint8Array, n: number): number {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      sum += shares[i] as number;
    }
    return Math.floor((2 * sum + n) / (2 * n));
  }
}
