// Names for what is not a cell: one bone, one vessel, one fat cell of the view. Pure.

import { toScreen, visible } from "./camera.js";
import { t } from "./i18n.js";
import type { Scene } from "./scene.js";
import type { Outlines } from "./tissue.js";

export interface Label {
  readonly text: string;
  /** Site in the middle of the text. */
  readonly x: number;
  readonly y: number;
  readonly color: string;
}

/** Key of the text, and color on a dark ground, of each letter of the tissue; B is the cortex. */
const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  b: ["picture.trabecula", "#f2efe9"], B: ["picture.cortex", "#f2efe9"], f: ["picture.fat", "#efe3c4"],
  s: ["picture.sinusoid", "#ffb9b4"], a: ["picture.arteriole", "#ffb0a4"], c: ["picture.capillary", "#ffc9c4"], v: ["picture.vein", "#ffb9b4"],
};

/** Samples over the view in each direction. */
const SAMPLES = 36;
/** Part of the view, from its edge, that is left free for the cards. */
const MARGIN = 0.16;
/** The same for a label that is there already. */
const KEEP = 0.05;
/** Scales between which structures are named [CSS pixels per site]. */
const FROM = 4;
const TO = 30;
/** Depth from which on a structure is worth a name [sites]; vessels are thinner. */
const LEAST: Readonly<Record<string, number>> = { b: 2, B: 2, c: -0.5 };
/** Least distance between two labels [CSS pixels]. */
const APART = 90;

/** Chooses what to name. A label stays where it is while it can be seen. */
export class Labels {
  private last: readonly Label[] = [];
  private skin = "";

  of(s: Scene): readonly Label[] {
    const o = s.outlines;
    if (o === null || s.camera.scale < FROM || s.camera.scale > TO) {
      this.last = [];
      return this.last;
    }
    if (this.skin !== s.skin.id) {
      this.skin = s.skin.id;
      this.last = [];
    }
    const kept = this.last.filter((l) => inside(s, l.x, l.y, KEEP) && letterAt(o, l.x, l.y) !== ".");
    const fresh = deepest(s, o).filter((f) => kept.every((k) => k.text !== f.text && Math.hypot(k.x - f.x, k.y - f.y) * s.camera.scale > APART));
    this.last = [...kept, ...fresh];
    return this.last;
  }
}

/** The point deepest inside of bone, vessel and fat, where there is one worth a name. */
function deepest(s: Scene, o: Outlines): Label[] {
  const best = new Map<string, { depth: number; x: number; y: number }>();
  const r = visible(s.camera, s.view);
  for (let i = 0; i < SAMPLES * SAMPLES; i++) {
    const x = Math.floor(r.x + r.w * (MARGIN + ((1 - 2 * MARGIN) * (i % SAMPLES)) / (SAMPLES - 1)));
    const y = Math.floor(r.y + r.h * (MARGIN + ((1 - 2 * MARGIN) * Math.floor(i / SAMPLES)) / (SAMPLES - 1)));
    const letter = letterAt(o, x, y);
    const field = letter === "b" ? o.bone : o.vessel;
    const depth = -(field[y * o.tissue.w + x] ?? 0);
    const kind = letter === "b" && cortical(o, x, y) ? "B" : letter;
    if ("bBsacv".includes(kind) && depth > (best.get(kind)?.depth ?? LEAST[kind] ?? 1.2)) {
      best.set(kind, { depth, x, y });
    }
  }
  const found = [...best].map(([kind, b]) => named(s, kind, b.x + 0.5, b.y + 0.5));
  const fat = o.tissue.fat.filter(([x, y, radius]) => inside(s, x, y, MARGIN) && radius * s.camera.scale > 26);
  const largest = fat.reduce<readonly [number, number, number] | null>((a, b) => (a === null || b[2] > a[2] ? b : a), null);
  return largest === null ? found : [...found, named(s, "f", largest[0], largest[1])];
}

function named(s: Scene, letter: string, x: number, y: number): Label {
  const [key, color] = NAMES[letter] ?? ["", "#fff"];
  return { text: t(key), color: s.skin.id === "atlas" ? color : s.skin.ink, x, y };
}

/** Part of an edge of the patch that is bone where the edge is the outside of the bone. */
const OUTER = 0.6;

/** Whether bone is of the outer wall: nothing but bone and its capillaries is between it and an edge of bone. */
function cortical(o: Outlines, x: number, y: number): boolean {
  return DIRECTIONS.some(([dx, dy], side) => outer(o)[side] === true && walled(o, x, y, dx, dy));
}

const DIRECTIONS = [[0, -1], [0, 1], [-1, 0], [1, 0]] as const;
const outers = new WeakMap<Outlines, readonly boolean[]>();

/** Which edges of the patch are the outside of the bone: top, bottom, left, right. */
function outer(o: Outlines): readonly boolean[] {
  const { w, h } = o.tissue;
  const bony = (n: number, at: (i: number) => string): boolean =>
    Array.from({ length: n }, (_, i) => at(i)).filter((l) => "bc".includes(l)).length > OUTER * n;
  const found = outers.get(o) ?? [
    bony(w, (i) => letterAt(o, i, 2)), bony(w, (i) => letterAt(o, i, h - 3)), bony(h, (i) => letterAt(o, 2, i)), bony(h, (i) => letterAt(o, w - 3, i)),
  ];
  outers.set(o, found);
  return found;
}

function walled(o: Outlines, x: number, y: number, dx: number, dy: number): boolean {
  const { w, h } = o.tissue;
  while (x >= 0 && y >= 0 && x < w && y < h) {
    if (!"bcx".includes(letterAt(o, x, y))) {
      return false;
    }
    x += dx;
    y += dy;
  }
  return true;
}

function inside(s: Scene, x: number, y: number, margin: number): boolean {
  const p = toScreen(s.camera, s.view, x, y);
  const [mx, my] = [s.view.w * margin, s.view.h * margin];
  return p.x >= mx && p.y >= my && p.x <= s.view.w - mx && p.y <= s.view.h - my;
}

function letterAt(o: Outlines, x: number, y: number): string {
  const { w, h, classes } = o.tissue;
  const [sx, sy] = [Math.floor(x), Math.floor(y)];
  return sx < 0 || sy < 0 || sx >= w || sy >= h ? "." : (classes[sy * w + sx] as string);
}
