// The panel of clones: a Muller plot of how the marrow is shared among stem cells.

import type { Cursor } from "./cursor.js";
import type { Table } from "./csv.js";
import { days, label, picture, PICTURE_BOX } from "./chartsvg.js";
import { follow } from "./drag.js";
import { el, setText } from "./dom.js";
import { hint } from "./hint.js";
import { t } from "./i18n.js";
import { keyed } from "./keyed.js";
import type { Model } from "./model.js";
import { cellsOf, largest, stack, type Band, type Clone, type CloneRow } from "./muller.js";
import { fixed, percent, whole } from "./numbers.js";
import { font, onTheme, paint, type Paint } from "./paint.js";
import { runHeader, saveCsv, saveSvg } from "./save.js";
import { chartMenu, section, type Section } from "./section.js";

/** Clones that are told apart; the rest is one. */
const NAMED = 12;
/** Clones with a button below the plot. */
const LISTED = 4;
const HEIGHT = 74;
const EVERY = 250;

export function cloneName(c: { readonly number: number; readonly donor: boolean }): string {
  return t(c.donor ? "panels.clone.donor" : "panels.clone", { n: String(c.number) });
}

export class ClonePanel {
  readonly section: Section;
  private readonly canvas = el("canvas", { role: "img" });
  private readonly from = el("span");
  private readonly count = el("span");
  private readonly list = el("div", { class: "pills" });
  private readonly detail = el("p", { class: "fine", role: "status" });
  private readonly toggle = el("button", { type: "button", class: "link" });
  private absolute = false;
  private rows: readonly CloneRow[] = [];
  private clones: readonly Clone[] = [];
  private bands: readonly Band[] = [];
  private timer = 0;

  constructor(private readonly model: Model, private readonly cursor: Cursor, table: (name: string) => void) {
    this.section = section("clones", "plots", t("panels.clones"));
    const help = el("button", { type: "button", class: "link what", "aria-label": t("panels.clones.help.name") }, "?");
    hint(help, () => [el("b", {}, t("panels.clones")), el("p", {}, t("panels.clones.help")), el("p", {}, t("panels.clones.help.plot"))]);
    this.section.note.append(this.toggle, help);
    this.section.head.append(chartMenu(t("panels.clones"), () => table("clones"),
      () => saveCsv(model, cloneTable(model)), () => saveSvg(model, t("panels.clones"), this.svg())));
    const axis = el("div", { class: "axis", "aria-hidden": "true" }, this.from, this.count, el("span", {}, t("panels.now")));
    this.section.body.append(el("div", { class: "muller" }, this.canvas), axis, this.list, this.detail);
    this.listen();
  }

  private listen(): void {
    const { model, canvas } = this;
    const later = (): void => this.later();
    model.bus.on(["clones", "welcome", "highlight"], later);
    onTheme(later);
    this.cursor.watch(() => this.draw());
    new ResizeObserver(later).observe(this.section.body);
    this.toggle.addEventListener("click", () => {
      this.absolute = !this.absolute;
      this.update();
    });
    const scrub = (day: number, done: boolean): void => {
      const [from, to] = this.span;
      model.onScrub?.(Math.round(Math.max(from, Math.min(day, to)) * model.ticksPerDay), done);
    };
    follow(canvas, this.cursor, (x) => this.dayAt(x), scrub);
    canvas.addEventListener("click", (e) => {
      const box = canvas.getBoundingClientRect();
      this.choose(this.bandAt(e.clientX - box.left, e.clientY - box.top)?.clone?.number ?? null);
    });
    this.update();
  }

  private later(): void {
    if (this.timer === 0 && document.visibilityState === "visible") {
      this.timer = window.setTimeout(() => {
        this.timer = 0;
        this.update();
      }, EVERY);
    }
  }

  private update(): void {
    const { model } = this;
    this.rows = model.clones.shown(model.world?.world ?? 0);
    this.section.root.hidden = (this.rows.at(-1)?.clones ?? 0) < 2;
    this.clones = largest(this.rows, NAMED);
    this.bands = stack(this.rows, this.clones, this.absolute);
    setText(this.toggle, t(this.absolute ? "panels.clones.absolute" : "panels.clones.share"));
    this.toggle.title = t("panels.clones.switch");
    const last = this.rows.at(-1);
    setText(this.from, t("panels.day", { day: fixed((this.rows[0]?.tick ?? 0) / model.ticksPerDay, 0) }));
    setText(this.count, last === undefined ? "" : t("panels.clones.count", { n: last.clones }));
    this.pills(last);
    this.draw();
  }

