// The run and its fork side by side, one over the other with a divider, or what they
// differ in: one camera, one clock.

import type { Actions } from "./actions.js";
import { CompareBar, type Way } from "./comparebar.js";
import { difference, type Difference } from "./difference.js";
import { drawDifference } from "./differencepicture.js";
import { byId, el } from "./dom.js";
import { askFork } from "./forkdialog.js";
import { t } from "./i18n.js";
import { differences } from "./marks.js";
import type { Model } from "./model.js";
import { Painter } from "./painter.js";
import type { Stage } from "./stage.js";
import { Swipe } from "./swipe.js";
import { Tiles } from "./tiles.js";
import type { Travel } from "./travel.js";
import { FORK, type WorldView } from "./worlds.js";

export class Comparison {
  way: Way = "side";
  /** What the two differ in at the newest tick that both show. */
  found: Difference | null = null;
  private readonly app = byId("app");
  private readonly picture = el("canvas", { class: "compare-b", "aria-hidden": "true" });
  private readonly overlay = el("canvas", { class: "compare-b over", "aria-hidden": "true" });
  private readonly marked = el("canvas", { class: "compare-d", role: "img", "aria-label": t("time.compare.differing") });
  private readonly letters = [el("b", { class: "letter a" }, "A"), el("b", { class: "letter b" }, "B")];
  private readonly swipe: Swipe;
  private readonly bar: CompareBar;
  private painter: Painter | null = null;
  private compared = "";
  private start = 0;
  /** The tick of the past at which B was asked for last. */
  private sought = -1;
  /** The fork that was closed here and goes on at the server. */
  private left: WorldView | null = null;

  constructor(
    private readonly model: Model,
    private readonly stage: Stage,
    private readonly travel: Travel,
    actions: Actions,
    private readonly plain: boolean,
  ) {
    this.swipe = new Swipe(() => this.place());
    this.bar = new CompareBar(model, this.swipe, (w) => this.turn(w), () => this.drop(), () => this.close());
    byId("overlay").after(this.picture, this.overlay, this.marked, ...this.letters, this.swipe.element);
    byId("stage").append(this.bar.element);
    stage.afterPaint(() => this.paint());
    model.bus.on(["worlds", "events"], () => this.changed());
    model.bus.on(["status"], () => this.tell());
    travel.watch(() => {
      this.seek();
      stage.redraw();
    });
    this.moveWith();
    actions.on("compare", () => this.toggle());
    actions.onClose(() => this.close());
  }

  get open(): boolean {
    return this.model.compare !== null;
  }

  /** Shows the fork beside the run, or asks for one; or ends that. */
  toggle(): void {
    if (this.close()) {
      return;
    }
    if (this.model.fork !== null) {
      this.begin(this.model.fork);
      return;
    }
    void this.branch();
  }

  /** Asks what B has other from the time that is looked at on, and shows it. */
  async branch(): Promise<void> {
    const ok = await askFork(this.model, this.travel.tick);
    if (ok !== null) {
      this.travel.live();
    }
    if (ok?.world === FORK) {
      this.start = ok.tick;
      if (this.model.fork !== null) {
        this.begin(this.model.fork);
      }
    }
  }

  /** Shows the run alone; false if it was alone. */
  close(): boolean {
    if (!this.open) {
      return false;
    }
    this.left = this.model.fork;
    this.model.setCompare(null);
    this.place();
    return true;
  }

  private begin(fork: WorldView): void {
    this.left = null;
    this.found = null;
    this.compared = "";
    this.painter ??= new Painter(this.model, this.picture, this.overlay, this.plain, () => this.tiles ?? NONE, () => this.stage.redraw());
    this.model.setCompare(fork);
    this.place();
    this.tell();
  }

  /** A fork has come, or gone: who drives sees his own at once. */
  private changed(): void {
    const { fork, compare } = this.model;
    if (compare === null && this.app.dataset["compare"] !== undefined) {
      this.place();
    }
    if (fork !== null && compare === null && this.start > 0 && fork !== this.left) {
      this.begin(fork);
    }
    this.start = fork === null ? 0 : this.start;
    this.tell();
  }

  private drop(): void {
    this.model.link.command("drop", {}, 1).catch((e: { msg?: string }) => this.model.say(e.msg ?? t("time.refused")));
    this.close();
  }

  private turn(way: Way): void {
    this.way = way;
    this.place();
  }

