// Lines of blood values since the start: one at a time in tabs, or all.

import { labValue } from "./blood.js";
import { at, chartOf, chartTable, type Chart } from "./chartdata.js";
import { chartSvg } from "./chartsvg.js";
import type { Cursor } from "./cursor.js";
import { el, setText } from "./dom.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import { briefName, columnName } from "./names.js";
import { fixed } from "./numbers.js";
import { onTheme, paint, zoom } from "./paint.js";
import { Plot } from "./plot.js";
import type { Column } from "./protocol.js";
import { runHeader, saveCsv, saveSvg } from "./save.js";
import { chartMenu, section, type Section } from "./section.js";
import { settings } from "./settings.js";
import { decimals, unitOf } from "./units.js";

/** Columns that have a chart, with the names of their colors. */
const LINES: Readonly<Record<string, string>> = { anc_e9_l: "anc", hb_g_dl: "hb", plt_e9_l: "plt", retic_e9_l: "retic" };
const ALL = "all";
const HEIGHT = 150;
const SMALL = 92;
/** No more often than this [ms]. */
const EVERY = 100;

interface Shown {
  readonly column: Column;
  readonly plot: Plot;
  readonly value: HTMLElement;
  chart: Chart;
}

export class Charts {
  readonly section: Section;
  private readonly tabs = el("div", { class: "tabs-small", role: "tablist", "aria-label": t("panels.charts") });
  private readonly box = el("div", { id: "charts", role: "tabpanel", "aria-label": t("panels.charts") });
  private shown: Shown[] = [];
  private chosen = "anc_e9_l";
  private timer = 0;

  constructor(private readonly model: Model, private readonly cursor: Cursor, private readonly table: (name: string) => void) {
    this.section = section("chart-lines", "plots", t("panels.charts"));
    this.section.head.append(chartMenu(t("panels.charts"), () => this.table("series"), () => this.save("csv"), () => this.save("svg")));
    this.section.body.append(this.tabs, this.box);
    const later = (): void => this.later();
    model.bus.on(["welcome"], () => this.choose(this.chosen));
    model.bus.on(["series", "status", "events"], later);
    settings.watch(() => this.choose(this.chosen));
    onTheme(later);
    cursor.watch(() => this.values());
    new ResizeObserver(() => this.resize()).observe(this.section.body);
    this.tabs.addEventListener("keydown", (e) => this.key(e));
  }

  private get columns(): Column[] {
    return (this.model.welcome?.series ?? []).filter((c) => c.id in LINES).sort((a, b) => keys.indexOf(a.id) - keys.indexOf(b.id));
  }

  /** Shows one chart, or all. */
  private choose(id: string): void {
    this.chosen = id;
    const tab = (key: string, text: string, name: string): HTMLElement => {
      const b = el("button", { type: "button", role: "tab", "aria-selected": String(key === id), title: name, tabindex: key === id ? 0 : -1, "data-tab-id": key }, text);
      b.addEventListener("click", () => this.choose(key));
      return b;
    };
    this.tabs.replaceChildren(...this.columns.map((c) => tab(c.id, briefName(c), columnName(c))), tab(ALL, t("panels.charts.all"), t("panels.charts.all.long")));
    this.shown.forEach((s) => s.plot.destroy());
    this.shown = this.columns.filter((c) => id === ALL || c.id === id).map((c) => this.make(c));
    this.box.replaceChildren(...this.shown.map((s) => s.value.closest(".chart") as Element));
    this.resize();
    this.draw();
  }

  private make(column: Column): Shown {
    const value = el("span", { class: "value" });
    const chart = chartOf(this.model, column);
    const box = el("div", { class: "chart", role: "img" }, value);
    this.box.append(box);
    const size = { width: this.width, height: this.height };
    const scrub = (day: number, done: boolean): void => {
      const { days } = chartOf(this.model, column).a;
      const within = Math.max(days[0] ?? 0, Math.min(day, days.at(-1) ?? 0));
      this.model.onScrub?.(Math.round(within * this.model.ticksPerDay), done);
    };
    return { column, value, chart, plot: new Plot(box, chart, LINES[column.id] ?? "anc", size, this.cursor, scrub) };
  }

  private get width(): number {
    return this.section.body.clientWidth || 316;
  }

  private get height(): number {
    return (this.chosen === ALL ? SMALL : HEIGHT) * (1 + (zoom() - 1) / 3);
  }

  private resize(): void {
    this.shown.forEach((s) => s.plot.resize(this.width, this.height));
  }

  private later(): void {
    if (this.timer === 0 && document.visibilityState === "visible") {
      this.timer = window.setTimeout(() => {
        this.timer = 0;
        this.draw();
      }, EVERY);
    }
  }

  private draw(): void {
    if (this.box.clientWidth === 0) {
      return; // nobody sees it
    }
    for (const s of this.shown) {
      s.chart = chartOf(this.model, s.column);
      s.plot.show(s.chart);
    }
    this.values();
  }

  /** The value now, or that at the day that is pointed at. */
  private values(): void {
    const { day } = this.cursor;
    for (const { column, chart, value } of this.shown) {
      const unit = unitOf(column, settings.units);
      const text = (v: number): string => fixed(v, decimals(column, unit, v));
      const a = day === null ? labValue(column, this.model.value(column.id)) : text(at(chart.a, day));
      const b = chart.b === null ? "" : ` · ${t("panels.b", { value: text(at(chart.b, day ?? Infinity)) })}`;
      const when = day === null ? "" : `${t("panels.day", { day: fixed(day, 1) })} · `;
      const all = this.chosen === ALL ? `${columnName(column)} ` : "";
      setText(value, `${when}${all}${a} ${unit.name}${b}`);
      value.closest(".chart")?.setAttribute("aria-label", t("panels.chart.says", { name: chart.title, value: `${a} ${unit.name}` }));
    }
  }

  private save(kind: "csv" | "svg"): void {
    for (const s of this.shown) {
      const chart = chartOf(this.model, s.column);
      if (kind === "csv") {
        saveCsv(this.model, chartTable(chart));
      } else {
        saveSvg(this.model, chart.title, chartSvg(chart, LINES[s.column.id] ?? "anc", runHeader(this.model), paint()));
      }
    }
  }

  /** Arrow keys walk the tabs, as in every row of tabs. */
  private key(e: KeyboardEvent): void {
    const ids = [...keys.filter((k) => this.columns.some((c) => c.id === k)), ALL];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    if (step !== undefined) {
      e.preventDefault();
      e.stopPropagation();
      this.choose(ids[(ids.indexOf(this.chosen) + step + ids.length) % ids.length] as string);
      this.tabs.querySelector<HTMLElement>("[aria-selected=true]")?.focus();
    }
  }
}

const keys = Object.keys(LINES);