  /** Buttons of the largest clones now. */
  private pills(last: CloneRow | undefined): void {
    const chosen = this.model.clone;
    const now = last === undefined ? [] : [...this.clones].sort((a, b) => cellsOf(last, b.number) - cellsOf(last, a.number)).slice(0, LISTED);
    const of = (key: string): Clone => this.clones.find((c) => String(c.number) === key) as Clone;
    keyed(this.list, now.map((c) => String(c.number)), (k) => this.pill(of(k)), (e, k) => this.dress(e, of(k), last));
    setText(this.detail, chosen === null || last === undefined ? "" : this.tell(chosen, last));
  }

  private pill(c: Clone): HTMLElement {
    const b = el("button", { type: "button", class: "pill", "data-clone": c.number }, el("i"), `${cloneName(c)} `, el("small"));
    b.addEventListener("click", () => this.choose(this.model.clone === c.number ? null : c.number));
    return b;
  }

  /** Color, share and state of a button as they are now. */
  private dress(pill: HTMLElement, c: Clone, last: CloneRow | undefined): void {
    const share = last === undefined ? 0 : cellsOf(last, c.number) / Math.max(1, last.total);
    (pill.querySelector("i") as HTMLElement).style.background = `var(--clone-${this.clones.indexOf(c)})`;
    setText(pill.querySelector("small") as HTMLElement, percent(share));
    pill.setAttribute("aria-pressed", String(this.model.clone === c.number));
  }

  private choose(clone: number | null): void {
    this.model.setClone(clone);
    this.update();
  }

  /** What is known of a clone. */
  private tell(number: number, last: CloneRow): string {
    const seen = this.rows.filter((r) => cellsOf(r, number) > 0);
    const best = seen.reduce((a, r) => (cellsOf(r, number) / r.total > cellsOf(a, number) / a.total ? r : a), last);
    const donor = this.rows.some((r) => r.parts.some((p) => p[0] === number && p[2] === 1));
    return t("panels.clone.tell", {
      name: cloneName({ number, donor }), cells: whole(cellsOf(last, number)), share: percent(cellsOf(last, number) / Math.max(1, last.total)),
      peak: percent(cellsOf(best, number) / Math.max(1, best.total)), day: fixed(best.tick / this.model.ticksPerDay, 1),
    });
  }

  private get span(): readonly [number, number] {
    const day = (r: CloneRow | undefined): number => (r?.tick ?? 0) / this.model.ticksPerDay;
    const from = day(this.rows[0]);
    return [from, Math.max(day(this.rows.at(-1)), from + 0.25)];
  }

  private dayAt(x: number): number {
    const [from, to] = this.span;
    return from + (x / Math.max(1, this.canvas.clientWidth)) * (to - from);
  }

  /** Largest sum of a row: 1, or the most cells there ever were. */
  private get full(): number {
    return this.absolute ? Math.max(1, ...this.rows.map((r) => r.total)) : 1;
  }

  private bandAt(x: number, y: number): Band | undefined {
    const i = nearest(this.rows, this.dayAt(x) * this.model.ticksPerDay);
    const v = (1 - y / this.canvas.clientHeight) * this.full;
    return this.bands.find((b) => (b.low[i] ?? 0) <= v && v < (b.high[i] ?? 0));
  }

