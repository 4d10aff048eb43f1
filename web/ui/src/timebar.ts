// The time bar: what was simulated, what was done to the body, which part of it can
// be looked at again, and the knob. While time goes on only three lengths change.

import { dayAndClock, rulerNumber } from "./daytime.js";
import { byId, el, icon, setText, svg } from "./dom.js";
import { t } from "./i18n.js";
import { described, differences, groupOf, whoDid } from "./marks.js";
import type { Model } from "./model.js";
import type { EventMark } from "./protocol.js";
import { beside, ruled, snap, spanFor } from "./ruler.js";
import { decimal } from "./text.js";
import type { Travel } from "./travel.js";

/** Points of the cellularity line. */
const POINTS = 300;
/** Room that a label takes [CSS pixels per character, and besides]. */
const CHARACTER = 6.4;
const BESIDES = 34;
/** Marks nearer than this are told as one [CSS pixels]. */
const TOGETHER = 7;
/** How near a mark catches the knob while Alt is held [CSS pixels]. */
const REACH = 14;

export class TimeBar {
  private readonly root = byId("timeline");
  private readonly area = svg("polygon");
  private readonly edge = svg("polyline");
  private readonly marks = el("div", { class: "marks" });
  private readonly ruler = el("div", { class: "ruler", "aria-hidden": "true" });
  private readonly ahead = el("span", { class: "ahead", "aria-hidden": "true" });
  private readonly bubble = el("output", { class: "bubble", hidden: true, "aria-hidden": "true" });
  private readonly note = el("em");
  private readonly rail = el("div", { class: "rail", role: "slider", tabindex: 0, "aria-label": t("time.slider"), "aria-valuemin": 0 },
    el("i", { class: "done" }), el("i", { class: "kept" }), el("span", { class: "head" }), el("span", { class: "knob" }));
  private readonly line = el("div", { class: "line" },
    svg("svg", { class: "area", viewBox: "0 0 1000 100", preserveAspectRatio: "none", "aria-hidden": "true" }, this.area, this.edge),
    this.marks, this.rail, this.ruler, this.ahead, this.bubble);
  private span = 0;
  private drawn = "";
  private marked = "";
  private queued = false;

  constructor(
    private readonly model: Model,
    private readonly travel: Travel,
  ) {
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", t("time.bar"));
    this.root.append(this.line);
    setText(this.ahead, t("time.ahead"));
    const later = (): void => this.later();
    model.bus.on(["status", "picture", "events", "series", "worlds", "welcome", "state"], later);
    travel.watch(later);
    new ResizeObserver(() => {
      this.marked = "";
      later();
    }).observe(this.root);
    this.root.addEventListener("pointerdown", (e) => this.press(e));
    this.rail.addEventListener("keydown", (e) => this.key(e));
  }

  private later(): void {
    if (!this.queued) {
      this.queued = true;
      window.requestAnimationFrame(() => {
        this.queued = false;
        this.draw();
      });
    }
  }

  /** Length of the bar [ticks]. */
  private get ticks(): number {
    return this.span * this.model.ticksPerDay;
  }

  private draw(): void {
    const { model, travel } = this;
    if (model.welcome === null || this.root.clientWidth < 40) {
      return;
    }
    const day = travel.end / model.ticksPerDay;
    const span = spanFor(day);
    if (span !== this.span) {
      this.span = span;
      this.rule();
    }
    this.place(day);
    this.drawArea();
    this.drawMarks();
  }

  /** Puts knob and ranges where they are. */
  private place(day: number): void {
    const { model, travel } = this;
    const now = Math.min(travel.tick / this.ticks, 1);
    const kept = this.kept();
    const style = this.root.style;
    style.setProperty("--now", now.toFixed(5));
    style.setProperty("--done", (day / this.span).toFixed(5));
    style.setProperty("--kept", (kept === null ? 1 : kept / this.ticks).toFixed(5));
    this.root.classList.toggle("past", travel.mode !== "live");
    this.ahead.hidden = (1 - day / this.span) * this.line.clientWidth < 150;
    setText(this.note, kept === null ? t("time.days") : t("time.kept", { day: rulerNumber(Math.ceil(10 * kept / model.ticksPerDay) / 10) }));
    const at = travel.tick / model.ticksPerDay;
    this.rail.setAttribute("aria-valuemax", String(travel.end));
    this.rail.setAttribute("aria-valuenow", String(travel.tick));
    this.rail.setAttribute("aria-valuetext", dayAndClock(at));
    this.bubble.hidden = travel.mode !== "dragging";
    setText(this.bubble, decimal(at));
  }

  /** The first tick that can be looked at again; null if there is none. */
  private kept(): number | null {
    const server = this.model.link.state === "live" ? this.model.run?.keyframes[0]?.tick : undefined;
    return server ?? this.travel.frames.range?.[0] ?? null;
  }

  private rule(): void {
    this.marked = "";
    const days = ruled(this.span).filter((d) => d < this.span * 0.86);
    this.ruler.replaceChildren(...days.map((d) => at(el("b", {}, rulerNumber(d)), d / this.span)), this.note);
  }

