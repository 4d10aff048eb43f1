// Everything the page knows of the worlds, fed by the link, read by the panels. What
// is asked of the model is that of the world that is shown.

import { Bus } from "./bus.js";
import type { Track } from "./cellwire.js";
import { CloneRows } from "./clonerows.js";
import type { CellRecord, Header, Message, Site, StepRecord } from "./codec.js";
import { Link } from "./link.js";
import { isCell, Palettes } from "./palettes.js";
import type { CellType, Epoch, EventMark, Fault, Ok, Roles, ServerMessage, Status, Welcome, WorldInfo, You } from "./protocol.js";
import { settings } from "./settings.js";
import { Series } from "./series.js";
import { kept } from "./storage.js";
import { Tiles, type Wanted } from "./tiles.js";
import { fetchTissue, outlines, type Outlines } from "./tissue.js";
import { FORK, History, RUN, WorldView } from "./worlds.js";

export class Model {
  readonly bus = new Bus();
  readonly link: Link;
  welcome: Welcome | null = null;
  you: You | null = null;
  roles: Roles | null = null;
  fault: Fault | null = null;
  notice = "";
  /** Messages of this connection that could not be read. */
  garbled = 0;
  outlines: Outlines | null = null;
  /** Where the selected cell is. */
  track: Track | null = null;
  /** The cells that are seen from near. */
  roster: readonly CellRecord[] = [];
  /** What they did in the tick that led to the one named, if the server told. */
  steps: { readonly tick: number; readonly z: number; readonly list: readonly StepRecord[] } | null = null;
  highlight: ReadonlySet<number> = new Set();
  solo = false;
  /** Codes of cells that are not drawn. */
  hidden: ReadonlySet<number> = new Set();
  /** The clone whose cells are highlighted, or null. */
  clone: number | null = null;
  /** Where its cells are in the view; null while that is not known. */
  cloneSites: readonly Site[] | null = null;
  readonly clones = new CloneRows();
  /** Goes to a tick that is dragged to in a chart; done is true once the drag is over. */
  onScrub: ((tick: number, done: boolean) => void) | null = null;
  readonly palettes = new Palettes(() => this.bus.emit("palette"), kept, settings);
  /** World B beside the run while the two are compared. */
  compare: WorldView | null = null;
  /** The replay of this page, while the server keeps one, and that of B. */
  past: WorldView | null = null;
  pastB: WorldView | null = null;
  private readonly worlds = new Map<number, WorldView>();
  private now: WorldView | null = null;
  private wanted: Wanted | null = null;
  private readonly turns: ((e: Epoch, left: readonly EventMark[]) => void)[] = [];
  private lastNeed = 0;
  private loading = 0;
  private ground = 0; // the changed tissue that is shown

  constructor(url: string, near: boolean) {
    this.link = new Link(url, {
      welcome: (w) => this.welcomed(w),
      text: (m) => this.text(m),
      binary: (m) => this.binary(m),
      garbled: (frame) => this.passed(frame),
      state: () => this.bus.emit("state"),
      held: () => ({ epoch: this.run?.epoch ?? 0, row: (this.run?.series.next ?? 0) - 1, event: this.run?.events.length ?? 0 }),
    }, near);
    settings.watch(() => this.bus.emit("palette"));
  }

  /** The run itself, whatever is shown. */
  get run(): WorldView | null {
    return this.worlds.get(RUN) ?? null;
  }

  /** The fork that the server keeps beside the run. */
  get fork(): WorldView | null {
    return this.worlds.get(FORK) ?? null;
  }

  /** The world that is shown. */
  get shown(): WorldView | null {
    return this.now;
  }

  /** Whether what is shown is the run as it is now. */
  get live(): boolean {
    return this.now === null || this.now.number === RUN;
  }

  get world(): WorldInfo | null {
    return this.now?.info ?? null;
  }

  get tiles(): Tiles {
    return this.now?.tiles ?? NOTHING.tiles;
  }

  get series(): Series {
    return this.now?.series ?? NOTHING.series;
  }

  get events(): readonly EventMark[] {
    return this.now?.events ?? [];
  }

  get status(): Status | null {
    return this.now?.status ?? null;
  }

