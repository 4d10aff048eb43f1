// Pointing and dragging inside a chart, with mouse, pen and finger alike: a drag
// along the axis of time scrubs.

import type { Cursor } from "./cursor.js";

/** Pointer moves of less than this are a click [CSS pixels]. */
const STILL = 3;

/**
 * Follows the pointer over e. dayAt is the day below a place; scrub gets the days that
 * are dragged to, and whether the drag is over.
 */
export function follow(e: HTMLElement, cursor: Cursor, dayAt: (x: number) => number, scrub: (day: number, done: boolean) => void): void {
  let from: number | null = null;
  let dragged = false;
  const day = (p: PointerEvent): number => dayAt(p.clientX - e.getBoundingClientRect().left);
  e.style.touchAction = "pan-y";
  e.addEventListener("pointerdown", (p) => {
    if (p.button === 0) {
      from = p.clientX;
      dragged = false;
      e.setPointerCapture(p.pointerId);
      cursor.set(day(p));
    }
  });
  e.addEventListener("pointermove", (p) => {
    cursor.set(day(p));
    dragged ||= from !== null && Math.abs(p.clientX - from) >= STILL;
    if (from !== null && dragged) {
      scrub(day(p), false);
    }
  });
  const end = (p: PointerEvent): void => {
    if (from !== null && dragged) {
      scrub(day(p), true);
    }
    from = null;
  };
  e.addEventListener("pointerup", end);
  e.addEventListener("pointercancel", end);
  e.addEventListener("pointerleave", () => cursor.set(null));
}
