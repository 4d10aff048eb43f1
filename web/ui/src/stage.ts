// The picture: camera, drawing loop, subscription. What the mouse and keys do to it
// is in pointer.ts and actions.ts.

import {
  between, fit, keep, lodFor, NOTCH, pan, visible, zoomAt, type Camera, type Rect, type Size,
} from "./camera.js";
import { TILE } from "./codec.js";
import { byId, reducedMotion } from "./dom.js";
import { flatRenderer } from "./flat.js";
import { glRenderer } from "./gl.js";
import { Labels } from "./labels.js";
import { landing } from "./landing.js";
import type { Model } from "./model.js";
import { drawOverlay } from "./overlay.js";
import type { Renderer, Scene } from "./scene.js";
import { volumeLod } from "./volume.js";

/** Scale at which single cells are easily told apart [CSS pixels per site]. */
export const CELL_SCALE = 8.4;
const EASE = 1400;

export class Stage {
  camera: Camera = { x: 0, y: 0, scale: 1 };
  view: Size = { w: 1, h: 1 };
  /** The slice of the lattice that is shown. */
  slice = 0;
  /** Frames painted since the page opened, and the last tick painted: for tests and status. */
  painted = 0;
  readonly canvas = byId("picture") as HTMLCanvasElement;
  private readonly overlay = byId("overlay") as HTMLCanvasElement;
  private readonly names = new Labels();
  private renderer: Renderer | null;
  private ratio = 1;
  private queued = false;
  private subTimer = 0;
  private arrived = false;
  private inDepth = false;
  /** The user has taken the camera. */
  private moved = false;
  private flight = 0;

  constructor(private readonly model: Model, plain: boolean) {
    this.renderer = plain ? null : this.tryGl();
    if (this.renderer === null) {
      this.renderer = flatRenderer(this.canvas);
    }
    new ResizeObserver(() => this.resize()).observe(byId("stage"));
    this.canvas.addEventListener("redraw", () => this.redraw());
    model.bus.on(["picture", "highlight", "state"], () => this.redraw());
    model.bus.on(["welcome"], () => this.welcomed());
    this.resize();
  }

  get world(): Size {
    return this.model.world ?? { w: 1, h: 1 };
  }

  get rendererName(): string {
    return this.renderer?.name ?? "none";
  }

  /** The sites in the view, cut to the world. */
  get seen(): Rect {
    const r = visible(this.camera, this.view);
    const x = Math.max(0, r.x);
    const y = Math.max(0, r.y);
    return { x, y, w: Math.min(this.world.w, r.x + r.w) - x, h: Math.min(this.world.h, r.y + r.h) - y };
  }

  moveTo(c: Camera): void {
    this.moved = true;
    window.cancelAnimationFrame(this.flight);
    this.set(c);
  }

  panBy(dx: number, dy: number): void {
    this.moveTo(pan(this.camera, dx, dy));
  }

  zoomBy(notches: number, px = this.view.w / 2, py = this.view.h / 2): void {
    this.moveTo(zoomAt(this.camera, this.view, px, py, NOTCH ** notches));
  }

  /** Flies to a camera, or jumps where motion is not wanted. */
  flyTo(target: Camera, ms = 450): void {
    window.cancelAnimationFrame(this.flight);
    if (reducedMotion()) {
      this.set(target);
      return;
    }
    const from = this.camera;
    const start = performance.now();
    const step = (now: number): void => {
      const t = Math.min(1, Math.max(0, (now - start) / ms));
      this.set(between(from, target, t));
      if (t < 1) {
        this.flight = window.requestAnimationFrame(step);
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

  /** Asks for all slices, or for one again: model.tiles.volume holds them. */
  showDepth(on: boolean): void {
    this.inDepth = on;
    this.subscribe();
  }

  redraw(): void {
    if (!this.queued) {
      this.queued = true;
      window.requestAnimationFrame(() => this.paint());
    }
  }

  /** What is drawn now. */
  scene(): Scene {
    const m = this.model;
    return {
      world: this.world, types: m.welcome?.types ?? [], camera: this.camera, view: this.view, ratio: this.ratio,
      level: m.tiles.shown, outlines: m.outlines, highlight: m.highlight, solo: m.solo,
    };
  }

  /** The picture with what is written over it, scale times as large as on the screen. */
  async snapshot(scale: number): Promise<HTMLCanvasElement> {
    this.paint();
    const out = document.createElement("canvas");
    out.width = Math.round(this.view.w * scale);
    out.height = Math.round(this.view.h * scale);
    const c = out.getContext("2d");
    c?.drawImage(this.canvas, 0, 0, out.width, out.height);
    c?.drawImage(this.overlay, 0, 0, out.width, out.height);
    return Promise.resolve(out);
  }

  private tryGl(): Renderer | null {
    try {
      return glRenderer(this.canvas);
    } catch (e) {
      console.warn(e);
      return null;
    }
  }

  private set(c: Camera): void {
    this.camera = keep(c, this.world, this.view);
    this.redraw();
    this.model.bus.emit("camera");
    window.clearTimeout(this.subTimer);
    this.subTimer = window.setTimeout(() => this.subscribe(), 60);
  }

  private welcomed(): void {
    if (!this.arrived) {
      this.arrive();
    }
    this.subscribe();
  }

  /** First sight: the whole patch, then closer until cells are seen. */
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
    const t = this.model.outlines?.tissue;
    const at = t === undefined ? this.camera : landing(t, this.view.w / scale, this.view.h / scale);
    this.flyTo({ x: at.x, y: at.y, scale }, EASE);
  }

  private resize(): void {
    const box = byId("stage").getBoundingClientRect();
    this.view = { w: Math.max(1, box.width), h: Math.max(1, box.height) };
    this.ratio = Math.min(2, window.devicePixelRatio || 1);
    for (const c of [this.canvas, this.overlay]) {
      c.width = Math.round(this.view.w * this.ratio);
      c.height = Math.round(this.view.h * this.ratio);
    }
    this.set(this.camera);
  }

  private paint(): void {
    this.queued = false;
    const s = this.scene();
    this.renderer?.draw(s);
    drawOverlay(this.overlay, s, this.names);
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
    const lod = lodFor(this.camera.scale, w.lods);
    const edge = TILE * 2 ** lod;
    const r = visible(this.camera, this.view);
    const x0 = Math.floor(r.x / edge) - 1;
    const y0 = Math.floor(r.y / edge) - 1;
    const x1 = Math.ceil((r.x + r.w) / edge) + 1;
    const y1 = Math.ceil((r.y + r.h) / edge) + 1;
    this.model.look({ x: x0 * edge, y: y0 * edge, w: (x1 - x0) * edge, h: (y1 - y0) * edge, z: this.slice, d: 1, lod });
  }
}
