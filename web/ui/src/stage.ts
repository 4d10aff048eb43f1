// The picture: camera, drawing loop, subscription. What the mouse and keys do to it
// is in pointer.ts and actions.ts.

import {
  between, fit, keep, lodFor, NOTCH, pan, visible, zoomAt, type Camera, type Rect, type Size,
} from "./camera.js";
import { TILE } from "./codec.js";
import { byId, reducedMotion } from "./dom.js";
import { entrance, landing } from "./landing.js";
import type { Model } from "./model.js";
import { Painter, type Look } from "./painter.js";
import type { Scene } from "./scene.js";
import { volumeLod } from "./volume.js";

/** Scale at which single cells are easily told apart [CSS pixels per site]. */
export const CELL_SCALE = 8.4;
const EASE = 1400;
/** How near the first flight goes to a hole of the bone, as a part of the last scale. */
const HOLE = 0.6;
/** How long a notch of the wheel takes [ms]. */
const NOTCH_MS = 150;
/** How long after its last step the camera counts as moving [ms]. */
const SETTLE = 140;

export class Stage {
  camera: Camera = { x: 0, y: 0, scale: 1 };
  view: Size = { w: 1, h: 1 };
  /** The slice of the lattice that is shown. */
  slice = 0;
  /** Levels of detail below that which the scale wants, for who has a slow line or a slow server. */
  coarser = 0;
  /** Frames painted since the page opened, and the last tick painted: for tests and status. */
  painted = 0;
  readonly canvas = byId("picture") as HTMLCanvasElement;
  readonly painter: Painter;
  private readonly overlay = byId("overlay") as HTMLCanvasElement;
  private readonly after: (() => void)[] = [];
  private ratio = 1;
  private queued = false;
  private subTimer = 0;
  private arrived = false;
  private inDepth = false;
  /** The user has taken the camera. */
  private moved = false;
  private flight = 0;
  /** Where a flight ends. */
  private goal: Camera | null = null;
  private zooming = false;
  private settleTimer = 0;
  private paintedAt = 0;

  constructor(private readonly model: Model, plain: boolean) {
    this.painter = new Painter(model, this.canvas, this.overlay, plain, () => model.tiles, () => this.redraw());
    new ResizeObserver(() => this.resize()).observe(this.canvas);
    model.bus.on(["picture"], () => {
      this.painter.frame(this.look);
      this.redraw();
    });
    model.bus.on(["state"], () => this.redraw());
    model.bus.on(["welcome"], () => this.welcomed());
    this.resize();
  }

  get world(): Size {
    return this.model.world ?? { w: 1, h: 1 };
  }

  get rendererName(): string {
    return this.painter.rendererName;
  }

  /** The sites in the view, cut to the world. */
  get seen(): Rect {
    const r = visible(this.camera, this.view);
    const x = Math.max(0, r.x);
    const y = Math.max(0, r.y);
    return { x, y, w: Math.min(this.world.w, r.x + r.w) - x, h: Math.min(this.world.h, r.y + r.h) - y };
  }

  /** The level of detail that is asked for. */
  get lod(): number {
    const lods = this.model.world?.lods ?? 1;
    return Math.min(lodFor(this.camera.scale, lods) + this.coarser, lods - 1);
  }

  moveTo(c: Camera): void {
    this.moved = true;
    this.goal = null;
    window.cancelAnimationFrame(this.flight);
    this.set(c);
  }

  panBy(dx: number, dy: number): void {
    this.moveTo(pan(this.camera, dx, dy));
  }

  /** Zooms around a point of the view: whole notches softly, parts of them, of fingers, at once. */
  zoomBy(notches: number, px = this.view.w / 2, py = this.view.h / 2): void {
    if (Math.abs(notches) < 0.75 || reducedMotion()) {
      this.moveTo(zoomAt(this.camera, this.view, px, py, NOTCH ** notches));
      return;
    }
    this.moved = true;
    this.flyTo(zoomAt(this.goal ?? this.camera, this.view, px, py, NOTCH ** notches), NOTCH_MS);
  }

  /** Flies to a camera, or jumps where motion is not wanted; then does what comes next, if nobody interferes. */
  flyTo(target: Camera, ms = 450, then?: () => void): void {
    window.cancelAnimationFrame(this.flight);
    if (reducedMotion()) {
      this.set(target);
      then?.();
      return;
    }
    const from = this.camera;
    const start = performance.now();
    this.goal = target;
    const step = (now: number): void => {
      const part = Math.min(1, Math.max(0, (now - start) / ms));
      this.set(between(from, target, part));
      if (part < 1) {
        this.flight = window.requestAnimationFrame(step);
      } else {
        this.goal = null;
        then?.();
      }
    };
    this.flight = window.requestAnimationFrame(step);
  }

  fit(): void {
    this.flyTo(fit(this.world, this.view));
  }

  cells(): void {
    this.flyTo({ ...this.camera, scale: CELL_SCALE });
  }

