// The tree of lineages and stages at the left: legend, counts in view, highlight.

import { byId, el, setText, svg } from "./dom.js";
import type { Model } from "./model.js";
import { isCell, type Palettes } from "./palettes.js";
import type { CellType } from "./protocol.js";
import type { Stage } from "./stage.js";
import { integer, LINEAGES, title } from "./text.js";
import { countInView } from "./census.js";
import { Trend } from "./trend.js";

interface Row {
  readonly e: HTMLElement;
  readonly n: HTMLElement;
  readonly codes: readonly number[];
}

/** Lineages that are open at first. */
const OPEN = new Set(["stem", "ery", "neu"]);

export class Tree {
  private readonly root = byId("tree");
  private rows: Row[] = [];
  /** Trends by lineage: they go on when the tree is built anew in other colors. */
  private readonly known = new Map<string, Trend>();
  private trends: { trend: Trend; line: SVGElement; codes: readonly number[] }[] = [];

  constructor(private readonly model: Model, private readonly stage: Stage) {
    model.bus.on(["welcome", "palette"], () => this.build());
    model.bus.on(["highlight"], () => this.mark());
    model.bus.on(["status"], () => this.sample());
    this.root.addEventListener("keydown", (e) => this.key(e));
    window.setInterval(() => this.count(), 300);
  }

  private build(): void {
    const types = this.model.welcome?.types ?? [];
    const lineages = [...new Set(types.filter((t) => t.id !== "empty" && t.id !== "border").map((t) => t.lineage))];
    this.rows = [];
    this.trends = [];
    this.root.replaceChildren(...lineages.flatMap((l) => this.group(l, types.filter((t) => t.lineage === l && t.id !== "border"))));
    (this.root.firstElementChild as HTMLElement | null)?.setAttribute("tabindex", "0");
    this.count();
  }

  private group(lineage: string, types: readonly CellType[]): HTMLElement[] {
    const name = LINEAGES[lineage] ?? title(lineage);
    const codes = types.map((t) => t.code);
    const cells = types.every(isCell);
    const line = svg("polyline", { fill: "none", "stroke-linejoin": "round" });
    const spark = svg("svg", { width: 30, height: 14, "aria-hidden": "true" }, line);
    line.setAttribute("stroke", this.model.palettes.color(types[Math.min(1, types.length - 1)] as CellType));
    if (cells) {
      this.trends.push({ trend: this.known.get(lineage) ?? new Trend(), line, codes });
      this.known.set(lineage, (this.trends.at(-1) as { trend: Trend }).trend);
    }
    const many = types.length > 1;
    const fold = many ? el("button", { class: "fold", tabindex: -1, "aria-label": `Open ${name}` }) : el("span", { class: "fold" });
    const head = this.row("row", codes, cells, name, fold, ramp(types, this.model.palettes), el("b", {}, name), spark);
    const children = many
      ? types.map((t) => this.row("row child", [t.code], cells, t.label, square(t, this.model.palettes), el("span", { title: t.label }, shortLabel(t, name)), el("span")))
      : [];
    const open = (is: boolean): void => {
      head.setAttribute("aria-expanded", String(is));
      fold.textContent = is ? "▾" : "▸";
      children.forEach((c) => (c.hidden = !is));
    };
    if (many) {
      open(OPEN.has(lineage));
      fold.addEventListener("click", (e) => {
        e.stopPropagation();
        open(head.getAttribute("aria-expanded") !== "true");
      });
      head.addEventListener("fold", (e) => open((e as CustomEvent<boolean>).detail));
    }
    return [head, ...children];
  }

  /** A row; its last part stands after the count. */
  private row(cls: string, codes: readonly number[], cells: boolean, name: string, ...parts: Element[]): HTMLElement {
    const n = el("span", { class: "n" });
    const last = parts.pop() as Element;
    const e = el("div", {
      class: cls, role: "treeitem", tabindex: -1, "aria-selected": "false", "aria-label": name,
      "aria-level": cls === "row" ? 1 : 2,
    }, ...parts, n, last);
    if (cells) {
      e.addEventListener("click", (ev) => this.toggle(codes, ev.altKey));
    }
    this.rows.push({ e, n, codes: cells ? codes : [] });
    return e;
  }

  /** Highlights the codes of a row, or ends that. */
  private toggle(codes: readonly number[], solo: boolean): void {
    const { highlight, solo: was } = this.model;
    const same = solo === was && highlight.size === codes.length && codes.every((c) => highlight.has(c));
    this.model.setHighlight(new Set(same ? [] : codes), !same && solo);
  }

  private mark(): void {
    const { highlight } = this.model;
    for (const r of this.rows) {
      const on = r.codes.length > 0 && highlight.size > 0 && r.codes.every((c) => highlight.has(c));
      r.e.setAttribute("aria-selected", String(on));
      r.e.classList.toggle("off", highlight.size > 0 && !r.codes.some((c) => highlight.has(c)));
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
      setText(r.n, r.codes.length === 0 ? "" : integer(n));
      all += r.e.classList.contains("child") || r.codes.length === 1 ? n : 0;
    }
    setText(byId("in-view"), `${integer(all)} ${seen.whole ? "in the patch" : "in view"}`);
  }

  private sample(): void {
    const { status } = this.model;
    if (status === null) {
      return;
    }
    for (const t of this.trends) {
      t.trend.add(status.tick, this.model.inPatch(t.codes));
      t.line.setAttribute("points", t.trend.points(26, 10).map(([x, y]) => `${x + 2},${y + 2}`).join(" "));
    }
  }

  /** Arrow keys walk the tree, as in every tree. */
  private key(e: KeyboardEvent): void {
    const items = [...this.root.querySelectorAll<HTMLElement>("[role=treeitem]:not([hidden])")];
    const i = items.indexOf(document.activeElement as HTMLElement);
    const now = items[i];
    if (now === undefined) {
      return;
    }
    const go: Readonly<Record<string, number>> = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: items.length - 1 };
    const next = items[go[e.key] ?? -1];
    if (next !== undefined) {
      now.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    } else if (e.key === "ArrowRight" || e.key === "ArrowLeft") {
      now.dispatchEvent(new CustomEvent("fold", { detail: e.key === "ArrowRight" }));
    } else if (e.key === "Enter" || e.key === " ") {
      now.dispatchEvent(new MouseEvent("click", { altKey: e.altKey }));
    } else {
      return;
    }
    e.preventDefault();
    e.stopPropagation();
  }
}

function square(t: CellType, palettes: Palettes): HTMLElement {
  const e = el("span", { class: "sw" });
  e.style.background = palettes.swatch(t);
  return e;
}

/** A few colors of the lineage side by side. */
function ramp(types: readonly CellType[], palettes: Palettes): HTMLElement {
  const picks = types.length <= 3 ? types : [0, 0.5, 1].map((f) => types[Math.round(f * (types.length - 1))] as CellType);
  return el("span", { class: "ramp" }, ...picks.map((t) => {
    const i = el("i");
    i.style.background = palettes.swatch(t);
    return i;
  }));
}

/** "Basophilic erythroblast" is "Basophilic" under Erythroid, "Neutrophil myelocyte" is "Myelocyte" under Neutrophil. */
function shortLabel(t: CellType, lineage: string): string {
  const short = t.label.replace(/\s*\(.*\)$/, "").replace(/ (erythroblast|neutrophil)$/, "").replace(new RegExp(`^${lineage} `), "");
  return short === "" || short === lineage ? t.label : short.charAt(0).toUpperCase() + short.slice(1);
}
