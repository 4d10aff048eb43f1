// The tables that stand for pictures: cells, blood, events, clones, exits, series.

import { COMMON, labValue, person, rangeText, RARE } from "./blood.js";
import { countInView } from "./census.js";
import { cloneTable } from "./clones.js";
import type { Table } from "./csv.js";
import { el } from "./dom.js";
import { exitTable, type Exit } from "./exits.js";
import { flagOf } from "./flags.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import { described, whoDid } from "./marks.js";
import { cellName, columnName, lineageName } from "./names.js";
import { brief, fixed } from "./numbers.js";
import { isCell } from "./palettes.js";
import { normFor } from "./people.js";
import { saveCsv } from "./save.js";
import type { Stage } from "./stage.js";
import { settings } from "./settings.js";
import { unitOf } from "./units.js";

export type TableName = "cells" | "blood" | "events" | "clones" | "exits" | "series";

/** Rows that the page shows of a long table; a file has all. */
const SHOWN = 300;

export class Tables {
  private readonly dialog = el("dialog", { id: "tables", class: "tables", "aria-labelledby": "tables-title" });
  private readonly makers: Readonly<Record<TableName, () => Table>>;
  private chosen: TableName = "cells";

  constructor(private readonly model: Model, stage: Stage, exits: () => readonly Exit[]) {
    this.makers = {
      cells: () => cellTable(model, stage),
      blood: () => bloodTable(model),
      events: () => eventTable(model),
      clones: () => cloneTable(model),
      exits: () => exitTable(exits()),
      series: () => seriesTable(model),
    };
    document.body.append(this.dialog);
  }

  /** Opens the dialog at a table. */
  open(name: string = this.chosen): void {
    this.chosen = name in this.makers ? (name as TableName) : "cells";
    this.show();
    if (!this.dialog.open) {
      this.dialog.showModal();
    }
  }

  private show(): void {
    const table = this.makers[this.chosen]();
    const close = el("button", { type: "button", class: "ib", "aria-label": t("panels.tables.close") }, "×");
    close.addEventListener("click", () => this.dialog.close());
    const again = el("button", { type: "button", class: "small" }, t("panels.tables.again"));
    again.addEventListener("click", () => this.show());
    const file = el("button", { type: "button", class: "small" }, t("panels.menu.csv"));
    file.addEventListener("click", () => saveCsv(this.model, this.makers[this.chosen]()));
    this.dialog.replaceChildren(el("div", { class: "in" },
      el("h1", { id: "tables-title" }, t("panels.tables"), close),
      this.tabs(),
      el("div", { class: "bar-row" }, el("span", {}, t("panels.tables.at", { day: fixed(this.model.day, 2) })), again, file),
      el("div", { class: "scroll", tabindex: 0, role: "tabpanel", "aria-label": table.name }, grid(table)),
      ...(table.rows.length > SHOWN ? [el("p", { class: "fine" }, t("panels.tables.more", { n: table.rows.length, shown: SHOWN }))] : [])));
  }

  private tabs(): HTMLElement {
    const names = Object.keys(this.makers) as TableName[];
    const bar = el("div", { class: "tabs-small", role: "tablist", "aria-label": t("panels.tables") }, ...names.map((n) => {
      const on = n === this.chosen;
      const b = el("button", { type: "button", role: "tab", "aria-selected": String(on), tabindex: on ? 0 : -1, "data-table": n }, t(`panels.table.${n}`));
      b.addEventListener("click", () => this.open(n));
      return b;
    }));
    bar.addEventListener("keydown", (e) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
      if (step !== undefined) {
        e.preventDefault();
        this.open(names[(names.indexOf(this.chosen) + step + names.length) % names.length] as TableName);
        this.dialog.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus();
      }
    });
    return bar;
  }
}

/** A table of HTML; numbers are written in the language of the page. The newest rows of a long one. */
function grid(table: Table): HTMLElement {
  const head = el("tr", {}, ...table.columns.map((c) => el("th", { scope: "col" }, c.label, ...(c.unit === undefined || c.unit === "" ? [] : [" ", el("small", {}, c.unit)]))));
  const rows = table.rows.slice(-SHOWN).map((r) => el("tr", {}, ...r.map((v, i) => cell(v, i))));
  const empty = el("tr", {}, el("td", { colspan: table.columns.length }, t("panels.tables.empty")));
  return el("table", { class: "grid" }, el("caption", { class: "sr" }, table.name), el("thead", {}, head), el("tbody", {}, ...(rows.length === 0 ? [empty] : rows)));
}

