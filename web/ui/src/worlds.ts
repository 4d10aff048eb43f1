// What the page holds of one world: the run, its fork, a replay, or a picture of the
// past. No DOM, no socket.

import type { Message } from "./codec.js";
import type { EventMark, Status, WorldInfo } from "./protocol.js";
import { Series } from "./series.js";
import { Tiles, type Update } from "./tiles.js";

/** Numbers of the worlds that every client knows. */
export const RUN = 0;
export const FORK = 1;

/** A keyframe of the server: a tick whose state it keeps, with the state's hash. */
export interface Keyframe {
  readonly tick: number;
  /** 16 hex digits, as in the program's own output. */
  readonly hash: string;
}

/** The exact streams of a line of history: rows and marks. A replay has those of the run. */
export class History {
  series: Series;
  events: EventMark[] = [];

  constructor(columns: number) {
    this.series = new Series(columns);
  }

  /** Takes a mark in; false if one before it is missing. */
  mark(e: EventMark): boolean {
    if (e.n === this.events.length + 1) {
      this.events.push(e);
    }
    return e.n <= this.events.length;
  }

  /** Forgets what came after a tick, and all marks but the first n; returns the marks that are gone. */
  cut(tick: number, n: number): EventMark[] {
    this.series.cut(tick);
    return this.events.splice(n);
  }
}

export class WorldView {
  tiles: Tiles;
  status: Status | null = null;
  keyframes: readonly Keyframe[] = [];
  /** Number of the line of history; pictures of another are not taken in. */
  epoch: number;
  /** The tick at which that line of history left the one before. */
  since = 0;
  /** The tick that is looked at, where that is not the newest one: of a replay or a kept picture. */
  at: number | null = null;
  /** Frames that came whole and wait for the paint that lets them be acknowledged. */
  readonly unpainted: number[] = [];
  /** Level of detail that was asked for. */
  lod = 0;
  /** The subscription that was sent, as JSON; empty = none. */
  asked = "";

  constructor(
    readonly number: number,
    public info: WorldInfo,
    public history: History,
  ) {
    this.tiles = new Tiles(info.w, info.h, info.d);
    this.epoch = info.epoch;
  }

  get series(): Series {
    return this.history.series;
  }

  get events(): readonly EventMark[] {
    return this.history.events;
  }

  get tick(): number {
    return this.at ?? Math.max(this.status?.tick ?? 0, this.tiles.tick);
  }

  /** Starts another line of history: what is shown stays until a new frame replaces it. */
  begin(epoch: number, since: number): void {
    this.epoch = epoch;
    this.since = since;
    this.tiles.forget();
  }

  /**
   * Takes a message of the picture in. Of a line of history that was left nothing is
   * taken, yet its frames are acknowledged; a newer line begins with its first frame.
   */
  take(m: Message): Update {
    if ("epoch" in m && m.epoch !== this.epoch) {
      if (m.epoch < this.epoch) {
        return this.tiles.pass(m);
      }
      this.begin(m.epoch, m.tick);
    }
    return this.tiles.apply(m, this.lod);
  }
}