  /** Share of the patch that is cells, as an area over the line; anew only when there are new rows. */
  private drawArea(): void {
    const { model } = this;
    const series = model.series;
    const state = `${series.next} ${this.span} ${model.shown?.epoch}`;
    if (state === this.drawn) {
      return;
    }
    this.drawn = state;
    const values = series.columns[model.welcome?.series.findIndex((c) => c.id === "cellularity") ?? -1] ?? [];
    const ticks = series.ticks();
    const step = Math.max(1, Math.ceil(values.length / POINTS));
    const points = ticks.flatMap((tick, i) => {
      const v = values[i] ?? NaN;
      return i % step === 0 && !Number.isNaN(v) ? [`${((1000 * tick) / this.ticks).toFixed(1)},${(100 - v).toFixed(1)}`] : [];
    });
    const ends = [points[0], points.at(-1)].map((p) => p?.split(",")[0] ?? "0");
    this.edge.setAttribute("points", points.join(" "));
    this.area.setAttribute("points", points.length < 2 ? "" : `${ends[0]},100 ${points.join(" ")} ${ends[1]},100`);
  }

  /** What was done, by whom; what happens only in B is hatched. */
  private drawMarks(): void {
    const { model } = this;
    const own = model.run?.events ?? [];
    const other = model.compare === null ? [] : differences(own, model.compare.events).b;
    const state = `${own.length} ${other.length} ${model.run?.epoch} ${model.compare?.epoch} ${this.root.clientWidth} ${this.span}`;
    if (state === this.marked) {
      return;
    }
    this.marked = state;
    const all = [...own.map((e) => ({ e, b: false })), ...other.map((e) => ({ e, b: true }))].sort((x, y) => x.e.tick - y.e.tick);
    const place = (tick: number): number => (tick / this.ticks) * this.line.clientWidth;
    let free = -Infinity;
    this.marks.replaceChildren(...all.map(({ e, b }, i) => {
      const x = place(e.tick);
      const here = all.slice(i + 1).filter((o) => place(o.e.tick) - x < TOGETHER).length;
      const what = (b ? "B: " : "") + described(e);
      const text = here === 0 ? what : t("time.mark-more", { what, n: here });
      const width = (text.length + whoDid(e).length) * CHARACTER + BESIDES;
      const crowded = x < free;
      free = crowded ? free : x + width;
      return at(this.mark(e, b, text, crowded, x + width > this.line.clientWidth), e.tick / this.ticks);
    }));
  }

  private mark(e: EventMark, b: boolean, text: string, crowded: boolean, left: boolean): HTMLElement {
    const { model, travel } = this;
    const [group, path] = groupOf(e, model);
    const who = whoDid(e);
    const day = e.tick / model.ticksPerDay;
    const button = el("button", {
      class: `mark ${group}${b ? " b" : ""}${crowded ? " crowded" : ""}${left ? " left" : ""}`, tabindex: -1,
      title: [text, e.args, dayAndClock(day), who].filter((s) => s !== "").join(" · "),
    }, el("span", {}, icon(path), text, ...(who === "" ? [] : [el("small", {}, who)])));
    button.addEventListener("click", () => travel.goto(e.tick));
    return button;
  }

  private get stops(): number[] {
    return [...(this.model.run?.events ?? []).map((e) => e.tick), this.travel.end];
  }

  private tickAt(e: PointerEvent): number {
    const box = this.line.getBoundingClientRect();
    const tick = ((e.clientX - box.left) / box.width) * this.ticks;
    const near = e.altKey ? snap(tick, this.stops, (REACH / box.width) * this.ticks) : tick;
    return Math.round(Math.min(Math.max(near, 0), this.travel.end));
  }

  private press(e: PointerEvent): void {
    const onMark = e.target instanceof Element && e.target.closest(".mark") !== null;
    if (e.button !== 0 || onMark || this.model.welcome === null) {
      return;
    }
    e.preventDefault();
    this.rail.focus({ preventScroll: true });
    this.root.setPointerCapture(e.pointerId);
    const move = (m: PointerEvent): void => this.travel.drag(this.tickAt(m));
    const up = (): void => {
      this.root.removeEventListener("pointermove", move);
      this.travel.release();
    };
    this.root.addEventListener("pointermove", move);
    this.root.addEventListener("lostpointercapture", up, { once: true });
    move(e);
  }

  /** Arrows go an hour, pages a day; with Alt to the mark before or after. */
  private key(e: KeyboardEvent): void {
    const { travel, model } = this;
    const day = model.ticksPerDay;
    const by: Readonly<Record<string, number>> = {
      ArrowLeft: -day / 24, ArrowDown: -day / 24, ArrowRight: day / 24, ArrowUp: day / 24, PageDown: -day, PageUp: day, Home: -Infinity, End: Infinity,
    };
    const d = by[e.key];
    if (d === undefined || e.ctrlKey || e.metaKey) {
      return;
    }
    e.preventDefault();
    e.stopPropagation();
    const stop = e.altKey && Math.abs(d) < day ? beside(travel.tick, [0, ...this.stops], d < 0 ? -1 : 1) : travel.tick + d;
    travel.goto(Math.max(0, stop));
  }
}

function at(e: HTMLElement, share: number): HTMLElement {
  e.style.setProperty("--at", share.toFixed(5));
  return e;
}
