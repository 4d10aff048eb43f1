// The card of a comparison: what A and B differ in, how they are shown, and their
// counts as a table.

import type { Difference } from "./difference.js";
import { el, setText } from "./dom.js";
import { t } from "./i18n.js";
import { described, differences } from "./marks.js";
import type { Model } from "./model.js";
import { lineageName } from "./names.js";
import { isCell } from "./palettes.js";
import type { EventMark } from "./protocol.js";
import type { Swipe } from "./swipe.js";
import { whole } from "./numbers.js";
import { decimal } from "./text.js";
import type { WorldView } from "./worlds.js";

export type Way = "side" | "swipe" | "difference";

export const WAYS: readonly Way[] = ["side", "swipe", "difference"];

export class CompareBar {
  readonly element = el("section", { class: "float compare", "aria-label": t("time.compare.title"), hidden: true });
  private readonly names = el("p", { class: "names" });
  private readonly counted = el("span", { class: "counted" });
  private readonly ways = WAYS.map((w) => this.button(w));
  private readonly percent = el("input", { type: "number", min: 0, max: 100, step: 1, "aria-label": t("time.compare.divider") });
  private readonly share = el("label", { class: "share" }, this.percent, "%");
  private readonly legend = el("p", { class: "legend" }, ...["same", "a", "b", "split"].map((k) => el("span", {}, el("i", { class: k }), t(`time.compare.is-${k}`))));
  private readonly rows = el("tbody");
  private readonly table = el("details", {}, el("summary", {}, t("time.compare.table")),
    el("table", {}, el("thead", {}, el("tr", {}, ...["lineage", "a", "b", "difference"].map((k) => el("th", { scope: "col" }, t(`time.compare.${k}`))))), this.rows));

  constructor(
    private readonly model: Model,
    private readonly swipe: Swipe,
    private readonly turn: (w: Way) => void,
    drop: () => void,
    close: () => void,
  ) {
    const end = el("button", { class: "small" }, t("time.compare.drop"));
    const leave = el("button", { class: "ib", "aria-label": t("chrome.close") }, "×");
    end.addEventListener("click", drop);
    leave.addEventListener("click", close);
    this.percent.addEventListener("input", () => swipe.set(Number(this.percent.value)));
    this.table.addEventListener("toggle", () => this.fill());
    this.element.append(this.names, leave,
      el("div", { class: "ways", role: "group", "aria-label": t("time.compare.ways") }, ...this.ways, this.share, end), this.counted, this.legend, this.table);
  }

  show(on: boolean, way: Way): void {
    this.element.hidden = !on;
    this.ways.forEach((b, i) => b.setAttribute("aria-pressed", String(WAYS[i] === way)));
    this.share.hidden = way !== "swipe";
    this.legend.hidden = way !== "difference";
    if (document.activeElement !== this.percent) {
      this.percent.value = String(Math.round(this.swipe.percent));
    }
  }

  /** Says what A and B differ in, and their counts. */
  tell(): void {
    const { run, compare } = this.model;
    if (run === null || compare === null) {
      return;
    }
    const d = differences(run.events, compare.events);
    this.names.replaceChildren(el("b", { class: "a" }, "A"), ` ${this.named(d.a)} `, el("b", { class: "b" }, "B"), ` ${this.named(d.b)}`);
    if (compare.tick < run.tick - 1) {
      setText(this.counted, t("time.compare.catching", { day: decimal(compare.tick / this.model.ticksPerDay) }));
    }
    this.fill();
  }

  /** Says how many texels differ. */
  count(d: Difference | null, tick: number): void {
    if (d !== null) {
      setText(this.counted, t("time.compare.count", { n: d.differing, of: d.known, day: decimal(tick / this.model.ticksPerDay) }));
    }
  }

  private named(events: readonly EventMark[]): string {
    const each = events.map((e) => t("time.fork.event", { what: described(e), day: decimal(e.tick / this.model.ticksPerDay) }));
    return each.length === 0 ? t("time.compare.none") : each.slice(0, 2).join(", ") + (each.length > 2 ? " …" : "");
  }

  private button(w: Way): HTMLElement {
    const b = el("button", { class: "small", "aria-pressed": "false", "data-way": w }, t(`time.compare.${w}-way`));
    b.addEventListener("click", () => this.turn(w));
    return b;
  }

  /** Counts by lineage in the whole patch. */
  private fill(): void {
    const { run, compare, welcome } = this.model;
    if (!this.table.open || run === null || compare === null) {
      return;
    }
    const cells = (welcome?.types ?? []).filter(isCell);
    const count = (lineage: string, of: WorldView): number => this.model.inPatch(cells.filter((c) => c.lineage === lineage).map((c) => c.code), of);
    this.rows.replaceChildren(...[...new Set(cells.map((c) => c.lineage))].map((l) => {
      const [a, b] = [count(l, run), count(l, compare)];
      const difference = `${b > a ? "+" : b < a ? "−" : ""}${whole(Math.abs(b - a))}`;
      return el("tr", {}, el("th", { scope: "row" }, lineageName(l)), ...[whole(a), whole(b), difference].map((s) => el("td", {}, s)));
    }));
  }
}
