// The blood count: value, unit, place in the normal band, flag.

import { el, setText } from "./dom.js";
import { flagOf, SIGNS, type Flag } from "./flags.js";
import { hint } from "./hint.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import { columnName } from "./names.js";
import { brief, fixed } from "./numbers.js";
import { normFor, PEOPLE, type Person } from "./people.js";
import type { Column, Norm } from "./protocol.js";
import { section, type Section } from "./section.js";
import { settings } from "./settings.js";
import { decimals, unitOf } from "./units.js";

/** Columns of the series that the panel shows, in the order of a laboratory. */
export const COMMON = ["wbc_e9_l", "anc_e9_l", "lymph_e9_l", "mono_e9_l", "hb_g_dl", "retic_e9_l", "plt_e9_l"];
/** Those behind "more". */
export const RARE = ["eos_e9_l", "baso_e9_l", "band_e9_l", "meta_e9_l", "rbc_e12_l", "mch_pg", "cd34_per_ul"];

export function person(): Person {
  return PEOPLE.find((p) => p.id === settings.all.person) ?? (PEOPLE[0] as Person);
}

/** A value as a laboratory prints it, in the reader's units. */
export function labValue(c: Column, v: number): string {
  const unit = unitOf(c, settings.units);
  return fixed(v * unit.factor, decimals(c, unit, v * unit.factor));
}

/** The two ends of a range in the reader's units. */
export function rangeText(c: Column, n: Norm): string {
  const { factor } = unitOf(c, settings.units);
  return `${brief(n.low * factor)}–${brief((n.high ?? NaN) * factor)}`;
}

export function bloodPanel(model: Model): Section {
  const s = section("blood-count", "blood", t("panels.blood"));
  const day = el("span");
  const more = el("button", { type: "button", class: "link", "aria-expanded": "false", "aria-controls": "cbc-more" });
  const common = el("div", { class: "cbc", role: "list", "aria-label": t("panels.blood"), id: "cbc" });
  const rare = el("div", { class: "cbc", role: "list", "aria-label": t("panels.blood.rare"), id: "cbc-more", hidden: true });
  s.note.append(day, people());
  s.body.append(common, rare, more);
  let lines: Line[] = [];
  const build = (): void => {
    const columns = model.welcome?.series ?? [];
    const make = (ids: readonly string[]): Line[] => ids.flatMap((id) => columns.filter((c) => c.id === id)).map((c) => new Line(c));
    const [a, b] = [make(COMMON), make(RARE)];
    common.replaceChildren(...a.map((l) => l.root));
    rare.replaceChildren(...b.map((l) => l.root));
    lines = [...a, ...b];
    update();
  };
  const update = (): void => {
    setText(day, t("panels.day", { day: fixed(model.day, 1) }));
    const columns = model.welcome?.series ?? [];
    const { compare } = model;
    s.body.classList.toggle("ab", compare !== null);
    lines.forEach((l) => l.update(model.value(l.column.id), compare?.status?.now[columns.indexOf(l.column)] ?? NaN));
  };
  const fold = (open: boolean): void => {
    rare.hidden = !open;
    more.setAttribute("aria-expanded", String(open));
    setText(more, t(open ? "panels.less" : "panels.more"));
  };
  fold(false);
  more.addEventListener("click", () => fold(rare.hidden));
  model.bus.on(["welcome"], build);
  model.bus.on(["status", "series"], update);
  settings.watch(build);
  return s;
}

/** Whose ranges are shown. */
function people(): HTMLElement {
  const pick = el("select", { class: "quiet", "aria-label": t("panels.people") },
    ...PEOPLE.map((p) => el("option", { value: p.id }, t(`panels.person.${p.id}`))));
  pick.addEventListener("change", () => settings.set({ person: pick.value }));
  settings.watch(() => (pick.value = settings.all.person));
  return pick;
}

/** A line of the count. */
class Line {
  readonly root: HTMLElement;
  private readonly norm: Norm | null;
  private readonly value = el("b");
  private readonly other = el("span", { class: "b" });
  private readonly mark = el("s");
  private readonly markB = el("s", { class: "b" });
  private readonly flag = el("span", { class: "flag" });
  private said = "";

  constructor(readonly column: Column) {
    this.norm = normFor(column, person());
    const bar = el("span", { class: "bar", "aria-hidden": "true" });
    if (this.norm !== null) {
      const band = el("u");
      band.style.insetInlineStart = `${this.place(this.norm.low)}%`;
      band.style.width = `${this.place(this.norm.high ?? NaN) - this.place(this.norm.low)}%`;
      bar.append(band, this.markB, this.mark);
    }
    this.root = el("div", { class: "c", role: "listitem", tabindex: 0, "data-id": column.id },
      el("span", { class: "l" }, columnName(column)),
      el("span", { class: "v" }, this.value, " ", el("small", {}, unitOf(column, settings.units).name)),
      this.other, bar, this.flag);
    bar.classList.toggle("empty", this.norm === null);
    hint(this.root, () => this.explain());
  }

  update(a: number, b: number): void {
    const flag = this.flagOf(a);
    const text = labValue(this.column, a);
    setText(this.value, text);
    setText(this.other, Number.isNaN(b) ? "" : t("panels.b", { value: labValue(this.column, b) }));
    this.move(this.mark, a, flag);
    this.move(this.markB, b, "none");
    setText(this.flag, SIGNS[flag]);
    this.flag.className = `flag f-${flag}`;
    const unit = unitOf(this.column, settings.units).name;
    const said = `${columnName(this.column)} ${text} ${unit}, ${t(`panels.flag.${flag}`)}`;
    if (said !== this.said) {
      this.said = said;
      this.root.setAttribute("aria-label", said);
    }
  }

  private flagOf(v: number): Flag {
    return flagOf(v, this.norm, this.column.low);
  }

  private move(mark: HTMLElement, v: number, flag: Flag): void {
    mark.hidden = Number.isNaN(v);
    mark.style.insetInlineStart = `${this.place(v)}%`;
    mark.classList.toggle("danger", flag === "LL" || flag === "HH");
  }

  /** Place on the bar, in percent; the band ends at two thirds of it. */
  private place(v: number): number {
    const high = this.norm?.high ?? 1;
    return 100 * Math.min(1, Math.max(0, v / (high * 1.45)));
  }

  /** Range, whose it is, where it is from, and what would be dangerous. */
  private explain(): (Node | string)[] {
    const c = this.column;
    const unit = unitOf(c, settings.units);
    const who = t(`panels.person.${person().id}`);
    const out: (Node | string)[] = [el("b", {}, columnName(c))];
    if (this.norm === null) {
      return [...out, el("p", {}, t("panels.norm.none", { who }))];
    }
    out.push(el("p", {}, t("panels.norm", { range: rangeText(c, this.norm), unit: unit.name, who })));
    if (c.low !== undefined) {
      out.push(el("p", {}, t("panels.norm.danger", { value: brief(c.low * unit.factor), unit: unit.name })));
    }
    out.push(el("p", { class: "src" }, t("panels.norm.source", { source: this.norm.source, standing: t(`panels.standing.${this.norm.standing}`) })));
    return out;
  }
}