  private draw(): void {
    const width = this.section.body.clientWidth;
    const c = this.canvas.getContext("2d");
    if (c === null || width === 0 || this.rows.length === 0) {
      return;
    }
    const r = Math.min(2, devicePixelRatio || 1);
    const [w, h] = [Math.round(width * r), Math.round(HEIGHT * r)];
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w;
      this.canvas.height = h;
      this.canvas.style.height = `${HEIGHT}px`;
    }
    const p = paint();
    c.setTransform(r, 0, 0, r, 0, 0);
    c.clearRect(0, 0, width, HEIGHT);
    this.bands.forEach((b) => this.drawBand(c, b, width, p));
    this.bands.forEach((b) => this.drawName(c, b, width));
    this.drawCursor(c, width, p);
    this.canvas.setAttribute("aria-label", t("panels.clones.says", { n: this.rows.at(-1)?.clones ?? 0, names: this.clones.slice(0, LISTED).map(cloneName).join(", ") }));
  }

  private x(i: number, width: number): number {
    const [from, to] = this.span;
    return (((this.rows[i]?.tick ?? 0) / this.model.ticksPerDay - from) / (to - from)) * width;
  }

  private fill(b: Band, p: Paint): string {
    return b.clone === null ? p.line(b.donor ? "graft" : "rest") : p.clone(this.clones.indexOf(b.clone));
  }

  private drawBand(c: CanvasRenderingContext2D, b: Band, width: number, p: Paint): void {
    const y = (v: number): number => HEIGHT * (1 - v / this.full);
    const n = this.rows.length;
    c.beginPath();
    c.moveTo(0, y(b.low[0] ?? 0));
    for (let i = 0; i < n; i++) {
      c.lineTo(this.x(i, width), y(b.high[i] ?? 0));
    }
    c.lineTo(width, y(b.high[n - 1] ?? 0));
    c.lineTo(width, y(b.low[n - 1] ?? 0));
    for (let i = n - 1; i >= 0; i--) {
      c.lineTo(this.x(i, width), y(b.low[i] ?? 0));
    }
    c.closePath();
    const { clone } = this.model;
    c.globalAlpha = clone === null || b.clone?.number === clone ? 1 : 0.35;
    c.fillStyle = this.fill(b, p);
    c.fill();
    c.globalAlpha = 1;
    if (b.clone !== null) {
      c.strokeStyle = p.ground;
      c.lineWidth = 1;
      c.stroke();
    }
  }

  /** A name at the end of a band that is high enough for it. */
  private drawName(c: CanvasRenderingContext2D, b: Band, width: number): void {
    const i = this.rows.length - 1;
    const [low, high] = [b.low[i] ?? 0, b.high[i] ?? 0];
    if (b.clone === null || ((high - low) / this.full) * HEIGHT < 12) {
      return;
    }
    const before = Math.max(0, i - 8);
    const rising = (high - low) > 1.15 * ((b.high[before] ?? 0) - (b.low[before] ?? 0));
    c.font = font(10.5, 600);
    c.textAlign = "right";
    c.fillStyle = "#fff";
    c.shadowColor = "#0009";
    c.shadowBlur = 3;
    c.fillText(`${cloneName(b.clone)}${rising ? " ↑" : ""}`, width - 5, HEIGHT * (1 - (low + high) / 2 / this.full) + 4);
    c.shadowBlur = 0;
  }

  private drawCursor(c: CanvasRenderingContext2D, width: number, p: Paint): void {
    const { day } = this.cursor;
    const [from, to] = this.span;
    if (day !== null && day >= from && day <= to) {
      const x = ((day - from) / (to - from)) * width;
      c.fillStyle = p.text;
      c.fillRect(x, 0, 1, HEIGHT);
    }
  }

  /** The plot as a file. */
  private svg(): string {
    const p = paint();
    const { left, right, top, bottom } = PICTURE_BOX;
    const [from, to] = this.span;
    const x = (day: number): number => left + ((day - from) / (to - from)) * (right - left - 120);
    const px = (i: number): number => x((this.rows[i]?.tick ?? 0) / this.model.ticksPerDay);
    const y = (v: number): number => bottom - (v / this.full) * (bottom - top);
    const shape = (b: Band): string => {
      const up = b.high.map((v, i) => `${px(i).toFixed(1)},${y(v).toFixed(1)}`);
      const down = b.low.map((v, i) => `${px(i).toFixed(1)},${y(v).toFixed(1)}`).reverse();
      return `<polygon points="${[...up, ...down].join(" ")}" fill="${this.fill(b, p)}" stroke="${p.ground}" stroke-width="0.6"/>`;
    };
    const legend = this.clones.map((k, i) => `<rect x="${right - 104}" y="${top + i * 19}" width="11" height="11" rx="3" fill="${p.clone(i)}"/>${label(right - 88, top + 10 + i * 19, cloneName(k), p.text)}`);
    const unit = t(this.absolute ? "panels.clones.absolute" : "panels.clones.share");
    return picture(`${t("panels.clones")}: ${unit}`, runHeader(this.model), p, [...this.bands.map(shape), ...legend,
      ...[0, 0.5, 1].map((v) => label(left - 6, y(v * this.full) + 4, this.absolute ? whole(v * this.full) : percent(v), p.muted, "end")),
      ...days([from, to], x, p)]);
  }
}

/** The row nearest to a tick. */
function nearest(rows: readonly CloneRow[], tick: number): number {
  let best = 0;
  rows.forEach((r, i) => {
    best = Math.abs(r.tick - tick) < Math.abs((rows[best]?.tick ?? 0) - tick) ? i : best;
  });
  return best;
}

/** The clones over time: a row for each named clone of each row that came. */
export function cloneTable(model: Model): Table {
  return {
    name: t("panels.clones"),
    columns: [{ label: t("panels.col.day"), unit: t("panels.unit.days") }, { label: t("panels.col.clone") }, { label: t("panels.col.origin") },
      { label: t("panels.col.cells") }, { label: t("panels.col.share"), unit: "%" }],
    rows: model.clones.shown(model.world?.world ?? 0).flatMap((r) => r.parts.map(([n, cells, donor]) =>
      [r.tick / model.ticksPerDay, n, t(donor === 1 ? "panels.origin.donor" : "panels.origin.host"), cells, (100 * cells) / Math.max(1, r.total)])),
  };
}
