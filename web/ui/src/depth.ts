// The cleared view in depth: volume, sliders, flight along a vessel, and the list of
// exits, which is the same in words.

import { el, icon, reducedMotion, setText } from "./dom.js";
import { t } from "./i18n.js";
import { font } from "./paint.js";
import { marcher, type Depth, type DepthRenderer } from "./march.js";
import type { Model } from "./model.js";
import { eyeOf, looking, nearer, project, START, turned, type Eye, type Orbit } from "./orbit.js";
import { Plume } from "./plume.js";
import { slabber } from "./slabs.js";
import { slabOf, solidOf, type Solid } from "./solid.js";
import type { Stage } from "./stage.js";
import { placeOn, vesselsOf, type Vessel } from "./vessels.js";

/** Texels a second along a vessel; texels a step where motion is not wanted. */
const FLIGHT = 11;
const STRIDE = 8;
/** Least time between two volumes from the stream [ms]. */
const RENEW = 1000;
/** Width of the card and the room around it [CSS pixels]. */
const CARD = 314;
/** How long after its last step the eye counts as moving [ms]. */
const SETTLE = 160;

/** Keys of the texts of the kinds of exits. */
const KINDS: Readonly<Record<string, string>> = {
  "trans-cortical capillary": "picture.capillary", "central vein": "picture.vein", "collecting sinusoid": "picture.collecting",
};

export class DepthView {
  /** Pictures drawn, for tests. */
  drawn = 0;
  clearing = 0.7;
  cut = 0;
  private readonly picture = el("canvas", { tabindex: 0, role: "application", "aria-label": t("picture.depth.help") });
  private readonly marks = el("canvas", { class: "marks", "aria-hidden": "true" });
  private readonly state = el("p", { role: "status" });
  private readonly list = el("tbody");
  private readonly fly = el("button", { class: "small", disabled: true }, t("picture.depth.fly"));
  private readonly plume = new Plume(() => this.redraw());
  private readonly root: HTMLElement;
  private readonly renderer: DepthRenderer | null;
  private readonly observer: ResizeObserver;
  private readonly unlisten: () => void;
  private orbit: Orbit = START;
  private solid: Solid | null = null;
  private vessels: readonly Vessel[] = [];
  private chosen: Vessel | null = null;
  private flight: { distance: number; at: number } | null = null;
  private renewed = 0;
  private version = -1;
  private waiting = 0;
  private moved = 0;
  private queued = 0;
  private closed = false;
  /** All slices have come. */
  complete = false;

  constructor(private readonly model: Model, private readonly stage: Stage, parent: HTMLElement, plain: boolean, private readonly onClose: () => void) {
    this.root = el("section", { class: "depth", id: "depth", "aria-label": t("picture.depth") }, this.picture, this.marks, this.card());
    parent.append(this.root);
    this.renderer = (plain ? null : safely(() => marcher(this.picture))) ?? slabber(this.picture);
    this.listen();
    this.observer = new ResizeObserver(() => this.redraw());
    this.observer.observe(this.root);
    const live = (): void => this.renew();
    const restyle = (): void => this.redraw();
    model.bus.on(["picture"], live);
    model.bus.on(["palette", "highlight"], restyle);
    this.unlisten = () => {
      model.bus.off(["picture"], live);
      model.bus.off(["palette", "highlight"], restyle);
    };
    stage.showDepth(true);
    this.renew();
    this.picture.focus();
  }

  get rendererName(): string {
    return this.renderer?.name ?? "none";
  }

  /** Numbers of the exits that are drawn. */
  get exits(): readonly number[] {
    return this.vessels.map((v) => v.n);
  }

  close(): void {
    if (!this.closed) {
      this.closed = true;
      window.cancelAnimationFrame(this.queued);
      this.observer.disconnect();
      this.unlisten();
      this.renderer?.dispose();
      this.plume.stop();
      this.root.remove();
      this.stage.showDepth(false);
      this.stage.canvas.focus();
      this.onClose();
    }
  }

  setClearing(v: number): void {
    this.clearing = v;
    this.touch();
  }