function cell(v: string | number, i: number): HTMLElement {
  const text = typeof v === "string" ? v : Number.isNaN(v) ? "–" : Number.isInteger(v) ? fixed(v, 0) : brief(v);
  return i === 0 ? el("th", { scope: "row" }, text) : el("td", { class: typeof v === "number" ? "num" : "" }, text);
}

function cellTable(model: Model, stage: Stage): Table {
  const { counts, whole } = countInView(model, stage.seen);
  const types = (model.welcome?.types ?? []).filter(isCell);
  const all = types.reduce((n, x) => n + (counts[x.code] ?? 0), 0) || 1;
  const b = model.compare?.status?.counts;
  const codes = model.stageCodes;
  return {
    name: t(whole ? "panels.table.cells.patch" : "panels.table.cells.view"),
    columns: [{ label: t("panels.col.type") }, { label: t("panels.col.lineage") }, { label: t("panels.col.here"), unit: t("panels.unit.cells") }, { label: t("panels.col.share"), unit: "%" },
      { label: t("panels.col.patch"), unit: t("panels.unit.cells") }, ...(b === undefined ? [] : [{ label: "B", unit: t("panels.unit.cells") }, { label: "B − A", unit: t("panels.unit.cells") }])],
    rows: types.map((x) => {
      const here = counts[x.code] ?? 0;
      const patch = model.inPatch([x.code]);
      const other = b?.[codes.indexOf(x.code)] ?? 0;
      return [cellName(x), lineageName(x.lineage), here, (100 * here) / all, patch, ...(b === undefined ? [] : [other, other - patch])];
    }),
  };
}

function bloodTable(model: Model): Table {
  const columns = model.welcome?.series ?? [];
  const b = model.compare?.status?.now;
  const shown = [...COMMON, ...RARE].flatMap((id) => columns.filter((c) => c.id === id));
  return {
    name: t("panels.blood"),
    columns: [{ label: t("panels.col.value") }, { label: t("panels.col.amount") }, ...(b === undefined ? [] : [{ label: "B" }]), { label: t("panels.col.unit") }, { label: t("panels.col.range") }, { label: t("panels.col.flag") }, { label: t("panels.col.source") }],
    rows: shown.map((c) => {
      const norm = normFor(c, person());
      const v = model.value(c.id);
      return [columnName(c), labValue(c, v), ...(b === undefined ? [] : [labValue(c, b[columns.indexOf(c)] ?? NaN)]), unitOf(c, settings.units).name, norm === null ? "" : rangeText(c, norm),
        t(`panels.flag.${flagOf(v, norm, c.low)}`), norm === null ? "" : `${norm.source} (${t(`panels.standing.${norm.standing}`)})`];
    }),
  };
}

function eventTable(model: Model): Table {
  return {
    name: t("panels.table.events"),
    columns: [{ label: "#" }, { label: t("panels.col.day"), unit: t("panels.unit.days") }, { label: t("panels.col.event") }, { label: t("panels.col.how") }, { label: t("panels.col.by") }],
    rows: model.events.map((e) => [e.n, e.tick / model.ticksPerDay, described(e), e.args, whoDid(e) || t(e.kind === "posted" ? "panels.by.person" : "panels.by.scenario")]),
  };
}

/** All columns of the series, in the reader's units. */
function seriesTable(model: Model): Table {
  const columns = model.welcome?.series ?? [];
  const units = columns.map((c) => unitOf(c, settings.units));
  return {
    name: t("panels.table.series"),
    columns: [{ label: t("panels.col.day"), unit: t("panels.unit.days") }, ...columns.map((c, i) => ({ label: columnName(c), unit: units[i]?.name ?? "" }))],
    rows: model.series.ticks().map((tick, i) => [tick / model.ticksPerDay, ...columns.map((_, k) => (model.series.columns[k]?.[i] ?? NaN) * (units[k]?.factor ?? 1))]),
  };
}
