// A short line of how a number went since the start. Pure.

/** Keeps at most twice this many samples, evenly spaced over the whole run. */
const SAMPLES = 12;
const FIRST_STEP = 12; // ticks
/** Points of the line. */
const POINTS = 7;

export class Trend {
  private samples: { tick: number; value: number }[] = [];
  private step = FIRST_STEP;

  add(tick: number, value: number): void {
    const last = this.samples.at(-1);
    if (last !== undefined && tick < last.tick) {
      this.samples = []; // another history
      this.step = FIRST_STEP;
    }
    if (last !== undefined && tick - last.tick < this.step && tick >= last.tick) {
      return;
    }
    this.samples.push({ tick, value });
    if (this.samples.length >= 2 * SAMPLES) {
      this.samples = this.samples.filter((_, i) => i % 2 === 0);
      this.step *= 2;
    }
  }

  /** The line in a box of w x h, 0 at the top; a change of a tenth fills half of it. */
  points(w: number, h: number): [number, number][] {
    if (this.samples.length < 2) {
      return [];
    }
    const n = Math.min(POINTS, this.samples.length);
    const values = Array.from({ length: n }, (_, i) => this.samples[Math.round((i / (n - 1)) * (this.samples.length - 1))]?.value ?? 0);
    const mid = (Math.max(...values) + Math.min(...values)) / 2;
    const half = Math.max(Math.max(...values) - mid, 0.1 * mid, 1);
    return values.map((v, i) => [round((i / (n - 1)) * w), round(h / 2 - ((v - mid) / half) * (h / 2))]);
  }
}

function round(v: number): number {
  return Math.round(v * 10) / 10;
}
