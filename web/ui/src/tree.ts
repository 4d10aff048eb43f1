// The tree of lineages and stages at the left: legend, counts in view, what is
// highlighted, hidden and recolored.

import { countInView } from "./census.js";
import { byId, el, icon, setText, svg } from "./dom.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import { cellName, lineageName, shortName } from "./names.js";
import { whole } from "./numbers.js";
import { bearer, isCell, shapeOf, type Palettes } from "./palettes.js";
import type { CellType } from "./protocol.js";
import type { Stage } from "./stage.js";
import { Trend } from "./trend.js";

interface Row {
  readonly e: HTMLElement;
  readonly n: HTMLElement;
  readonly eye: HTMLElement;
  readonly codes: readonly number[];
  readonly types: readonly CellType[];
  readonly head: boolean;
}

/** Lineages that are open at first. */
const OPEN = new Set(["stem", "ery", "neu"]);
const COUNT_EVERY = 300;

export class Tree {
  private readonly root = byId("tree");
  private readonly color = el("input", { type: "color", class: "pick-color", tabindex: -1, "aria-label": t("panels.tree.color") });
  private rows: Row[] = [];
  private trends: { trend: Trend; lines: SVGElement[]; codes: readonly number[]; type: CellType }[] = [];
  /** What the palette calls that which gets another color. */
  private painted = "";

  constructor(private readonly model: Model, private readonly stage: Stage) {
    this.root.setAttribute("aria-label", t("panels.tree"));
    this.root.setAttribute("aria-description", t("panels.tree.keys"));
    this.root.after(this.color);
    this.color.addEventListener("input", () => model.palettes.recolor(this.painted, this.color.value));
    model.bus.on(["welcome"], () => this.build());
    model.bus.on(["highlight"], () => this.mark());
    model.bus.on(["palette"], () => this.dress());
    model.bus.on(["status"], () => this.sample());
    this.root.addEventListener("keydown", (e) => this.key(e));
    window.setInterval(() => this.count(), COUNT_EVERY);
  }

  /** Rows anew, with the colors as they are now; what is open stays open. */
  build(): void {
    const types = (this.model.welcome?.types ?? []).filter((x) => x.id !== "empty" && x.id !== "border");
    const lineages = [...new Set(types.map((x) => x.lineage))];
    const open = new Set(this.rows.length === 0 ? OPEN : this.rows.filter((r) => r.e.getAttribute("aria-expanded") === "true").map((r) => r.types[0]?.lineage ?? ""));
    const old = this.trends;
    this.rows = [];
    this.trends = [];
    this.root.replaceChildren(...lineages.flatMap((l) => this.group(l, types.filter((x) => x.lineage === l), open.has(l))));
    this.trends.forEach((x) => (x.trend = old.find((o) => o.codes.join() === x.codes.join())?.trend ?? x.trend));
    this.root.firstElementChild?.setAttribute("tabindex", "0");
    this.dress();
    this.mark();
    this.draw();
  }

  private group(lineage: string, types: readonly CellType[], open: boolean): HTMLElement[] {
    const name = lineageName(lineage);
    const cells = types.every(isCell);
    const fold = el("button", { class: "fold", tabindex: -1, "aria-hidden": "true" });
    const head = this.row(types, true, name, fold, ramp(types), el("b", {}, name), this.spark(types, cells));
    const children = types.length > 1
      ? types.map((x) => this.row([x], false, cellName(x), square(), el("span", { class: "name", title: cellName(x) }, shortName(x)), el("span")))
      : [];
    if (children.length === 0) {
      fold.style.visibility = "hidden";
      return [head];
    }
    const set = (is: boolean): void => {
      head.setAttribute("aria-expanded", String(is));
      fold.textContent = is ? "▾" : "▸";
      children.forEach((c) => (c.hidden = !is));
    };
    set(open);
    fold.addEventListener("click", (e) => {
      e.stopPropagation();
      set(head.getAttribute("aria-expanded") !== "true");
    });
    head.addEventListener("fold", (e) => set((e as CustomEvent<boolean>).detail));
    return [head, ...children];
  }

