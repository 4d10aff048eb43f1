// The cell that is selected: asks the server about it, knows where it is and where it
// was, and moves the camera after it if it is followed. No DOM.

import type { Camera } from "./camera.js";
import { toScreen } from "./camera.js";
import type { CellInfo, Found, Kin, Relative } from "./cellwire.js";
import type { Model } from "./model.js";
import type { Stage } from "./stage.js";
import { standing } from "./stamps.js";

/** A place on the lattice. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** How many places a trail has. */
const TRAIL = 160;
/** The share of the view around its middle in which a followed cell may move before the camera does. */
const DEAD_ZONE = 0.3;
/** The card is brought up to date this often, the family less often [ms]. */
const REFRESH = 1000;
const REFRESH_KIN = 3000;
/** A flight to a cell takes this long; meanwhile the camera does not follow [ms]. */
const FLIGHT = 500;
/** A followed cell is shown at least as large as this [px a site]. */
const NEAR = 16;

export class Individuals {
  /** What was clicked, as it was told last; null if nothing is selected. */
  info: CellInfo | null = null;
  /** Where the selected cell is, or where it was last. */
  at: Spot | null = null;
  /** Where it was, oldest first. */
  trail: Spot[] = [];
  following = false;
  /** The explanation is asked for. */
  explained = false;
  /** The family, while it is shown. */
  kin: Kin | null = null;
  private shown = 0;
  private asked = 0;
  private askedKin = 0;
  /** When a flight to the cell is over. */
  private arrives = 0;
  /** Asks again when that was too soon; 0 = nothing to ask. */
  private later = 0;
  private tick = -1;
  /** The tick of the place that is known. */
  private placed = -1;

  constructor(
    private readonly model: Model,
    private readonly stage: Stage,
    private readonly goTo: (tick: number) => void,
  ) {
    model.bus.on(["track"], () => this.tracked());
    model.bus.on(["picture"], () => this.refresh());
    model.bus.on(["welcome"], () => this.again());
    model.bus.on(["worlds"], () => this.moved());
  }

  /** The members of the family that live, by number; null if no family is shown. */
  get relatives(): readonly Relative[] | null {
    return this.kin?.cells.filter((r) => r.end === undefined) ?? null;
  }

  /** Selects what is at a site. */
  async inspect(x: number, y: number, z: number): Promise<void> {
    await this.take({ x, y, z });
  }

  /** Selects the cell of a number. */
  async select(cell: number): Promise<void> {
    await this.take({ cell });
  }

  /** Selects nothing. Says whether something was. */
  clear(): boolean {
    if (this.info === null) {
      return false;
    }
    this.release();
    this.info = null;
    this.at = null;
    this.trail = [];
    this.kin = null;
    this.following = false;
    this.tell();
    return true;
  }

  /** Follows the selected cell with the camera, or no longer. */
  follow(on = !this.following): void {
    const c = this.info;
    this.following = on && c !== null && c.cell > 0 && c.alive;
    if (this.following) {
      this.show();
    }
    this.tell();
  }

  /** Explains the selected cell, or no longer. */
  explain(): void {
    this.explained = !this.explained && this.info !== null;
    this.tell();
    void this.look();
  }

  /** Goes to the time of a division, and selects the cell that was born by it. */
  async jump(cell: number, tick: number): Promise<void> {
    await this.select(cell);
    this.show();
    this.goTo(tick);
  }

  /** Shows the family of the selected cell, or no longer. */
  async family(): Promise<void> {
    if (this.kin !== null || this.info === null || this.info.cell === 0) {
      this.kin = null;
      this.tell();
      return;
    }
    await this.askKin(this.info.cell);
  }

  /** Shows no family any more. Says whether one was shown. */
  closeFamily(): boolean {
    const open = this.kin !== null;
    this.kin = null;
    if (open) {
      this.tell();
    }
    return open;
  }

  find(q: string): Promise<Found> {
    const c = this.stage.camera;
    return this.model.link.ask<Found>({ t: "find", world: this.shown, q, near: { x: c.x, y: c.y, z: this.slice } });
  }

  /** Takes the camera to the selected cell. */
  show(): void {
    if (this.at !== null) {
      this.arrives = performance.now() + FLIGHT;
      const { x, y } = standing(this.at.x, this.at.y);
      const c: Camera = { x, y, scale: Math.max(this.stage.camera.scale, NEAR) };
      this.stage.flyTo(c);
    }
  }

  get slice(): number {
    return this.model.tiles.shown?.z ?? 0;
  }

  private get world(): number {
    return this.model.shown?.number ?? 0;
  }

  private async take(what: object): Promise<void> {
    const world = this.world;
    try {
      const c = await this.model.link.ask<CellInfo>({ t: "inspect", world, why: true, ...what });
      this.release();
      this.shown = world;
      this.placed = -1;
      if (c.cell !== this.info?.cell) {
        this.trail = [];
        this.kin = null;
        this.following = false;
      }
      this.become(c);
      this.model.track = null;
      if (c.cell > 0 && c.alive) {
        this.model.link.ask({ t: "follow", world, cell: c.cell }).catch(() => undefined);
      }
    } catch (e) {
      this.refused(e);
    }
  }

