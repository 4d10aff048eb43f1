// Names for what is not a cell: one bone, one vessel, one fat cell of the view. Pure.

import { toScreen, visible } from "./camera.js";
import type { Scene } from "./scene.js";
import type { Outlines } from "./tissue.js";

export interface Label {
  readonly text: string;
  /** Site in the middle of the text. */
  readonly x: number;
  readonly y: number;
  readonly color: string;
}

const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  b: ["bone", "#f2efe9"], f: ["fat cell", "#efe3c4"], s: ["sinusoid", "#ffb9b4"], a: ["arteriole", "#ffb0a4"],
  c: ["trans-cortical capillary", "#ffc9c4"], v: ["central vein", "#ffb9b4"],
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
/** Least distance between two labels [CSS pixels]. */
const APART = 90;

/** Chooses what to name. A label stays where it is while it can be seen. */
export class Labels {
  private last: readonly Label[] = [];

  of(s: Scene): readonly Label[] {
    const o = s.outlines;
    if (o === null || s.camera.scale < FROM || s.camera.scale > TO) {
      this.last = [];
      return this.last;
    }
    const kept = this.last.filter((l) => inside(s, l.x, l.y, KEEP) && letterAt(o, l.x, l.y) !== ".");
    const fresh = deepest(s, o).filter((f) => kept.every((k) => k.color !== f.color && Math.hypot(k.x - f.x, k.y - f.y) * s.camera.scale > APART));
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
    const kind = letter === "b" || letter === "." || letter === "x" || letter === "f" ? letter : "vessel";
    if ("bvessel".includes(kind) && depth > (best.get(kind)?.depth ?? (kind === "b" ? 2 : 1.2))) {
      best.set(kind, { depth, x, y });
    }
  }
  const found = [...best.values()].map((b) => named(letterAt(o, b.x, b.y), b.x + 0.5, b.y + 0.5));
  const fat = o.tissue.fat.filter(([x, y, radius]) => inside(s, x, y, MARGIN) && radius * s.camera.scale > 26);
  const largest = fat.reduce<readonly [number, number, number] | null>((a, b) => (a === null || b[2] > a[2] ? b : a), null);
  return largest === null ? found : [...found, named("f", largest[0], largest[1])];
}

function named(letter: string, x: number, y: number): Label {
  const [text, color] = NAMES[letter] ?? ["", "#fff"];
  return { text, color, x, y };
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
