// What happened between two pictures that are one tick apart: who moved where, who is
// new, who is gone. The server tells it where cells are told apart; elsewhere it is read off
// the sites, and two like cells that change places are taken for ones that stayed. Pure.

import type { Rect } from "./camera.js";
import { STEP, type StepRecord } from "./codec.js";
import type { Level } from "./tiles.js";

/** A change of the picture on its way. */
export interface Motion {
  /** How much of it has been drawn, 0..1. */
  readonly part: number;
  /** Where the cell of a site came from, and whether it was born there; undefined if it stayed. */
  came(x: number, y: number): Origin | undefined;
  readonly gone: readonly { readonly x: number; readonly y: number; readonly code: number }[];
}

export interface Origin {
  readonly x: number;
  readonly y: number;
  readonly born: boolean;
}

/** The codes of a piece of a level. */
export interface Snapshot {
  readonly box: Rect;
  readonly tick: number;
  readonly codes: Uint8Array;
}

export function snapshot(level: Level, r: Rect, tick: number): Snapshot {
  const x = Math.max(0, Math.floor(r.x));
  const y = Math.max(0, Math.floor(r.y));
  const box = { x, y, w: Math.max(0, Math.min(level.w, Math.ceil(r.x + r.w)) - x), h: Math.max(0, Math.min(level.h, Math.ceil(r.y + r.h)) - y) };
  const codes = new Uint8Array(box.w * box.h);
  for (let j = 0; j < box.h; j++) {
    for (let i = 0; i < box.w; i++) {
      codes[j * box.w + i] = level.at(x + i, y + j);
    }
  }
  return { box, tick, codes };
}

/** Sites beside a site, nearest first. */
const AROUND = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [1, -1], [-1, -1]] as const;

/** Reads the changes off two snapshots of the same place; cells are codes of which isCell is true. */
export function changes(before: Snapshot, after: Snapshot, isCell: (code: number) => boolean): Omit<Motion, "part"> {
  const { x, y, w, h } = after.box;
  const origins = new Map<number, Origin>();
  const left = new Set<number>();
  const came: number[] = [];
  for (let i = 0; i < w * h; i++) {
    const [a, b] = [before.codes[i] as number, after.codes[i] as number];
    if (a !== b) {
      if (isCell(a)) {
        left.add(i);
      }
      if (isCell(b)) {
        came.push(i);
      }
    }
  }
  const beside = (i: number, wanted: (j: number) => boolean): number | undefined => {
    const [px, py] = [i % w, Math.floor(i / w)];
    return AROUND.filter(([dx, dy]) => px + dx >= 0 && px + dx < w && py + dy >= 0 && py + dy < h)
      .map(([dx, dy]) => i + dx + dy * w).find(wanted);
  };
  for (const i of came) {
    const code = after.codes[i];
    const from = beside(i, (j) => left.has(j) && before.codes[j] === code);
    if (from !== undefined) {
      left.delete(from);
      origins.set(i, { x: x + (from % w), y: y + Math.floor(from / w), born: false });
    } else if (!left.has(i)) {
      // A free site has a new cell: its mother is beside it, or it came from elsewhere.
      const mother = beside(i, (j) => after.codes[j] === code && before.codes[j] === code) ?? i;
      origins.set(i, { x: x + (mother % w), y: y + Math.floor(mother / w), born: true });
    }
  }
  // A cell that became another type where it stands is not gone.
  const gone = [...left].filter((i) => !isCell(after.codes[i] as number))
    .map((i) => ({ x: x + (i % w), y: y + Math.floor(i / w), code: before.codes[i] as number }));
  return { came: (px, py) => origins.get((py - y) * w + px - x), gone };
}

/** The same as the server tells it. */
export function told(steps: readonly StepRecord[]): Omit<Motion, "part"> {
  const origins = new Map<number, Origin>();
  const at = (x: number, y: number): number => y * 2 ** 22 + x; // no world is wider
  for (const s of steps) {
    if (s.kind === STEP.moved || s.kind === STEP.divided || s.kind === STEP.entered) {
      origins.set(at(s.to[0], s.to[1]), { x: s.from[0], y: s.from[1], born: s.kind !== STEP.moved });
    }
  }
  const gone = steps.filter((s) => s.kind === STEP.left || s.kind === STEP.died).map((s) => ({ x: s.from[0], y: s.from[1], code: s.code }));
  return { came: (x, y) => origins.get(at(x, y)), gone };
}
