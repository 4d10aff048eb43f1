// The circle of an intervention that acts on a place: it lies on the picture, follows
// pointer and keys, and says what is in its reach.

import { toScreen, toSite } from "./camera.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import { isCell } from "./palettes.js";
import type { Stage } from "./stage.js";

/** A circle in sites. */
export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly radius: number;
}

/** The five steps of the brush [um]. */
const RADII = [50, 100, 200, 400, 800];
const FIRST = 200;

export class Aim {
  private readonly ring = el("div", { class: "aim", hidden: true });
  private readonly told = el("output", { class: "float aim-told", hidden: true });
  private circle: Circle | null = null;
  private changed: (c: Circle) => void = () => undefined;

  constructor(private readonly model: Model, private readonly stage: Stage, place: HTMLElement) {
    place.append(this.ring, this.told);
    place.addEventListener("pointerdown", (e) => this.point(e), { capture: true });
    model.bus.on(["camera", "picture"], () => this.show());
  }

  /** Shows the circle in the middle of the view; changed hears where it is, now and later. */
  start(changed: (c: Circle) => void): void {
    this.changed = changed;
    const radius = Math.round(FIRST / (this.model.world?.um ?? 10));
    this.move({ x: Math.round(this.stage.camera.x), y: Math.round(this.stage.camera.y), z: this.model.tiles.shown?.z ?? 0, radius });
  }

  stop(): void {
    this.circle = null;
    this.show();
  }

  /** Takes the next step of the brush, up or down. */
  resize(by: 1 | -1): void {
    const um = this.model.world?.um ?? 10;
    const steps = RADII.map((r) => Math.round(r / um));
    const c = this.circle;
    const next = c === null ? undefined : by > 0 ? steps.find((r) => r > c.radius) : steps.findLast((r) => r < c.radius);
    if (c !== null && next !== undefined) {
      this.move({ ...c, radius: next });
    }
  }

  /** Lays the circle where the pointer goes down, and keeps it there while it is held. */
  private point(e: PointerEvent): void {
    if (this.circle === null || e.button !== 0 || e.target !== this.stage.canvas) {
      return;
    }
    e.stopPropagation();
    const follow = (m: PointerEvent): void => {
      const box = this.stage.canvas.getBoundingClientRect();
      const at = toSite(this.stage.camera, this.stage.view, m.clientX - box.left, m.clientY - box.top);
      if (this.circle !== null) {
        this.move({ ...this.circle, x: inside(at.x, this.stage.world.w), y: inside(at.y, this.stage.world.h) });
      }
    };
    follow(e);
    const gone = new AbortController();
    window.addEventListener("pointermove", follow, { signal: gone.signal });
    window.addEventListener("pointerup", () => gone.abort(), { once: true });
    window.addEventListener("pointercancel", () => gone.abort(), { once: true });
  }

  private move(c: Circle): void {
    this.circle = c;
    this.changed(c);
    this.show();
  }

  private show(): void {
    const c = this.circle;
    this.ring.hidden = this.told.hidden = c === null;
    if (c === null) {
      return;
    }
    const at = toScreen(this.stage.camera, this.stage.view, c.x + 0.5, c.y + 0.5);
    const r = c.radius * this.stage.camera.scale;
    Object.assign(this.ring.style, { left: `${at.x - r}px`, top: `${at.y - r}px`, width: `${2 * r}px`, height: `${2 * r}px` });
    Object.assign(this.told.style, { left: `${Math.max(8, Math.min(this.stage.view.w - 220, at.x - 90))}px`, top: `${Math.max(8, Math.min(this.stage.view.h - 40, at.y + r + 8))}px` });
    const reach = this.reach(c);
    this.told.textContent = reach === null ? t("tools.reach-far") : t("tools.reach", reach);
  }

  /** Cells and exits in the circle; null where single cells are not held. */
  private reach(c: Circle): { cells: number; exits: number } | null {
    const level = this.model.tiles.shown;
    if (level === null || level.lod > 0) {
      return null;
    }
    const cell = new Set((this.model.welcome?.types ?? []).filter(isCell).map((k) => k.code));
    let cells = 0;
    for (let y = Math.max(0, c.y - c.radius); y <= Math.min(level.h - 1, c.y + c.radius); y++) {
      for (let x = Math.max(0, c.x - c.radius); x <= Math.min(level.w - 1, c.x + c.radius); x++) {
        if (within(c, x, y) && cell.has(level.at(x, y))) {
          cells++;
        }
      }
    }
    const exits = (this.model.outlines?.tissue.exits ?? []).filter((e) => within(c, e.x, e.y)).length;
    return { cells, exits };
  }
}

function within(c: Circle, x: number, y: number): boolean {
  return (x - c.x) ** 2 + (y - c.y) ** 2 <= c.radius ** 2;
}

function inside(v: number, edge: number): number {
  return Math.min(Math.max(0, Math.floor(v)), edge - 1);
}