  private card(): HTMLElement {
    const close = el("button", { class: "ib", "aria-label": t("picture.close") }, icon("M3.5 3.5l9 9M12.5 3.5l-9 9"));
    close.addEventListener("click", () => this.close());
    this.fly.addEventListener("click", () => this.go());
    const head = ["n", "kind", "at", "length", "share"].map((k) => el("th", { scope: "col" }, t(`picture.depth.${k}`)));
    const table = el("table", {}, el("caption", {}, t("picture.depth.table")), el("thead", {}, el("tr", {}, ...head)), this.list);
    return el("div", { class: "float depth-card" },
      el("h3", {}, t("picture.depth"), close), el("p", {}, t("picture.depth.help")), this.state,
      this.slider("clearing", this.clearing, (v) => this.setClearing(v)),
      this.slider("cut", 0, (v) => {
        this.cut = v;
        this.touch();
      }),
      el("div", { class: "buttons" }, this.fly), this.plume.root, el("div", { class: "depth-table", tabindex: 0, role: "region", "aria-label": t("picture.depth.table") }, table));
  }

  private slider(name: "clearing" | "cut", value: number, f: (v: number) => void): HTMLElement {
    const input = el("input", { type: "range", min: 0, max: 100, value: Math.round(100 * value), id: `depth-${name}` });
    const out = el("output", {}, t("picture.depth.percent", { n: Math.round(100 * value) }));
    input.addEventListener("input", () => {
      setText(out, t("picture.depth.percent", { n: input.value }));
      f(Number(input.value) / 100);
    });
    return el("label", {}, t(`picture.depth.${name}`), input, out);
  }

  private listen(): void {
    const p = this.picture;
    let down: { x: number; y: number } | null = null;
    p.addEventListener("pointerdown", (e) => {
      p.setPointerCapture(e.pointerId);
      down = { x: e.clientX, y: e.clientY };
    });
    p.addEventListener("pointermove", (e) => {
      if (down !== null && this.flight === null) {
        this.turn((e.clientX - down.x) * -0.007, (e.clientY - down.y) * 0.007);
        down = { x: e.clientX, y: e.clientY };
      }
    });
    p.addEventListener("pointerup", () => (down = null));
    p.addEventListener("pointercancel", () => (down = null));
    p.addEventListener("wheel", (e) => {
      e.preventDefault();
      this.zoom(1.25 ** Math.max(-3, Math.min(3, -e.deltaY / 100)));
    }, { passive: false });
    this.root.addEventListener("keydown", (e) => this.key(e));
  }

