// Everything the page knows of the run, fed by the link, read by the panels.

import { Bus } from "./bus.js";
import type { Message } from "./codec.js";
import { Link } from "./link.js";
import { isCell, Palettes } from "./palettes.js";
import type { CellType, EventMark, Fault, Roles, ServerMessage, Status, Welcome, WorldInfo, You } from "./protocol.js";
import { Series } from "./series.js";
import { Tiles } from "./tiles.js";
import { fetchTissue, outlines, type Outlines } from "./tissue.js";

export class Model {
  readonly bus = new Bus();
  readonly link: Link;
  welcome: Welcome | null = null;
  status: Status | null = null;
  you: You | null = null;
  roles: Roles | null = null;
  fault: Fault | null = null;
  notice = "";
  events: EventMark[] = [];
  series = new Series(0);
  tiles = new Tiles(1, 1);
  outlines: Outlines | null = null;
  /** Frames that came whole and wait for the paint that lets them be acknowledged. */
  readonly unpainted: number[] = [];
  /** Level of detail that was asked for. */
  lod = 0;
  highlight: ReadonlySet<number> = new Set();
  solo = false;
  /** Codes that are not drawn. */
  hidden: ReadonlySet<number> = new Set();
  readonly palettes = new Palettes(() => this.bus.emit("palette"), localStorage);
  private lastNeed = 0;
  private loading = 0;

  constructor(url: string, near: boolean) {
    this.link = new Link(url, {
      welcome: (w) => this.welcomed(w),
      text: (m) => this.text(m),
      binary: (m) => this.binary(m),
      state: () => this.bus.emit("state"),
      held: () => ({ epoch: this.world?.epoch ?? 0, row: this.series.next - 1, event: this.events.length }),
    }, near);
  }

  get world(): WorldInfo | null {
    return this.welcome?.worlds[0] ?? null;
  }

  get tick(): number {
    return Math.max(this.status?.tick ?? 0, this.tiles.tick);
  }

  get ticksPerDay(): number {
    return 86400 / (this.world?.tickSeconds ?? 300);
  }

  get day(): number {
    return this.tick / this.ticksPerDay;
  }

  /** Codes of the stages, in the order of status.counts. */
  get stageCodes(): readonly number[] {
    return this.welcome?.types.filter(isCell).map((t) => t.code) ?? [];
  }

  /** Cells in the patch with one of these codes. */
  inPatch(codes: readonly number[]): number {
    const counts = this.status?.counts ?? [];
    return this.stageCodes.reduce((sum, c, i) => sum + (codes.includes(c) ? (counts[i] ?? 0) : 0), 0);
  }

  type(code: number): CellType | undefined {
    return this.welcome?.types.find((t) => t.code === code);
  }

  /** The newest value of a column of the series, NaN if there is none. */
  value(id: string): number {
    const k = this.welcome?.series.findIndex((c) => c.id === id) ?? -1;
    const row = (this.series.next - 1) * this.series.stepTicks;
    if (this.status !== null && this.status.tick >= row) {
      return this.status.now[k] ?? NaN;
    }
    return this.series.last(k);
  }

  setHighlight(codes: ReadonlySet<number>, solo: boolean): void {
    this.highlight = codes;
    this.solo = solo;
    this.bus.emit("highlight");
  }

  /** Leaves codes out of the picture. */
  setHidden(codes: ReadonlySet<number>): void {
    this.hidden = codes;
    this.bus.emit("highlight");
  }

  /** CSS background in the colors of the palette. */
  swatch(code: number): string {
    const t = this.type(code);
    return t === undefined ? "#000" : this.palettes.swatch(t);
  }

  private welcomed(w: Welcome): void {
    const known = this.welcome;
    const world = w.worlds[0] as WorldInfo;
    this.welcome = w;
    this.roles = { t: "roles", driver: null, you: w.role };
    if (!w.resumed || known === null) {
      this.events = [];
      this.series = new Series(w.series.length);
      this.fault = null;
    }
    // What was shown stays shown until the first new frame replaces it.
    if (known === null || known.worlds[0]?.w !== world.w || known.worlds[0]?.h !== world.h) {
      this.tiles = new Tiles(world.w, world.h);
      this.outlines = null;
    }
    this.unpainted.length = 0;
    this.bus.emit("welcome");
    void this.loadTissue(this.tiles.shown?.z ?? 0);
  }

  private async loadTissue(z: number): Promise<void> {
    this.loading = z;
    try {
      const found = outlines(await fetchTissue(z));
      if (this.loading === z) {
        this.outlines = found;
        this.bus.emit("picture");
      }
    } catch (e) {
      this.say(e instanceof Error ? e.message : String(e));
    }
  }

  say(text: string): void {
    this.notice = text;
    this.bus.emit("state");
  }

  private text(m: ServerMessage): void {
    switch (m.t) {
      case "status":
        this.status = m;
        this.bus.emit("status");
        break;
      case "you":
        this.you = m;
        this.bus.emit("you");
        break;
      case "event":
        if (m.n === this.events.length + 1) {
          this.events.push(m);
          this.bus.emit("events");
        }
        break;
      case "roles":
        this.roles = m;
        this.bus.emit("roles");
        break;
      case "fault":
        this.fault = m;
        this.bus.emit("state");
        break;
      case "err":
        this.say(m.msg);
        break;
    }
  }

  private binary(m: Message): void {
    if (m.kind === "series") {
      const gap = this.series.append(m);
      if (gap !== null) {
        this.link.send({ t: "need", world: 0, rows: [gap, m.row0] });
      }
      this.bus.emit("series");
      return;
    }
    const u = this.tiles.apply(m, this.lod);
    if (u.need.length > 0 && performance.now() - this.lastNeed > 250) {
      this.lastNeed = performance.now();
      const tiles = u.need.slice(0, 64).flatMap((t) => [t.tx, t.ty, t.z]);
      this.link.send({ t: "need", world: 0, tiles });
    }
    if (u.last) {
      this.unpainted.push(u.seq);
      const z = this.tiles.shown?.z ?? 0;
      if (this.outlines !== null && this.outlines.tissue.z !== z && z !== this.loading) {
        void this.loadTissue(z);
      }
      this.bus.emit("picture");
    }
  }
}
