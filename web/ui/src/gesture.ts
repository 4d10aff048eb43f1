// What one or two fingers or a mouse button mean: taps, holds, drags, pinches. Pure: it
// gets points and times, and calls who asked.

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What gestures do. Points are CSS pixels in the picture. */
export interface Meaning {
  tap(at: Point, touch: boolean): void;
  /** Two taps in one place; by mouse the browser tells this. */
  doubleTap(at: Point): void;
  /** A finger that stays. */
  hold(at: Point): void;
  drag(from: Point, to: Point): void;
  /** Two fingers went from a to b each. */
  pinch(a: readonly [Point, Point], b: readonly [Point, Point]): void;
  twoTap(): void;
  twoDoubleTap(): void;
}

/** A tap is shorter than this [ms] and moves less than this [CSS pixels]; a hold lasts so long. */
export const TAP_MS = 250;
export const TAP_WAY = 8;
export const HOLD_MS = 450;
/** Two taps within this time and way are a double tap. */
const DOUBLE_MS = 300;
const DOUBLE_WAY = 30;

interface Finger {
  at: Point;
  readonly start: Point;
  readonly since: number;
}

export class Gestures {
  private readonly down = new Map<number, Finger>();
  private holding: ReturnType<typeof setTimeout> | undefined;
  /** The gesture has become a drag, a pinch or a hold: no tap any more. */
  private spent = false;
  private fingers = 0;
  private last: { at: Point; time: number; fingers: number } | null = null;
  private waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly does: Meaning) {}

  get active(): boolean {
    return this.down.size > 0;
  }

  press(id: number, at: Point, time: number, touch: boolean): void {
    if (this.down.size === 0) {
      this.spent = false;
      this.fingers = 0;
    }
    this.down.set(id, { at, start: at, since: time });
    this.fingers = Math.max(this.fingers, this.down.size);
    clearTimeout(this.holding);
    if (touch && this.down.size === 1) {
      this.holding = setTimeout(() => {
        this.spent = true; // a hold never counts as a tap
        this.does.hold(at);
      }, HOLD_MS);
    }
  }

  move(id: number, at: Point): void {
    const f = this.down.get(id);
    if (f === undefined) {
      return;
    }
    const from = f.at;
    if (!this.spent && far(at, f.start, TAP_WAY)) {
      this.spent = true;
      clearTimeout(this.holding);
    }
    const other = [...this.down].find(([k]) => k !== id)?.[1];
    if (other !== undefined) {
      f.at = at;
      this.does.pinch([from, other.at], [at, other.at]);
    } else if (this.spent) {
      f.at = at;
      this.does.drag(from, at);
    }
  }

  release(id: number, at: Point, time: number, touch: boolean): void {
    const f = this.down.get(id);
    this.down.delete(id);
    clearTimeout(this.holding);
    if (f === undefined || this.down.size > 0) {
      return;
    }
    if (!this.spent && (!touch || time - f.since < TAP_MS) && !far(at, f.start, TAP_WAY)) {
      this.tapped(at, time, touch);
    }
  }

  cancel(id: number): void {
    this.down.delete(id);
    this.spent = true;
    clearTimeout(this.holding);
  }

  private tapped(at: Point, time: number, touch: boolean): void {
    const { last, fingers } = this;
    const again = touch && last !== null && last.fingers === fingers && time - last.time < DOUBLE_MS && !far(at, last.at, DOUBLE_WAY);
    this.last = again ? null : { at, time, fingers };
    clearTimeout(this.waiting);
    if (fingers > 1) {
      // One tap of two fingers has a meaning of its own, so it waits for a second one.
      if (again) {
        this.does.twoDoubleTap();
      } else {
        this.waiting = setTimeout(() => this.does.twoTap(), DOUBLE_MS);
      }
    } else if (again) {
      this.does.doubleTap(at);
    } else {
      this.does.tap(at, touch);
    }
  }
}

function far(a: Point, b: Point, way: number): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) >= way;
}
