// Where blood and cells leave the patch, and how many do.

import type { Table } from "./csv.js";
import { el, setText } from "./dom.js";
import { t } from "./i18n.js";
import { keyed } from "./keyed.js";
import type { Model } from "./model.js";
import { exitName } from "./names.js";
import { brief, fixed, whole } from "./numbers.js";
import { section, type Section } from "./section.js";
import { CELL_SCALE, type Stage } from "./stage.js";

/** Time over which the rate is taken [h]. */
const WINDOW = 6;
/** Exits that are shown before "all" is asked for. */
const FEW = 4;

export interface Exit {
  readonly n: number;
  readonly kind: string;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** Cells since the start. */
  readonly left: number;
  /** Cells per simulated hour, lately; NaN before there are two counts. */
  readonly rate: number;
  /** Blood [nL/s]; NaN where it is not known. */
  readonly flow: number;
}

/** Remembers what left, for as long as rates are taken of. Pure. */
export class Departures {
  private samples: { tick: number; left: readonly number[] }[] = [];

  add(tick: number, left: readonly number[], ticksPerHour: number): void {
    const last = this.samples.at(-1);
    if (last !== undefined && tick < last.tick) {
      this.samples = []; // another history
    }
    if (last?.tick !== tick) {
      this.samples.push({ tick, left });
    }
    while (this.samples.length > 2 && (this.samples[1]?.tick ?? 0) <= tick - WINDOW * ticksPerHour) {
      this.samples.shift();
    }
  }

  /** Cells per hour through an exit. */
  rate(i: number, ticksPerHour: number): number {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    if (first === undefined || last === undefined || last.tick === first.tick) {
      return NaN;
    }
    return (((last.left[i] ?? 0) - (first.left[i] ?? 0)) / (last.tick - first.tick)) * ticksPerHour;
  }
}

export class ExitPanel {
  readonly section: Section;
  private readonly list = el("ol", { class: "exits" });
  private readonly all = el("button", { type: "button", class: "link" });
  private readonly departures = new Departures();
  private open = false;

  constructor(private readonly model: Model, private readonly stage: Stage, table: (name: string) => void) {
    this.section = section("exits", "inspect", t("panels.exits"));
    this.section.note.append(el("span"));
    const more = el("button", { type: "button", class: "link" }, t("panels.exits.table"));
    more.addEventListener("click", () => table("exits"));
    this.section.body.append(this.list, this.all, " ", more);
    this.all.addEventListener("click", () => {
      this.open = !this.open;
      this.update();
    });
    model.bus.on(["status"], () => {
      const { status } = model;
      if (status !== null && Array.isArray(status.left)) {
        this.departures.add(status.tick, status.left, model.ticksPerDay / 24);
        this.update();
      }
    });
  }

  /** The exits, the busiest first. */
  get exits(): Exit[] {
    const { model } = this;
    const left = model.status?.left ?? [];
    return (model.outlines?.tissue.exits ?? []).map((e, i) =>
      ({ ...e, left: left[i] ?? 0, flow: model.status?.flow?.[i] ?? NaN, rate: this.departures.rate(i, model.ticksPerDay / 24) }))
      .sort((a, b) => (b.rate || 0) - (a.rate || 0) || b.left - a.left || a.n - b.n);
  }

  private update(): void {
    const exits = this.exits;
    this.section.root.hidden = exits.length === 0;
    if (exits.length === 0 || this.section.root.offsetParent === null) {
      return;
    }
    const sum = exits.reduce((n, e) => n + (e.rate || 0), 0);
    setText(this.section.note, t("panels.exits.sum", { rate: whole(sum) }));
    this.all.hidden = exits.length <= FEW;
    setText(this.all, this.open ? t("panels.less") : t("panels.exits.all", { n: exits.length }));
    const most = Math.max(1e-9, ...exits.map((e) => e.rate || 0));
    const shown = exits.slice(0, this.open ? undefined : FEW);
    const of = (key: string): Exit => exits.find((e) => String(e.n) === key) as Exit;
    keyed(this.list, shown.map((e) => String(e.n)), (k) => this.row(of(k)), (e, k) => dress(e, of(k), most));
  }

  private row(e: Exit): HTMLElement {
    const b = el("button", { type: "button", "data-exit": e.n, title: t("panels.exits.fly") },
      el("span", { class: "l" }, `${exitName(e.kind)} `, el("small", {}, String(e.n)), el("small", { class: "flow" })), el("span", { class: "rate" }, el("i")), el("span", { class: "n" }));
    b.addEventListener("click", () => this.fly(e));
    return el("li", {}, b);
  }

  fly(e: Exit): void {
    this.stage.turnTo(e.z);
    this.stage.flyTo({ x: e.x + 0.5, y: e.y + 0.5, scale: Math.max(CELL_SCALE, this.stage.camera.scale) });
  }
}

/** Rate of an exit as it is now, beside the most of all. */
function dress(row: HTMLElement, e: Exit, most: number): void {
  (row.querySelector(".rate i") as HTMLElement).style.width = `${(100 * (e.rate || 0)) / most}%`;
  setText(row.querySelector(".n") as HTMLElement, rateText(e));
  setText(row.querySelector(".flow") as HTMLElement, Number.isNaN(e.flow) ? "" : t("panels.exits.flow", { flow: brief(e.flow) }));
}

function rateText(e: Exit): string {
  return Number.isNaN(e.rate) ? "–" : t("panels.exits.rate", { rate: fixed(e.rate, e.rate < 10 ? 1 : 0) });
}

export function exitTable(exits: readonly Exit[]): Table {
  const site = t("panels.unit.site");
  return {
    name: t("panels.exits"),
    columns: [{ label: t("panels.col.exit") }, { label: t("panels.col.kind") }, { label: "x", unit: site }, { label: "y", unit: site }, { label: "z", unit: site },
      { label: t("panels.col.left"), unit: t("panels.unit.cells") }, { label: t("panels.col.rate"), unit: t("panels.unit.rate") },
      { label: t("panels.col.flow"), unit: "nL/s" }],
    rows: exits.map((e) => [e.n, exitName(e.kind), e.x, e.y, e.z, e.left, e.rate, e.flow]),
  };
}
