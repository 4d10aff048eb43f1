// Paints a world: what there is to draw, which renderer draws it, and how one picture
// passes into the next.

import { CELLS_FROM, DETAIL_FROM, DISCS_FROM, visible, type Camera, type Size } from "./camera.js";
import { el, reducedMotion } from "./dom.js";
import { FlashLimit, luminances } from "./flash.js";
import { flatRenderer } from "./flat.js";
import { glRenderer } from "./gl.js";
import { Labels } from "./labels.js";
import { Looks } from "./looks.js";
import type { Model } from "./model.js";
import { changes, snapshot, told, type Motion, type Snapshot } from "./moves.js";
import { drawOverlay, drawScaleBar, overlayKey } from "./overlay.js";
import { isCell } from "./palettes.js";
import type { CellLabel, Marks, Renderer, Scene } from "./scene.js";
import type { Tiles } from "./tiles.js";

/** How long a level passes into the next one [ms]. */
const FADE = 150;
/** Longest time that a tick's moves take on the screen [ms]. */
const LONGEST_MOVE = 600;
/** Least time between pictures without a graphics card [ms]: 15 a second. */
const FLAT_PAUSE = 66;
/** Largest edge of an exported picture [pixels]. */
const LARGEST = 8192;

/** Where the viewer looks, on which screen. */
export interface Look {
  readonly camera: Camera;
  readonly view: Size;
  readonly ratio: number;
  readonly moving: boolean;
}

export class Painter {
  /** What is known of the cells in the view, and what is marked; set by those who know. */
  labels: readonly CellLabel[] = [];
  marks: Marks = { selected: null, trail: [] };
  /** Types are told apart by color where form cannot be seen. */
  maturity = false;
  private readonly names = new Labels();
  private readonly flashes = new FlashLimit();
  private readonly renderer: Renderer | null;
  private looks: Looks | null = null;
  /** What the overlay shows. */
  private written: readonly unknown[] = [null];
  private band = "";
  private fadeFrom = -Infinity;
  private last: { camera: Camera; tick: number; veiled: number } | null = null;
  private before: Snapshot | null = null;
  private moves: { read: Omit<Motion, "part">; from: number; ms: number } | null = null;
  private framed = 0;

  /** again asks for another paint. */
  constructor(
    private readonly model: Model,
    private readonly canvas: HTMLCanvasElement,
    private readonly overlay: HTMLCanvasElement,
    plain: boolean,
    private readonly tiles: () => Tiles,
    private readonly again: () => void,
  ) {
    this.renderer = (plain ? null : tryGl(canvas)) ?? flatRenderer(canvas);
    canvas.addEventListener("redraw", again);
    model.bus.on(["steps"], () => {
      if (this.moves !== null) {
        this.moves = { ...this.moves, read: this.told() ?? this.moves.read };
      }
    });
    model.bus.on(["highlight", "palette", "welcome"], () => {
      this.looks = null;
      again();
    });
  }

  get rendererName(): string {
    return this.renderer?.name ?? "none";
  }

  /** Least time between two pictures [ms]. */
  get pause(): number {
    return this.rendererName === "WebGL2" ? 0 : FLAT_PAUSE;
  }

  /** A frame has come: reads off who moved, where that can be seen. */
  frame(look: Look): void {
    const tiles = this.tiles();
    const level = tiles.shown;
    const now = performance.now();
    const since = now - this.framed;
    this.framed = now;
    this.moves = null;
    if (level === null || level.lod > 0 || look.camera.scale < DETAIL_FROM || reducedMotion()) {
      this.before = null;
      return;
    }
    const r = visible(look.camera, look.view);
    const after = snapshot(level, { x: r.x - 2, y: r.y - 2, w: r.w + 4, h: r.h + 4 }, tiles.tick);
    if (this.before?.tick === after.tick - 1 && sameBox(this.before, after)) {
      const cells = new Set(this.model.welcome?.types.filter(isCell).map((t) => t.code));
      this.moves = { read: this.told() ?? changes(this.before, after, (c) => cells.has(c)), from: now, ms: Math.min(LONGEST_MOVE, since) };
    }
    this.before = after;
  }

  /** Who moved, as the server tells of the tick that is shown; null if it does not, or not yet. */
  private told(): Omit<Motion, "part"> | null {
    const { steps } = this.model;
    const tiles = this.tiles();
    return steps !== null && tiles === this.model.tiles && steps.tick === tiles.tick && steps.z === tiles.shown?.z ? told(steps.list) : null;
  }

