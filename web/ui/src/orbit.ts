// The eye of the view in depth. Pure: lengths are texels of the volume.

export type Vec = readonly [number, number, number];

/** Where one looks from, and how the picture lies in space. Y of the lattice goes down, so does the picture's. */
export interface Eye {
  readonly at: Vec;
  readonly right: Vec;
  readonly down: Vec;
  readonly ahead: Vec;
  /** Half of the picture's height, at distance 1. */
  readonly wide: number;
}

/** A turn around the middle of a volume. */
export interface Orbit {
  /** Radians: around the vertical, and up. */
  readonly yaw: number;
  readonly pitch: number;
  /** Distance, in diagonals of the volume. */
  readonly far: number;
}

export const START: Orbit = { yaw: -0.62, pitch: 0.5, far: 1.25 };
const NEAR = 0.25;
const FAR = 3;

export function turned(o: Orbit, yaw: number, pitch: number): Orbit {
  return { ...o, yaw: o.yaw + yaw, pitch: Math.min(1.55, Math.max(-1.55, o.pitch + pitch)) };
}

export function nearer(o: Orbit, factor: number): Orbit {
  return { ...o, far: Math.min(FAR, Math.max(NEAR, o.far / factor)) };
}

/** The eye of an orbit around a volume of a size, whose middle is `aside` half heights of the picture to the right. */
export function eyeOf(o: Orbit, size: Vec, aside = 0): Eye {
  const far = o.far * Math.hypot(...size);
  const [cp, sp, cy, sy] = [Math.cos(o.pitch), Math.sin(o.pitch), Math.cos(o.yaw), Math.sin(o.yaw)];
  const ahead: Vec = [-sy * cp, sp, cy * cp];
  const middle: Vec = [size[0] / 2, size[1] / 2, size[2] / 2];
  const e = looking(add(middle, ahead, -far), ahead, 0.42);
  return { ...e, at: add(e.at, e.right, -aside * e.wide * far) };
}

/** An eye at a place, looking in a direction. */
export function looking(at: Vec, direction: Vec, wide: number): Eye {
  const ahead = unit(direction);
  const flat = Math.hypot(ahead[0], ahead[2]);
  const right: Vec = flat < 1e-6 ? [1, 0, 0] : [ahead[2] / flat, 0, -ahead[0] / flat];
  const down = cross(ahead, right);
  return { at, right, down: down[1] < 0 ? scale(down, -1) : down, ahead, wide };
}

/** Where a point is in a picture of w x h, and how far away; null behind the eye. */
export function project(e: Eye, p: Vec, w: number, h: number): { x: number; y: number; far: number } | null {
  const d = add(p, e.at, -1);
  const far = dot(d, e.ahead);
  if (far < 0.01) {
    return null;
  }
  const k = h / 2 / (e.wide * far);
  return { x: w / 2 + dot(d, e.right) * k, y: h / 2 + dot(d, e.down) * k, far };
}

export function add(a: Vec, b: Vec, k = 1): Vec {
  return [a[0] + b[0] * k, a[1] + b[1] * k, a[2] + b[2] * k];
}

export function dot(a: Vec, b: Vec): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function scale(a: Vec, k: number): Vec {
  return [a[0] * k, a[1] * k, a[2] * k];
}

export function unit(a: Vec): Vec {
  return scale(a, 1 / Math.max(1e-9, Math.hypot(...a)));
}

function cross(a: Vec, b: Vec): Vec {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
