// Looking at the past: while time is dragged the nearest picture that is kept, then
// the exact one from a replay of the server. The run itself goes on untouched.

import { FrameCache, snapshot, type Frame } from "./frames.js";
import { decimal } from "./text.js";
import type { Model } from "./model.js";
import type { Err, Ok } from "./protocol.js";
import type { States } from "./states.js";
import { WorldView } from "./worlds.js";

export type Mode = "live" | "dragging" | "seeking" | "replay";

/** No more often than this [ms]: coarse seeks, kept pictures, pictures of what is kept. */
const COARSE_EVERY = 250;
const KEEP_EVERY = 500;
const FILM_EVERY = 160;
/** Waiting longer than this is worth telling [ms]. */
const SLOW_SEEK = 200;
/** So long after an answer its picture is here, or is the one that is shown [ms]. */
const UNCHANGED = 500;

interface Request {
  readonly tick: number;
  readonly coarse: boolean;
}

export class Travel {
  mode: Mode = "live";
  readonly frames = new FrameCache();
  /** Hash of the state that was sought last, 16 hex digits; empty if the server told none. */
  hash = "";
  /** The replay is going on by itself. */
  playing = false;
  private wanted = 0;
  private still: WorldView | null = null;
  /** Questions on their way, and all that were asked. */
  private asking = 0;
  private asked = 0;
  private timer = 0;
  private lastCoarse = 0;
  private lastKept = 0;
  private keptOf = 0;
  private epoch = 0;
  private gone = 0;
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly model: Model,
    private readonly states: States,
  ) {
    model.bus.on(["picture"], () => this.pictured());
    model.bus.on(["worlds", "welcome"], () => this.followHistory());
    model.bus.on(["state"], () => this.lineChanged());
    states.on("seeking", "cancel", () => this.live());
    states.on("replay", "live", () => this.live());
    states.on("gone", "nearest", () => this.goto(this.gone));
    states.on("offline", "cached", () => this.watchKept());
  }

  /** Calls f when another time is looked at. */
  watch(f: () => void): void {
    this.listeners.push(f);
  }

  /** The tick that is looked at. */
  get tick(): number {
    return this.mode === "dragging" || this.mode === "seeking" ? this.wanted : this.model.tick;
  }

  /** The newest tick that was simulated. */
  get end(): number {
    return this.model.run?.tick ?? 0;
  }

  /** Shows about what was at a tick, at once, from what this page keeps. */
  drag(tick: number): void {
    this.playing = false;
    this.aim("dragging", tick);
    this.showNearest();
    this.seek(this.wanted, true);
  }

  /** The drag is over: what is under the knob is shown as it was. */
  release(): void {
    if (this.mode === "dragging") {
      this.goto(this.wanted);
    }
  }

  /** Shows what was at a tick exactly; the newest tick is the run itself. */
  goto(tick: number): void {
    if (tick >= this.end) {
      this.live();
      return;
    }
    this.states.clear("gone");
    if (!this.away && this.mode === "replay" && this.wanted === Math.round(tick)) {
      return;
    }
    this.aim(this.away ? "replay" : "seeking", tick);
    if (this.away || this.model.past !== this.model.shown) {
      this.showNearest();
    }
    this.seek(this.wanted, false);
    this.tell();
  }

  step(by: number): void {
    this.goto(Math.max(0, this.tick + by));
  }

  /** Back to the run as it is now. */
  live(): void {
    if (this.mode === "live") {
      return;
    }
    this.playing = false;
    this.mode = "live";
    this.hash = "";
    ["seeking", "replay", "gone"].forEach((s) => this.states.clear(s as "replay"));
    this.asked++;
    window.clearTimeout(this.timer);
    if (this.model.past !== null) {
      this.close();
    }
    this.model.show(null);
    this.tell();
  }

  /** Lets the replay go on by itself, or stops it. */
  toggle(): void {
    this.playing = !this.playing;
    this.tell();
    if (this.playing) {
      void (this.away ? this.film() : this.roll());
    }
  }

  /** Shows what is kept here, from its beginning: the server is away. */
  watchKept(): void {
    this.goto(this.frames.range?.[0] ?? 0);
    if (!this.playing && this.mode === "replay") {
      this.toggle();
    }
  }

  private get away(): boolean {
    return this.model.link.state !== "live";
  }

  private aim(mode: Mode, tick: number): void {
    this.mode = mode;
    this.wanted = Math.round(Math.min(Math.max(tick, 0), this.end));
  }

  /** Asks the server: a coarse seek when the one before is answered, an exact one at once. */
  private seek(tick: number, coarse: boolean): void {
    window.clearTimeout(this.timer);
    if (this.away) {
      return;
    }
    if (!coarse) {
      void this.ask({ tick, coarse });
      return;
    }
    const wait = this.asking > 0 ? COARSE_EVERY : this.lastCoarse + COARSE_EVERY - performance.now();
    this.timer = window.setTimeout(() => {
      if (this.asking > 0) {
        this.seek(this.wanted, true);
      } else if (this.mode === "dragging") {
        this.lastCoarse = performance.now();
        void this.ask({ tick: this.wanted, coarse });
      }
    }, Math.max(0, wait));
  }

  /** Only the newest question counts: it ends what the server still does for one before. */
  private async ask(r: Request): Promise<void> {
    const n = ++this.asked;
    this.asking++;
    const tell = (done: number, of: number): void =>
      this.states.toggle("seeking", this.mode === "seeking" && n === this.asked, { ...this.day(r.tick), percent: Math.round((100 * done) / Math.max(1, of)) });
    const slow = window.setTimeout(() => tell(0, 1), SLOW_SEEK);
    try {
      const ok = await this.model.link.ask({ t: "seek", ...r }, tell);
      if (n === this.asked) {
        this.answered(ok, r);
      }
    } catch (e) {
      if (n === this.asked) {
        this.refused(e as Err, r);
      }
    } finally {
      this.asking--;
      window.clearTimeout(slow);
    }
  }

  private answered(ok: Ok, r: Request): void {
    if (this.mode === "live") {
      this.close();
      return;
    }
    const past = this.model.replay(ok);
    if (r.coarse || past === null) {
      return;
    }
    this.hash = ok.data?.hash ?? "";
    this.pictured();
    // Where nothing in view differs from what is shown no picture comes.
    this.timer = window.setTimeout(() => this.arrive(past), past.tiles.shown === null ? UNCHANGED * 3 : UNCHANGED);
  }

  private close(): void {
    this.model.link.ask({ t: "live" }).catch(() => undefined); // closed all the same
    this.model.forget();
  }

  private refused(e: Err, r: Request): void {
    if (r.coarse && this.mode === "dragging") {
      return; // what is kept here is shown meanwhile
    }
    this.states.clear("seeking");
    if (e.code === "tick_gone") {
      this.gone = e.min ?? this.end; // the nearest tick that is kept
      this.live();
      this.states.set("gone", { ...this.day(r.tick), nearest: decimal(this.gone / this.model.ticksPerDay) });
      return;
    }
    this.live();
    this.model.say(e.msg);
  }

  /** Keeps what came, and shows it if it is what was waited for. */
  private pictured(): void {
    const past = this.model.past;
    if (this.mode === "live") {
      this.keep(this.model.run, KEEP_EVERY);
      return;
    }
    if (past === null || past.tiles.shown === null) {
      return;
    }
    if (this.mode === "dragging") {
      if (this.keep(past, 0)) {
        this.showNearest();
      }
    } else if (this.mode === "seeking" && past.tiles.tick === this.wanted && past.at === this.wanted) {
      this.arrive(past);
    }
  }

  private arrive(past: WorldView): void {
    if (this.mode !== "seeking") {
      return;
    }
    window.clearTimeout(this.timer);
    this.mode = "replay";
    this.keep(past, 0);
    this.states.clear("seeking");
    this.states.set("replay", this.day(this.wanted));
    this.model.show(past);
    this.tell();
  }

  /** Keeps the picture of a world, and tells whether it was a new one. */
  private keep(v: WorldView | null, every: number): boolean {
    const now = performance.now();
    const level = v?.tiles.shown ?? null;
    if (v === null || level === null || v.tiles.tick === this.keptOf || now - this.lastKept < every) {
      return false;
    }
    this.lastKept = now;
    this.keptOf = v.tiles.tick;
    const status = v.status?.tick === v.tiles.tick ? v.status : null;
    const f = snapshot(level, v.tiles.tick, this.model.welcome?.types ?? [], status);
    if (f !== null) {
      this.frames.put(f);
    }
    return f !== null;
  }

  private showNearest(): void {
    const f = this.frames.nearest(this.wanted);
    const run = this.model.run;
    if (f === null || run === null) {
      this.tell();
      return;
    }
    if (this.still === null || this.still.info !== run.info) {
      this.still = new WorldView(-1, run.info, run.history);
    }
    this.still.history = run.history;
    this.still.at = this.wanted;
    load(this.still, f);
    this.model.show(this.still);
    if (this.mode === "replay") {
      this.states.set("replay", this.day(this.wanted)); // the server is away: this is all there is
    }
    this.tell();
  }

  /** Plays the server's replay at the speed that was asked for, an hour a second if there is none. */
  private async roll(): Promise<void> {
    let then = performance.now();
    while (this.playing && !this.away) {
      await pause(30);
      if (this.mode !== "replay") {
        continue;
      }
      const speed = this.model.run?.status?.asked || 3600;
      const ticks = Math.floor(((performance.now() - then) / 1000) * speed * (this.model.ticksPerDay / 86400));
      if (ticks >= 1) {
        then = performance.now();
        this.step(ticks);
      }
    }
  }

  /** Plays what is kept here, picture by picture. */
  private async film(): Promise<void> {
    while (this.playing && this.mode === "replay") {
      const next = this.frames.after(this.wanted);
      if (next === null) {
        break;
      }
      this.wanted = next;
      this.showNearest();
      await pause(FILM_EVERY);
    }
    this.playing = false;
    this.tell();
  }

  /** What was kept of a history that was left is dropped. */
  private followHistory(): void {
    const run = this.model.run;
    if (run !== null && run.epoch !== this.epoch) {
      this.frames.cut(run.since);
      this.epoch = run.epoch;
    }
    if (this.mode === "replay" && !this.away && this.model.live) {
      this.mode = "live"; // the server no longer knows the replay
      this.states.clear("replay");
      this.tell();
    }
  }

  /** A seek does not outlive the line it was asked over. */
  private lineChanged(): void {
    if (this.away && this.mode === "seeking") {
      this.aim("replay", this.wanted);
      this.states.clear("seeking");
      this.showNearest();
    }
  }

  private day(tick: number): { day: string } {
    return { day: decimal(tick / this.model.ticksPerDay) };
  }

  private tell(): void {
    this.listeners.forEach((f) => f());
  }
}

/** Makes v show a kept frame. */
function load(v: WorldView, f: Frame): void {
  const level = v.tiles.level(f.lod);
  if (v.tiles.tick !== f.tick || v.tiles.shown !== level) {
    level.load(f.codes, f.share);
    level.z = f.z;
    v.tiles.shown = level;
    v.tiles.tick = f.tick;
    v.status = f.status;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => window.setTimeout(done, Math.max(0, ms)));
}