  /** What is drawn now. */
  scene(look: Look): Scene {
    const m = this.model;
    const tiles = this.tiles();
    const types = m.welcome?.types ?? [];
    this.looks ??= new Looks(types, m.palettes, m.highlight, m.solo, m.hidden);
    return {
      world: m.world ?? { w: 1, h: 1 }, types, camera: snapped(look), view: look.view, ratio: look.ratio, moving: look.moving,
      level: tiles.shown, backdrop: tiles.backdrop, outlines: m.outlines, looks: this.looks, skin: m.palettes.skin,
      maturity: this.maturity, motion: this.motion(), labels: this.labels, marks: this.marks,
    };
  }

  paint(look: Look): void {
    const s = this.scene(look);
    const now = performance.now();
    const veil = Math.max(this.fade(s, now), this.limit(s, now));
    this.renderer?.draw(s);
    if (veil > 0.01) {
      this.renderer?.veil(s, veil);
      this.again();
    } else if (s.motion !== null && s.motion.part < 1) {
      this.again();
    }
    const written = overlayKey(s);
    if (!written.every((k, i) => k === this.written[i])) {
      this.written = written;
      drawOverlay(this.overlay, s, this.names);
    }
  }

  /**
   * The picture with what is written over it and a scale bar, scale pixels for each of
   * the page. At the screen's own scale its pixels are those of the screen.
   */
  snapshot(look: Look, scale: number): HTMLCanvasElement {
    const ratio = Math.min(scale, LARGEST / Math.max(look.view.w, look.view.h));
    const s: Scene = { ...this.scene({ ...look, ratio, moving: false }), motion: null };
    const out = blank(Math.round(look.view.w * ratio), Math.round(look.view.h * ratio));
    const over = blank(out.width, out.height);
    drawOverlay(over, s, this.names);
    drawScaleBar(over, s, this.model.world?.um ?? 10);
    const c = out.getContext("2d");
    c?.drawImage(ratio === look.ratio ? this.canvas : this.drawn(s, out.width, out.height), 0, 0);
    c?.drawImage(over, 0, 0);
    return out;
  }

  /** A scene on a canvas of its own. */
  private drawn(s: Scene, w: number, h: number): HTMLCanvasElement {
    const canvas = blank(w, h);
    const r = (this.rendererName === "WebGL2" ? tryGl(canvas) : null) ?? flatRenderer(canvas);
    r?.draw(s);
    s.level?.everywhere(); // what it has taken note of, the renderer on the screen has not
    return canvas;
  }

  private motion(): Motion | null {
    if (this.moves === null) {
      return null;
    }
    const t = Math.min(1, (performance.now() - this.moves.from) / this.moves.ms);
    return { ...this.moves.read, part: t * t * (3 - 2 * t) };
  }

  /** How much of the former level still covers the new one. */
  private fade(s: Scene, now: number): number {
    const band = `${s.level?.lod ?? -1} ${s.camera.scale >= CELLS_FROM} ${s.camera.scale >= DISCS_FROM}`;
    if (band !== this.band) {
      const first = this.band === "" || this.band.startsWith("-1");
      this.band = band;
      if (!first && !reducedMotion()) {
        this.renderer?.keep();
        this.fadeFrom = now;
      }
    }
    return Math.max(0, 1 - (now - this.fadeFrom) / FADE);
  }

  /** How much of the former picture must cover the new one so that nothing flashes. */
  private limit(s: Scene, now: number): number {
    const tick = this.tiles().tick;
    const { last } = this;
    const stays = last !== null && last.camera.x === s.camera.x && last.camera.y === s.camera.y && last.camera.scale === s.camera.scale;
    if (!stays) {
      this.flashes.reset();
    }
    if (stays && last.veiled === 0 && Math.abs(tick - last.tick) <= 1) {
      this.last = { camera: s.camera, tick, veiled: 0 };
      return 0;
    }
    const veiled = this.flashes.opacity(luminances(s), now);
    if (veiled > 0) {
      this.renderer?.keep();
    }
    this.last = { camera: s.camera, tick, veiled };
    return veiled;
  }
}

function blank(w: number, h: number): HTMLCanvasElement {
  return el("canvas", { width: w, height: h });
}

function tryGl(canvas: HTMLCanvasElement): Renderer | null {
  try {
    return glRenderer(canvas);
  } catch (e) {
    console.warn(e);
    return null;
  }
}

/** The camera on whole device pixels. */
function snapped({ camera: c, view, ratio }: Look): Camera {
  const scale = c.scale * ratio;
  const on = (v: number, size: number): number => {
    const half = Math.round(size * ratio) / 2;
    return (Math.round(v * scale - half) + half) / scale;
  };
  return { scale: c.scale, x: on(c.x, view.w), y: on(c.y, view.h) };
}

function sameBox(a: Snapshot, b: Snapshot): boolean {
  return a.box.x === b.box.x && a.box.y === b.box.y && a.box.w === b.box.w && a.box.h === b.box.h;
}
