// Where the viewer looks. Pure: positions are sites, sizes CSS pixels.

export interface Camera {
  /** Site in the middle of the view. */
  readonly x: number;
  readonly y: number;
  /** CSS pixels per site. */
  readonly scale: number;
}

export interface Size {
  readonly w: number;
  readonly h: number;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export const MIN_SCALE = 1 / 64;
export const MAX_SCALE = 96;
/** One notch of the wheel. */
export const NOTCH = 1.25;
/** From here on each cell shows its nucleus. */
export const CELLS_FROM = 6;
/** From here on granules and contacts are seen, and moves are drawn. */
export const DETAIL_FROM = 16;
/** Above this cells have labels. */
export const PORTRAIT_FROM = 40;
/** From here on each site is a disc. */
export const DISCS_FROM = 3;

/** Level of detail for a scale: one texel is at least one pixel. */
export function lodFor(scale: number, lods: number): number {
  return Math.min(Math.max(0, Math.ceil(-Math.log2(scale) - 1e-9)), lods - 1);
}

/** The whole world in the view. */
export function fit(world: Size, view: Size): Camera {
  const scale = Math.min(view.w / world.w, view.h / world.h) * 0.96;
  return { x: world.w / 2, y: world.h / 2, scale: clampScale(scale) };
}

/** Sites that the view shows. */
export function visible(c: Camera, view: Size): Rect {
  const w = view.w / c.scale;
  const h = view.h / c.scale;
  return { x: c.x - w / 2, y: c.y - h / 2, w, h };
}

export function toSite(c: Camera, view: Size, px: number, py: number): { x: number; y: number } {
  return { x: c.x + (px - view.w / 2) / c.scale, y: c.y + (py - view.h / 2) / c.scale };
}

export function toScreen(c: Camera, view: Size, x: number, y: number): { x: number; y: number } {
  return { x: (x - c.x) * c.scale + view.w / 2, y: (y - c.y) * c.scale + view.h / 2 };
}

/** Zooms so that the site under px, py stays there. */
export function zoomAt(c: Camera, view: Size, px: number, py: number, factor: number): Camera {
  const scale = clampScale(c.scale * factor);
  const at = toSite(c, view, px, py);
  return { scale, x: at.x - (px - view.w / 2) / scale, y: at.y - (py - view.h / 2) / scale };
}

export function pan(c: Camera, dx: number, dy: number): Camera {
  return { ...c, x: c.x - dx / c.scale, y: c.y - dy / c.scale };
}

/** Keeps at least a quarter of the view on the world. */
export function keep(c: Camera, world: Size, view: Size): Camera {
  const mx = view.w / c.scale / 4;
  const my = view.h / c.scale / 4;
  return { ...c, x: clamp(c.x, -mx, world.w + mx), y: clamp(c.y, -my, world.h + my) };
}

function clampScale(s: number): number {
  return clamp(s, MIN_SCALE, MAX_SCALE);
}

function clamp(v: number, low: number, high: number): number {
  return Math.min(Math.max(v, low), high);
}

/** Between two cameras, t from 0 to 1; zooming is even to the eye. */
export function between(a: Camera, b: Camera, t: number): Camera {
  const e = t * t * (3 - 2 * t);
  const scale = a.scale * (b.scale / a.scale) ** e;
  // Move so that the target drifts evenly on the screen while the scale changes.
  const f = a.scale === b.scale ? e : (1 / a.scale - 1 / scale) / (1 / a.scale - 1 / b.scale);
  return { scale, x: a.x + (b.x - a.x) * f, y: a.y + (b.y - a.y) * f };
}

/** A round length for the scale bar: 1, 2 or 5 times a power of ten, at most want. */
export function roundLength(want: number): number {
  const power = 10 ** Math.floor(Math.log10(want));
  const m = want / power;
  return (m >= 5 ? 5 : m >= 2 ? 2 : 1) * power;
}