  /** A line of how many there were; it is outlined, so that it is seen on any ground. */
  private spark(types: readonly CellType[], cells: boolean): Element {
    if (!cells) {
      return el("span");
    }
    const shape = { fill: "none", "stroke-linejoin": "round" };
    const edge = svg("polyline", { ...shape, class: "edge" });
    const line = svg("polyline", { ...shape, class: "line" });
    this.trends.push({ trend: new Trend(), lines: [edge, line], codes: types.map((x) => x.code), type: middle(types) });
    return svg("svg", { width: 27, height: 14, class: "spark", "aria-hidden": "true" }, edge, line);
  }

  /** A row; its last part stands after the count. The second part is its swatch. */
  private row(types: readonly CellType[], head: boolean, name: string, ...parts: Element[]): HTMLElement {
    const cells = types.every(isCell);
    const n = el("span", { class: "n" });
    const last = parts.pop() as Element;
    // Its twin is Shift+Enter, which the tree says; with a name of its own it would be a part of the row's.
    const eye = el("button", { class: "eye", tabindex: -1, title: t("panels.tree.hide"), "aria-hidden": "true" },
      icon("M1.5 8S4 3.5 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8z", "M8 6.200a1.800 1.800 0 1 0 0 3.600 1.800 1.800 0 0 0 0-3.600z"));
    const e = el("div", {
      class: head ? "row" : "row child", role: "treeitem", tabindex: -1, "aria-selected": "false", "aria-label": name, "aria-level": head ? 1 : 2,
    }, ...parts, " ", n, last, ...(cells ? [eye] : []));
    const r: Row = { e, n, eye, codes: cells ? types.map((x) => x.code) : [], types, head };
    if (cells) {
      e.addEventListener("click", (ev) => this.toggle(r.codes, ev.altKey));
      eye.addEventListener("click", (ev) => {
        ev.stopPropagation();
        this.hide(r);
      });
      e.querySelector(".sw, .ramp")?.addEventListener("click", (ev) => {
        ev.stopPropagation();
        this.pick(r);
      });
    }
    this.rows.push(r);
    return e;
  }

  /** Highlights the codes of a row, or ends that. */
  private toggle(codes: readonly number[], solo: boolean): void {
    const { highlight, solo: was } = this.model;
    const same = solo === was && highlight.size === codes.length && codes.every((c) => highlight.has(c));
    this.model.setHighlight(new Set(same ? [] : codes), !same && solo);
  }

  private hide(r: Row): void {
    const hidden = new Set(this.model.hidden);
    const all = r.codes.every((c) => hidden.has(c));
    r.codes.forEach((c) => (all ? hidden.delete(c) : hidden.add(c)));
    this.model.setHidden(hidden);
  }

  /** Asks for another color of a row's cells. */
  private pick(r: Row): void {
    const { palettes } = this.model;
    const first = r.types[0] as CellType;
    this.painted = r.head ? first.lineage : shapeOf(first).id;
    this.color.value = palettes.color(middle(r.types));
    const box = r.e.getBoundingClientRect();
    this.color.style.top = `${box.bottom}px`;
    this.color.style.left = `${box.left + 20}px`;
    this.color.click();
  }

  /** Swatches and lines in the colors of the palette. */
  private dress(): void {
    const { palettes } = this.model;
    this.rows.forEach((r) => paintSwatch(r, palettes));
    this.trends.forEach((x) => x.lines[1]?.setAttribute("stroke", palettes.color(x.type)));
  }

  private mark(): void {
    const { highlight, hidden } = this.model;
    for (const r of this.rows) {
      const on = r.codes.length > 0 && highlight.size > 0 && r.codes.every((c) => highlight.has(c));
      const gone = r.codes.length > 0 && r.codes.every((c) => hidden.has(c));
      r.e.setAttribute("aria-selected", String(on));
      r.e.classList.toggle("off", highlight.size > 0 && !r.codes.some((c) => highlight.has(c)));
      r.e.classList.toggle("gone", gone);
      r.eye.setAttribute("aria-pressed", String(gone));
      this.name(r);
    }
    this.count();
  }

  /** What a screen reader says of a row. */
  private name(r: Row): void {
    const first = r.types[0] as CellType;
    const name = r.head ? lineageName(first.lineage) : shortName(first);
    const full = r.head || name === cellName(first) ? "" : `, ${cellName(first)}`;
    const gone = r.e.classList.contains("gone") ? `, ${t("panels.tree.hidden")}` : "";
    const text = r.codes.length === 0 ? name : `${name} ${r.n.textContent ?? ""}${full}${gone}`;
    if (r.e.getAttribute("aria-label") !== text) {
      r.e.setAttribute("aria-label", text);
    }
  }