  private become(c: CellInfo): void {
    this.info = c;
    this.tick = c.tick;
    this.asked = performance.now();
    this.place(c);
    this.tell();
  }

  /** Ends what the server does for the selection. */
  private release(): void {
    if (this.info !== null && this.info.cell > 0) {
      this.model.link.ask({ t: "follow", world: this.shown, cell: null }).catch(() => undefined);
    }
  }

  private tracked(): void {
    const m = this.model.track;
    if (m === null || this.info === null || m.cell !== this.info.cell || m.world !== this.shown) {
      return;
    }
    this.place(m);
    if (!m.alive || m.divisions !== this.info.divisions || m.code !== this.info.code) {
      void this.look();
    }
    this.keepInView();
    this.tell();
  }

  /** Takes in where the cell is. Answers and tracks come by different ways: an older one may come later. */
  private place(p: Spot & { readonly tick: number }): void {
    if (p.tick < this.placed) {
      return;
    }
    this.placed = p.tick;
    const last = this.at;
    this.at = { x: p.x, y: p.y, z: p.z };
    if (last === null || last.x !== p.x || last.y !== p.y || last.z !== p.z) {
      this.trail.push(this.at);
      this.trail.splice(0, this.trail.length - TRAIL);
    }
  }

  /** Moves the camera so far that a followed cell is no longer outside of the middle of the view. */
  private keepInView(): void {
    if (!this.following || this.at === null || performance.now() < this.arrives) {
      return;
    }
    const { camera, view } = this.stage;
    const p = toScreen(camera, view, ...pair(standing(this.at.x, this.at.y)));
    const dx = beyond(p.x - view.w / 2, (view.w * DEAD_ZONE) / 2);
    const dy = beyond(p.y - view.h / 2, (view.h * DEAD_ZONE) / 2);
    if (dx !== 0 || dy !== 0) {
      this.stage.moveTo({ ...camera, x: camera.x + dx / camera.scale, y: camera.y + dy / camera.scale });
    }
  }

  /** Brings what is shown up to date while time goes on, and once more after it has stopped. */
  private refresh(): void {
    const now = performance.now();
    if (this.info === null || this.model.tick === this.tick) {
      return;
    }
    if (now - this.asked < REFRESH) {
      this.later ||= window.setTimeout(() => {
        this.later = 0;
        this.refresh();
      }, REFRESH - (now - this.asked));
      return;
    }
    if (this.info.alive || this.info.cell === 0) {
      void this.look();
    } else {
      this.tell(); // its stay in the blood goes on
    }
    if (this.kin !== null && now - this.askedKin > REFRESH_KIN) {
      void this.askKin(this.info.cell);
    }
  }

  /** Asks again about what is selected. */
  private async look(): Promise<void> {
    const c = this.info;
    if (c === null) {
      return;
    }
    this.asked = performance.now();
    const what = c.cell > 0 ? { cell: c.cell } : { x: c.x, y: c.y, z: c.z };
    try {
      const next = await this.model.link.ask<CellInfo>({ t: "inspect", world: this.shown, why: true, ...what });
      if (this.info?.cell === c.cell && this.info.x === c.x && this.info.y === c.y || c.cell > 0 && this.info?.cell === c.cell) {
        this.following &&= next.alive;
        this.become(next);
      }
    } catch (e) {
      this.refused(e);
    }
  }

  private async askKin(cell: number): Promise<void> {
    this.askedKin = performance.now();
    try {
      const kin = await this.model.link.ask<Kin>({ t: "kin", world: this.shown, cell, depth: 12 });
      if (this.info?.cell === cell) {
        this.kin = kin;
        this.tell();
      }
    } catch (e) {
      this.refused(e);
    }
  }

  /** A connection was made anew: the server has to be asked again to follow. */
  private again(): void {
    const c = this.info;
    if (c !== null && c.cell > 0 && c.alive) {
      this.model.link.ask({ t: "follow", world: this.shown, cell: c.cell }).catch(() => undefined);
    }
  }

  /** Another world is shown: the cell is looked for there. */
  private moved(): void {
    if (this.info !== null && this.world !== this.shown && this.info.cell > 0) {
      const cell = this.info.cell;
      this.clear();
      void this.select(cell);
    } else if (this.info !== null && this.placed > this.model.tick) {
      this.placed = -1; // time was turned back
      void this.look();
    }
  }

  private refused(e: unknown): void {
    const msg = (e as { msg?: string }).msg;
    if (msg !== undefined) {
      this.model.say(msg);
    }
  }

  private tell(): void {
    const here = (s: Spot): boolean => s.z === this.slice;
    const on = this.at !== null && this.shown === this.world;
    this.stage.painter.marks = {
      selected: on && this.at !== null && here(this.at) ? this.at : null,
      trail: on ? this.trail.filter(here) : [],
    };
    this.model.bus.emit("cell");
    this.stage.redraw();
  }
}

function pair(p: { readonly x: number; readonly y: number }): [number, number] {
  return [p.x, p.y];
}

function beyond(d: number, zone: number): number {
  return d > zone ? d - zone : d < -zone ? d + zone : 0;
}