  get tick(): number {
    return this.now?.tick ?? 0;
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
  inPatch(codes: readonly number[], of: WorldView | null = this.now): number {
    const counts = of?.status?.counts ?? [];
    return this.stageCodes.reduce((sum, c, i) => sum + (codes.includes(c) ? (counts[i] ?? 0) : 0), 0);
  }

  type(code: number): CellType | undefined {
    return this.welcome?.types.find((t) => t.code === code);
  }

  /** The value of a column of the series at the tick that is shown, NaN if there is none. */
  value(id: string): number {
    const k = this.welcome?.series.findIndex((c) => c.id === id) ?? -1;
    const past = this.now?.at ?? null;
    if (past !== null && this.status?.tick !== past) {
      return this.series.at(k, past);
    }
    const row = (this.series.next - 1) * this.series.stepTicks;
    if (this.status !== null && (past !== null || this.status.tick >= row)) {
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

  setClone(clone: number | null): void {
    this.clone = clone;
    this.cloneSites = null;
    this.bus.emit("highlight");
    this.bus.emit("clone");
  }

  /** CSS background in the colors of the palette. */
  swatch(code: number): string {
    const t = this.type(code);
    return t === undefined ? "#000" : this.palettes.swatch(t);
  }

  /** Shows a world, null for the run. */
  show(v: WorldView | null): void {
    this.now = v ?? this.run;
    this.refresh();
  }

  /** Shows world B beside the run, or no longer. */
  setCompare(v: WorldView | null): void {
    this.compare = v;
    this.refresh();
  }

  /** The replay of the run, or of B, that an answer of the server opened or moved. */
  replay(ok: Ok, of: WorldView | null = this.run): WorldView | null {
    if (of === null || ok.world === undefined) {
      return null;
    }
    let v = this.worlds.get(ok.world);
    if (v === undefined) {
      v = new WorldView(ok.world, { ...of.info, world: ok.world, epoch: 0 }, of.history);
      this.worlds.set(ok.world, v);
      this[of === this.run ? "past" : "pastB"] = v;
    }
    v.at = ok.tick;
    this.subscribe();
    return v;
  }

  /** Forgets the replays, which were closed. */
  forget(): void {
    [this.past, this.pastB].forEach((v) => v !== null && this.worlds.delete(v.number));
    this.past = this.pastB = null;
  }

  /** Says which part of the picture is wanted. */
  look(wanted: Wanted): void {
    this.wanted = wanted;
    this.subscribe();
  }

  /** Gives back the credits of the frames that were painted. */
  painted(): void {
    for (const v of this.watched()) {
      v.unpainted.forEach((seq) => this.link.ack(v.number, seq));
      v.unpainted.length = 0;
    }
  }

  say(text: string): void {
    this.notice = text;
    this.bus.emit("state");
  }

  /** The worlds whose pictures are wanted. */
  private watched(): readonly WorldView[] {
    const all = new Set([this.now, this.compare, this.past, this.compare === null ? null : this.pastB]);
    return [...all].filter((v) => v !== null && this.worlds.get(v.number) === v) as WorldView[];
  }

  private subscribe(): void {
    if (this.wanted === null || this.link.state !== "live") {
      return;
    }
    const asked = JSON.stringify(this.wanted);
    for (const v of this.watched()) {
      if (v.asked !== asked) {
        v.asked = asked;
        v.lod = this.wanted.lod;
        v.tiles.look(this.wanted);
        this.link.send({ t: "sub", world: v.number, view: this.wanted, layers: [0], maxFps: 30, maxKbps: this.link.near ? 0 : this.rate(v), credits: 2 });
      }
    }
  }

  /** The thousand bytes a second that a world may take on a line that is not this machine's own. */
  private rate(v: WorldView): number {
    return v.info.d > 1 ? 280 : 650;
  }

  /** Tells everybody that another world is shown. */
  private refresh(): void {
    this.subscribe();
    (["worlds", "status", "series", "events", "picture"] as const).forEach((t) => this.bus.emit(t));
  }

  private welcomed(w: Welcome): void {
    this.welcome = w;
    this.garbled = 0;
    this.roles = { t: "roles", driver: null, you: w.role };
    if (!w.resumed) {
      this.fault = null;
    }
    const other = this.run !== null && w.worlds.some((i) => i.world === RUN && i.epoch !== this.run?.epoch);
    this.worlds.forEach((v) => {
      v.unpainted.length = 0;
      v.asked = "";
    });
    this.setWorlds(w.worlds, w.resumed);
    if (w.resumed && other) {
      this.link.send({ t: "need", world: RUN, rows: [0, 0], events: 1 }); // history was turned meanwhile
    }
    this.bus.emit("welcome");
    this.subscribe();
    void this.loadTissue(this.tiles.slice);
  }

  /** Takes the list of the worlds in. Replays are not in it; kept says whether the exact streams go on. */
  private setWorlds(list: readonly WorldInfo[], kept: boolean): void {
    list.forEach((info) => this.setWorld(info, kept));
    for (const [n, v] of this.worlds) {
      if (!list.some((i) => i.world === n) && (n <= FORK || !kept)) {
        this.worlds.delete(n);
        this.compare = this.compare === v ? null : this.compare;
        this.past = this.past === v ? null : this.past;
        this.pastB = this.pastB === v ? null : this.pastB;
        this.now = this.now === v ? null : this.now;
      }
    }
    this.now ??= this.run;
    this.bus.emit("worlds");
  }

  private setWorld(info: WorldInfo, kept: boolean): void {
    const n = info.world;
    const old = this.worlds.get(n);
    if (old === undefined) {
      this.worlds.set(n, new WorldView(n, info, new History(this.welcome?.series.length ?? 0)));
      return;
    }
    if (old.info.w !== info.w || old.info.h !== info.h || old.info.d !== info.d) {
      old.tiles = new Tiles(info.w, info.h, info.d);
      this.outlines = null;
    }
    old.info = info;
    if (!kept || old.epoch !== info.epoch && old.asked === "") {
      // What was shown stays shown until the first new frame replaces it.
      old.history = new History(this.welcome?.series.length ?? 0);
      old.status = null;
      old.begin(info.epoch, kept ? 0 : info.tick);
    }
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

  /** Fetches the tissue anew when fat and bone of what is shown have changed. */
  private stand(m: Status): void {
    if ((m.world ?? 0) === this.now?.number && (m.ground ?? 0) !== this.ground) {
      this.ground = m.ground ?? 0;
      void this.loadTissue(this.tiles.slice);
    }
  }

  private text(m: ServerMessage): void {
    switch (m.t) {
      case "status":
        this.give(m.world, (v) => (v.status = m));
        this.stand(m);
        this.bus.emit("status");
        break;
      case "clones":
        this.clones.take(m);
        this.bus.emit("clones");
        break;
      case "you":
        this.you = m;
        this.bus.emit("you");
        break;
      case "event":
        this.give(m.world, (v) => this.mark(v, m));
        this.bus.emit("events");
        break;
      case "epoch":
        this.give(m.world, (v) => this.begin(v, m));
        break;
      case "worlds":
        this.setWorlds(m.worlds, true);
        this.refresh();
        break;
      case "track":
        this.track = m;
        this.bus.emit("track");
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

  private give(world: number | undefined, f: (v: WorldView) => void): void {
    const v = this.worlds.get(world ?? RUN);
    if (v !== undefined) {
      f(v);
    }
  }

  /** Calls f with each turn of the run's history and the marks that it left behind. */
  onEpoch(f: (e: Epoch, left: readonly EventMark[]) => void): void {
    this.turns.push(f);
  }

  /** Of a replay nothing but pictures is taken: its marks and rows are those of the run. */
  private mark(v: WorldView, e: EventMark): void {
    if (v.number <= FORK && !v.history.mark(e)) {
      this.link.send({ t: "need", world: v.number, events: v.events.length + 1 });
    }
  }

  private begin(v: WorldView, e: Epoch): void {
    v.begin(e.epoch, e.tick);
    v.status = null;
    if (v.number <= FORK) {
      const left = v.history.cut(e.tick, e.event);
      this.turns.forEach((f) => f(e, left));
    }
    this.refresh();
  }

  private binary(m: Message): void {
    const v = this.worlds.get(m.world);
    if (v === undefined) {
      return;
    }
    switch (m.kind) {
      case "series":
        this.rows(v, m);
        return;
      case "cells":
        if (v === this.now) {
          this.roster = m.cells;
          this.bus.emit("roster");
        }
        return;
      case "events":
        if (v === this.now && m.epoch === v.epoch) {
          this.steps = { tick: m.tick, z: m.z, list: m.steps };
          this.bus.emit("steps");
        }
        return;
      case "clone":
        if (v === this.now && m.clone === this.clone) {
          this.cloneSites = m.sites;
          this.bus.emit("clone");
        }
        return;
      case "keyframes":
        v.keyframes = m.list;
        this.bus.emit("worlds");
        return;
    }
    const u = v.take(m);
    if (u.need.length > 0 && performance.now() - this.lastNeed > 250) {
      this.lastNeed = performance.now();
      const tiles = u.need.slice(0, 64).flatMap((t) => [t.tx, t.ty, t.z]);
      this.link.send({ t: "need", world: v.number, lod: v.lod, tiles });
    }
    if (u.last) {
      v.unpainted.push(u.seq);
      if (this.watched().includes(v)) {
        this.framed();
      }
    }
  }

  /** What could not be read is counted; if it ended a frame, that is acknowledged, or none would follow. */
  private passed(frame: Header | null): void {
    this.garbled++;
    if (frame !== null) {
      this.worlds.get(frame.world)?.unpainted.push(frame.seq);
      this.bus.emit("picture");
    }
  }

  /** A whole frame of what is shown has come. */
  private framed(): void {
    const z = this.tiles.slice;
    if (this.outlines !== null && this.outlines.tissue.z !== z && z !== this.loading) {
      void this.loadTissue(z);
    }
    this.bus.emit("picture");
  }

  private rows(v: WorldView, m: Extract<Message, { kind: "series" }>): void {
    if (m.epoch < v.epoch || v.number > FORK) {
      return;
    }
    if (v.number === FORK && v.series.length === 0 && m.row0 > 0 && this.run !== null) {
      v.history.series = this.run.series.before(m.row0); // until it forks B is A
    }
    const gap = v.series.append(m);
    if (gap !== null) {
      this.link.send({ t: "need", world: v.number, rows: [gap, m.row0] });
    }
    this.bus.emit("series");
  }
}

/** What there is before the first welcome. */
const NOTHING = { tiles: new Tiles(1, 1), series: new Series(0) };