  /** Turns to a slice of the lattice, or the nearest there is. */
  turnTo(z: number): void {
    this.slice = Math.min(Math.max(0, z), (this.model.world?.d ?? 1) - 1);
    this.subscribe();
    this.model.bus.emit("camera");
  }

  /** Asks for so many levels less of detail from now on, or for more. */
  coarsen(by: number): void {
    this.coarser = Math.min(Math.max(0, this.coarser + by), (this.model.world?.lods ?? 1) - 1);
    this.subscribe();
    this.model.bus.emit("camera");
  }

  /** Asks for all slices, or for one again: model.tiles.volume holds them. */
  showDepth(on: boolean): void {
    this.inDepth = on;
    this.subscribe();
  }

  /** Calls f whenever the picture was painted. */
  afterPaint(f: () => void): void {
    this.after.push(f);
  }

  redraw(): void {
    if (!this.queued) {
      this.queued = true;
      const wait = this.paintedAt + this.painter.pause - performance.now();
      window.setTimeout(() => window.requestAnimationFrame(() => this.paint()), Math.max(0, wait));
    }
  }

  /** What is drawn now. */
  scene(): Scene {
    return this.painter.scene(this.look);
  }

  /** The picture with labels and scale bar, 1 to 8 times as large as on the screen. */
  snapshot(scale = 1): Promise<HTMLCanvasElement> {
    return Promise.resolve(this.painter.snapshot(this.look, scale));
  }

  get look(): Look {
    return { camera: this.camera, view: this.view, ratio: this.ratio, moving: this.zooming };
  }

  private set(c: Camera): void {
    const next = keep(c, this.world, this.view);
    if (next.scale !== this.camera.scale) {
      this.settle();
    }
    this.camera = next;
    this.redraw();
    this.model.bus.emit("camera");
    window.clearTimeout(this.subTimer);
    this.subTimer = window.setTimeout(() => this.subscribe(), 60);
  }

  /** Notes that the zoom moves, until it has not for a moment. */
  private settle(): void {
    this.zooming = !reducedMotion();
    window.clearTimeout(this.settleTimer);
    this.settleTimer = window.setTimeout(() => {
      this.zooming = false;
      this.redraw();
    }, SETTLE);
  }

  private welcomed(): void {
    if (!this.arrived) {
      this.arrive();
    }
    this.subscribe();
  }

  /** First sight: the whole patch, then in through a hole of the bone until cells are seen. */
  private arrive(): void {
    this.arrived = true;
    this.slice = Math.floor((this.model.world?.d ?? 1) / 2); // the first slice of a volume is its edge
    this.set(fit(this.world, this.view));
    const opened = performance.now();
    const go = (): void => {
      const past = performance.now() - opened;
      if ((past > 700 || reducedMotion()) && (this.model.outlines !== null || past > 4000)) {
        this.closer();
      } else if (!this.moved) {
        window.setTimeout(go, 50);
      }
    };
    go();
  }

  private closer(): void {
    const scale = Math.max(CELL_SCALE, this.camera.scale);
    const tissue = this.model.outlines?.tissue;
    const at = tissue === undefined ? this.camera : landing(tissue, this.view.w / scale, this.view.h / scale);
    const hole = tissue === undefined || reducedMotion() ? null : entrance(tissue, at);
    const land = (): void => this.flyTo({ x: at.x, y: at.y, scale }, EASE);
    if (hole === null) {
      land();
    } else {
      this.flyTo({ ...hole, scale: scale * HOLE }, EASE, land);
    }
  }

  private resize(): void {
    const box = this.canvas.getBoundingClientRect();
    this.view = { w: Math.max(1, box.width), h: Math.max(1, box.height) };
    this.ratio = Math.min(2, window.devicePixelRatio || 1);
    const [w, h] = [Math.round(this.view.w * this.ratio), Math.round(this.view.h * this.ratio)];
    for (const c of [this.canvas, this.overlay].filter((one) => one.width !== w || one.height !== h)) {
      c.width = w; // which empties it
      c.height = h;
    }
    this.set(this.camera);
  }

  private paint(): void {
    this.queued = false;
    this.paintedAt = performance.now();
    this.painter.paint(this.look);
    this.after.forEach((f) => f());
    this.painted++;
    this.model.painted();
  }

  /** Says which tiles are wanted. */
  private subscribe(): void {
    const w = this.model.world;
    if (w === null) {
      return;
    }
    if (this.inDepth) {
      this.model.look({ x: 0, y: 0, w: w.w, h: w.h, z: 0, d: w.d, lod: volumeLod(w) });
      return;
    }
    const { lod } = this;
    const edge = TILE * 2 ** lod;
    const r = visible(this.camera, this.view);
    const x0 = Math.floor(r.x / edge) - 1;
    const y0 = Math.floor(r.y / edge) - 1;
    const x1 = Math.ceil((r.x + r.w) / edge) + 1;
    const y1 = Math.ceil((r.y + r.h) / edge) + 1;
    this.model.look({ x: x0 * edge, y: y0 * edge, w: (x1 - x0) * edge, h: (y1 - y0) * edge, z: this.slice, d: 1, lod });
  }
}