  private count(): void {
    if (document.visibilityState !== "visible" || this.model.welcome === null) {
      return;
    }
    const seen = countInView(this.model, this.stage.seen);
    let all = 0;
    for (const r of this.rows) {
      const n = r.codes.reduce((sum, c) => sum + (seen.counts[c] ?? 0), 0);
      setText(r.n, r.codes.length === 0 ? "" : whole(n));
      this.name(r);
      if (r.head) {
        all += n;
      }
    }
    setText(byId("in-view"), t(seen.whole ? "panels.tree.patch" : "panels.tree.view", { n: whole(all) }));
  }

  private sample(): void {
    const { status } = this.model;
    if (status !== null && this.model.live) {
      this.trends.forEach((x) => x.trend.add(status.tick, this.model.inPatch(x.codes)));
      this.draw();
    }
  }

  private draw(): void {
    for (const x of this.trends) {
      const points = x.trend.points(23, 10).map(([px, py]) => `${px + 2},${py + 2}`).join(" ");
      x.lines.forEach((l) => l.setAttribute("points", points));
    }
  }

  /** Arrow keys walk the tree, as in every tree. */
  private key(e: KeyboardEvent): void {
    const items = [...this.root.querySelectorAll<HTMLElement>("[role=treeitem]:not([hidden])")];
    const i = items.indexOf(document.activeElement as HTMLElement);
    const now = items[i];
    if (now === undefined || e.ctrlKey || e.metaKey) {
      return;
    }
    const row = this.rows.find((r) => r.e === now);
    const go: Readonly<Record<string, number>> = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: items.length - 1 };
    const next = items[go[e.key] ?? -1];
    if (next !== undefined) {
      focus(now, next);
    } else if (e.key === "ArrowRight" || e.key === "ArrowLeft") {
      sideways(e.key === "ArrowRight", now, items.slice(0, i), items[i + 1]);
    } else if (e.key === "Enter" || e.key === " ") {
      if (e.shiftKey && row !== undefined && row.codes.length > 0) {
        this.hide(row);
      } else {
        now.dispatchEvent(new MouseEvent("click", { altKey: e.altKey }));
      }
    } else if (e.key === "F2" && row !== undefined && row.codes.length > 0) {
      this.pick(row);
    } else {
      return;
    }
    e.preventDefault();
    e.stopPropagation();
  }
}

function focus(from: HTMLElement, to: HTMLElement): void {
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

/** Right opens a branch or goes into it; left closes it or goes to its root. */
function sideways(right: boolean, now: HTMLElement, before: readonly HTMLElement[], after: HTMLElement | undefined): void {
  const open = now.getAttribute("aria-expanded");
  if (open === String(!right)) {
    now.dispatchEvent(new CustomEvent("fold", { detail: right }));
  } else if (right && open === "true" && after !== undefined) {
    focus(now, after);
  } else if (!right && open === null) {
    const parent = before.filter((x) => x.getAttribute("aria-level") === "1").at(-1);
    if (parent !== undefined && now.getAttribute("aria-level") === "2") {
      focus(now, parent);
    }
  }
}

function square(): HTMLElement {
  return el("span", { class: "sw", title: t("panels.tree.color") });
}

/** Room for a few colors of the lineage side by side. */
function ramp(types: readonly CellType[]): HTMLElement {
  return el("span", { class: "ramp", title: t("panels.tree.color") }, ...picks(types).map(() => el("i")));
}

/** Up to three types of a lineage: the first, the middle one, the last. */
function picks(types: readonly CellType[]): readonly CellType[] {
  return types.length <= 3 ? types : [0, 0.5, 1].map((f) => types[Math.round(f * (types.length - 1))] as CellType);
}

/** The type that stands for a lineage in one color. */
function middle(types: readonly CellType[]): CellType {
  return bearer(types, Math.min(1, types.length - 1));
}

function paintSwatch(r: Row, palettes: Palettes): void {
  const square = r.e.querySelector<HTMLElement>(".sw");
  if (square !== null) {
    square.style.background = palettes.swatch(r.types[0] as CellType);
  }
  picks(r.types).forEach((x, i) => {
    const part = r.e.querySelectorAll<HTMLElement>(".ramp i")[i];
    if (part !== undefined) {
      part.style.background = palettes.color(x);
    }
  });
}