  /** The tick at which the two part. */
  private get parting(): number {
    const { run, compare } = this.model;
    const d = differences(run?.events ?? [], compare?.events ?? []);
    return Math.min(...[...d.a, ...d.b].map((e) => e.tick), Infinity);
  }

  /** The picture of B at the tick of A: until they part that is A's; null if it is not at hand. */
  private get tiles(): Tiles | null {
    const { compare, tiles, pastB } = this.model;
    if (compare === null || this.travel.mode === "live") {
      return compare?.tiles ?? null;
    }
    if (this.travel.tick <= this.parting) {
      return tiles;
    }
    return pastB !== null && pastB.at === this.travel.tick && pastB.tiles.shown !== null ? pastB.tiles : null;
  }

  /** Asks for B as it was at the tick of A that is looked at, once the two have parted. */
  private seek(): void {
    const { model, travel } = this;
    const { tick } = travel;
    if (!this.open || travel.mode !== "replay" || tick <= this.parting || tick === this.sought || model.link.state !== "live") {
      this.sought = travel.mode === "live" ? -1 : this.sought;
      return;
    }
    this.sought = tick;
    const asked = model.fork;
    model.link.ask({ t: "seek", world: FORK, tick, coarse: false }).then(
      (ok) => {
        if (this.sought === tick && travel.mode !== "live" && asked === model.fork) {
          model.replay(ok, asked);
        }
      },
      () => undefined); // A is shown alone then
  }

  private place(): void {
    const { dataset } = this.app;
    if (this.open) {
      dataset["compare"] = this.way;
    } else {
      delete dataset["compare"];
    }
    this.app.style.setProperty("--swipe", `${this.swipe.percent}%`);
    this.bar.show(this.open, this.way);
    this.stage.redraw();
  }

  private paint(): void {
    if (!this.open) {
      return;
    }
    const { look } = this.stage;
    for (const c of [this.picture, this.overlay, this.marked]) {
      const [w, h] = [Math.round(look.view.w * look.ratio), Math.round(look.view.h * look.ratio)];
      if (c.width !== w || c.height !== h) {
        c.width = w;
        c.height = h;
      }
    }
    const tiles = this.tiles;
    this.app.classList.toggle("no-b", tiles === null);
    this.compare(tiles);
    if (this.way === "difference") {
      this.mark(tiles);
    } else if (tiles !== null) {
      if (tiles === this.model.tiles) {
        tiles.shown?.everywhere(); // what A's renderer has taken note of, B's has not
      }
      this.painter?.paint(look);
    }
  }

  /** Compares anew if both show one tick, and another than before. */
  private compare(b: Tiles | null): void {
    const { tiles: a, welcome } = this.model;
    const state = `${a.tick} ${b?.tick} ${a.shown?.lod} ${a.shown?.z}`;
    if (a.shown === null || b === null || b.shown === null || a.tick !== b.tick || state === this.compared && this.way !== "difference") {
      return;
    }
    this.compared = state;
    this.found = difference(a.shown, b.shown, welcome?.types ?? []);
    this.bar.count(this.found, a.tick);
  }

  private mark(b: Tiles | null): void {
    const a = this.model.tiles.shown;
    if (this.found !== null && a !== null && b?.shown?.lod === this.found.lod && a.lod === this.found.lod) {
      drawDifference(this.marked, { difference: this.found, a, b: b.shown, ...this.stage.look, color: (c) => this.color(c) });
    }
  }

  private color(code: number): string {
    return this.model.type(code)?.color ?? "";
  }

  private tell(): void {
    if (this.open) {
      this.bar.tell();
    }
  }

  /** Drag and wheel on B move both. */
  private moveWith(): void {
    const canvas = this.overlay;
    canvas.addEventListener("pointerdown", (e) => canvas.setPointerCapture(e.pointerId));
    canvas.addEventListener("pointermove", (e) => {
      if (canvas.hasPointerCapture(e.pointerId)) {
        this.stage.panBy(e.movementX, e.movementY);
      }
    });
    canvas.addEventListener("wheel", (e) => {
      e.preventDefault();
      const box = canvas.getBoundingClientRect();
      this.stage.zoomBy(e.deltaY < 0 ? 1 : -1, e.clientX - box.left, e.clientY - box.top);
    }, { passive: false });
  }
}

const NONE = new Tiles(1, 1);
