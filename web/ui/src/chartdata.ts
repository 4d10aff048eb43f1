// What a line chart shows, for the screen and for files.

import { linearAxis, logAxis, type Axis } from "./axis.js";
import { person } from "./blood.js";
import type { Table } from "./csv.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import { described } from "./marks.js";
import { columnName } from "./names.js";
import { normFor } from "./people.js";
import type { Column } from "./protocol.js";
import { settings } from "./settings.js";
import { unitOf } from "./units.js";

export interface Curve {
  readonly days: readonly number[];
  /** In the reader's units; NaN = none. */
  readonly values: readonly number[];
}

export interface Mark {
  readonly day: number;
  readonly name: string;
  /** Done by a person who looked, not by the scenario. */
  readonly posted: boolean;
}

export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly a: Curve;
  readonly b: Curve | null;
  readonly band: readonly [number, number] | null;
  readonly grades: readonly { readonly grade: number; readonly below: number }[];
  readonly marks: readonly Mark[];
  readonly axis: Axis;
  /** The day that is looked at, where that is not the newest one. */
  readonly past: number | null;
  /** First and last day of the axis of time. */
  readonly span: readonly [number, number];
}

/** Ends of the logarithmic axis of neutrophils [10⁹/L]. */
const LOG = [0.01, 30] as const;

export function chartOf(model: Model, column: Column): Chart {
  const k = model.welcome?.series.indexOf(column) ?? -1;
  const unit = unitOf(column, settings.units);
  const curve = (series: Model["series"]): Curve => ({
    days: series.ticks().map((tick) => tick / model.ticksPerDay),
    values: (series.columns[k] ?? []).map((v) => v * unit.factor),
  });
  const a = curve(model.series);
  const b = model.compare === null ? null : curve(model.compare.series);
  const norm = normFor(column, person());
  const band = norm === null ? null : ([norm.low * unit.factor, (norm.high ?? NaN) * unit.factor] as const);
  const first = a.days[0] ?? 0;
  const last = Math.max(a.days.at(-1) ?? 0, b?.days.at(-1) ?? 0, model.day);
  const log = column.id === "anc_e9_l";
  return {
    title: columnName(column), unit: unit.name, a, b, band,
    grades: log ? (column.grades ?? []).map((g) => ({ grade: g.grade, below: g.below * unit.factor })) : [],
    marks: model.events.map((e) => ({ day: e.tick / model.ticksPerDay, name: described(e), posted: e.kind === "posted" })),
    axis: log ? logAxis(LOG[0] * unit.factor, LOG[1] * unit.factor) : linear(a, b, band),
    past: model.live ? null : model.day,
    span: [first, Math.max(last, first + 1)],
  };
}

/** Room for the normal band and the lines. */
function linear(a: Curve, b: Curve | null, band: readonly [number, number] | null): Axis {
  let [low, high] = band ?? [Infinity, -Infinity];
  for (const c of [a.values, b?.values ?? []]) {
    for (const v of c) {
      low = v < low ? v : low;
      high = v > high ? v : high;
    }
  }
  if (!(high >= low)) {
    return linearAxis(0, 1);
  }
  const margin = (high - low) * 0.12 || 1;
  return linearAxis(Math.max(0, low - margin), high + margin);
}

/** The value of a curve at a day: that of the last point not after it. */
export function at(c: Curve, day: number): number {
  let low = 0;
  let high = c.days.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((c.days[mid] as number) <= day + 1e-9) {
      low = mid + 1;
    } else {
      high = mid;
    }
  }
  return low === 0 ? NaN : (c.values[low - 1] ?? NaN);
}

/** The numbers of a chart. */
export function chartTable(c: Chart): Table {
  const b = c.b;
  const columns = [{ label: t("panels.col.day"), unit: t("panels.unit.days") }, { label: c.title, unit: c.unit }];
  return {
    name: c.title,
    columns: b === null ? columns : [...columns, { label: t("panels.b.name", { name: c.title }), unit: c.unit }],
    rows: c.a.days.map((day, i) => [day, c.a.values[i] ?? NaN, ...(b === null ? [] : [at(b, day)])]),
  };
}