  private key(e: KeyboardEvent): void {
    const onPicture = e.target === this.picture;
    const does: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => this.turn(-0.12, 0), ArrowRight: () => this.turn(0.12, 0), ArrowUp: () => this.turn(0, 0.12), ArrowDown: () => this.turn(0, -0.12),
      "+": () => this.zoom(1.25), "=": () => this.zoom(1.25), "-": () => this.zoom(0.8),
    };
    const f = e.key === "Escape" ? () => (this.flight === null ? this.close() : this.go()) : onPicture ? does[e.key] : undefined;
    if (f !== undefined && !e.ctrlKey && !e.metaKey && !e.altKey) {
      e.preventDefault();
      e.stopPropagation();
      f();
    }
  }

  private turn(yaw: number, pitch: number): void {
    this.orbit = turned(this.orbit, yaw, pitch);
    this.touch();
  }

  private zoom(factor: number): void {
    this.orbit = nearer(this.orbit, factor);
    this.touch();
  }

  /** Something moves: quick pictures now, a fine one when it stands. */
  private touch(): void {
    this.moved = performance.now();
    this.redraw();
  }

  /** Starts or ends the flight; without motion each call is a step. */
  private go(): void {
    if (this.chosen === null) {
      return;
    }
    if (reducedMotion() && this.flight !== null && !placeOn(this.chosen.way, this.flight.distance).done) {
      this.flight = { distance: this.flight.distance + STRIDE, at: 0 };
    } else {
      this.flight = this.flight === null ? { distance: 0, at: performance.now() } : null;
    }
    this.label();
    this.touch();
  }

  private label(): void {
    setText(this.fly, t(this.flight === null ? "picture.depth.fly" : reducedMotion() ? "picture.depth.next" : "picture.depth.stop"));
    this.fly.disabled = this.chosen === null || this.chosen.way.length < 2;
  }

  /** Takes in what came of the volume. */
  private renew(): void {
    const { tiles, outlines, welcome } = this.model;
    const now = performance.now();
    const wait = this.solid === null ? 0 : this.renewed + RENEW - now;
    window.clearTimeout(this.waiting);
    if (welcome === null || outlines === null || this.closed) {
      return;
    }
    if (wait > 0) {
      this.waiting = window.setTimeout(() => this.renew(), wait);
      return;
    }
    const types = welcome.types;
    const v = tiles.volume;
    const first = this.solid === null;
    if (v !== null && v.version !== this.version) {
      this.version = v.version;
      // Tissue is complete only when all slices have come.
      const whole = v.slices === v.d;
      this.solid = solidOf(v, types, whole && this.complete ? this.solid : null);
      this.complete = whole;
      setText(this.state, whole ? "" : t("picture.depth.loading", { n: v.slices, all: v.d }));
      this.name(whole && this.vessels.length === 0);
    } else if (v === null && tiles.shown !== null && tiles.d === 1) {
      const texel = this.solid?.texel;
      this.solid = slabOf(tiles.shown, outlines, types);
      setText(this.state, t("picture.depth.slab"));
      this.name(first || texel !== this.solid.texel);
    }
    this.renewed = now;
    this.redraw();
  }

  /** Lists the exits, once. */
  private name(now: boolean): void {
    const tissue = this.model.outlines?.tissue;
    if (!now || this.solid === null || tissue === undefined) {
      return;
    }
    this.vessels = vesselsOf(this.solid, tissue, this.model.status?.flow ?? null);
    const um = tissue.um;
    this.list.replaceChildren(...this.vessels.map((v) => this.row(v, tissue.exits.find((e) => e.n === v.n), um)));
    if (this.vessels.length === 0) {
      this.list.append(el("tr", {}, el("td", { colspan: 5 }, t("picture.depth.none"))));
    }
    this.choose(this.vessels.reduce<Vessel | null>((a, v) => (a === null || v.length > a.length ? v : a), null));
  }

  private row(v: Vessel, e: { x: number; y: number; z: number } | undefined, um: number): HTMLElement {
    const pick = el("button", {}, String(v.n));
    const at = e === undefined ? "" : [e.x, e.y, e.z].map((c) => Math.round(c * um)).join(", ");
    const row = el("tr", { "data-exit": v.n }, el("th", { scope: "row" }, pick), el("td", {}, t(KINDS[v.kind] ?? "picture.exit")), el("td", {}, at),
      el("td", {}, String(Math.round(v.length))), el("td", {}, t("picture.depth.percent", { n: Math.round(100 * v.share) })));
    row.addEventListener("click", () => this.choose(v));
    return row;
  }

  private choose(v: Vessel | null): void {
    this.chosen = v;
    this.flight = null;
    for (const row of this.list.querySelectorAll<HTMLElement>("tr")) {
      row.setAttribute("aria-selected", String(row.dataset["exit"] === String(v?.n)));
    }
    this.label();
    this.touch();
  }

  private redraw(): void {
    if (this.queued === 0 && !this.closed) {
      this.queued = window.requestAnimationFrame((now) => this.paint(now));
    }
  }

  private paint(now: number): void {
    this.queued = 0;
    const box = this.root.getBoundingClientRect();
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const [w, h] = [Math.max(1, Math.round(box.width * ratio)), Math.max(1, Math.round(box.height * ratio))];
    for (const c of [this.picture, this.marks]) {
      if (c.width !== w || c.height !== h) {
        [c.width, c.height] = [w, h];
      }
    }
    this.picture.setAttribute("aria-label", `${t("picture.depth.view", { clearing: t("picture.depth.percent", { n: Math.round(100 * this.clearing) }) })}. ${t("picture.depth.help")}`);
    if (this.solid === null || this.renderer === null) {
      return;
    }
    const moving = this.flight !== null && !reducedMotion() || performance.now() - this.moved < SETTLE;
    const eye = this.eye(now);
    const { looks, skin } = this.stage.scene();
    const v: Depth = { solid: this.solid, eye, w, h, looks, skin, clearing: this.clearing, cut: this.cut, inside: this.flight !== null, moving };
    const finer = this.renderer.draw(v);
    this.dots(v, ratio);
    this.drawn++;
    if (moving || finer) {
      this.redraw();
    }
  }

  private eye(now: number): Eye {
    const s = this.solid as Solid;
    const { width, height } = this.root.getBoundingClientRect();
    const orbit = eyeOf(this.orbit, [s.w, s.h, s.d], width > 760 ? CARD / height : 0); // in the middle of what the card leaves free
    if (this.flight === null || this.chosen === null) {
      return orbit;
    }
    if (!reducedMotion()) {
      this.flight = { distance: this.flight.distance + (FLIGHT * Math.max(0, now - this.flight.at)) / 1000, at: now };
    }
    const place = placeOn(this.chosen.way, this.flight.distance);
    if (place.done && !reducedMotion()) {
      this.flight = null;
      this.label();
      return orbit;
    }
    return looking(place.at, place.ahead, 0.75);
  }

  /** A dot at each exit, so that the holes of the wall are seen, and the way of the chosen vessel. */
  private dots(v: Depth, ratio: number): void {
    const c = this.marks.getContext("2d");
    if (c === null) {
      return;
    }
    c.setTransform(1, 0, 0, 1, 0, 0);
    c.clearRect(0, 0, v.w, v.h);
    const strong = Math.min(1, Math.max(0.3, (v.clearing - 0.2) / 0.4));
    c.font = font(11 * ratio, 600);
    if (this.flight === null && this.chosen !== null) {
      this.line(c, v, this.chosen, ratio);
    }
    this.plume.draw(c, v, ratio);
    for (const x of this.vessels) {
      const p = project(v.eye, [x.at[0] + 0.5, x.at[1] + 0.5, x.at[2] + 0.5], v.w, v.h);
      if (p === null || (x.at[0] < v.cut * v.solid.w)) {
        continue;
      }
      const r = Math.max(2.5, Math.min(9, (1.5 * v.h) / p.far)) * ratio;
      const on = x === this.chosen;
      c.globalAlpha = on ? 1 : strong;
      c.beginPath();
      c.arc(p.x, p.y, on ? r * 1.35 : r, 0, 7);
      c.fillStyle = on ? "#ffd76a" : "#ff8b80";
      c.fill();
      c.lineWidth = 1.6 * ratio;
      c.strokeStyle = v.skin.dark ? "#05070b" : "#fff";
      c.stroke();
      if (on) {
        c.lineWidth = 3.5 * ratio;
        c.strokeText(String(x.n), p.x + r * 1.8, p.y + 4 * ratio);
        c.fillStyle = v.skin.dark ? "#fff" : "#151a23";
        c.fillText(String(x.n), p.x + r * 1.8, p.y + 4 * ratio);
      }
    }
    c.globalAlpha = 1;
  }

  private line(c: CanvasRenderingContext2D, v: Depth, x: Vessel, ratio: number): void {
    c.beginPath();
    x.way.forEach((q, i) => {
      const p = project(v.eye, q, v.w, v.h);
      if (p !== null) {
        c[i === 0 ? "moveTo" : "lineTo"](p.x, p.y);
      }
    });
    c.strokeStyle = "#ffd76acc";
    c.lineWidth = 1.6 * ratio;
    c.setLineDash([3 * ratio, 4 * ratio]);
    c.stroke();
    c.setLineDash([]);
  }
}

function safely(f: () => DepthRenderer | null): DepthRenderer | null {
  try {
    return f();
  } catch (e) {
    console.warn(e);
    return null;
  }
}
