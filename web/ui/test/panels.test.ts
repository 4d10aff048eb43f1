// Flags, ranges, units, axes, fewer points, the stacking of clones, files, rates.

import assert from "node:assert/strict";
import { test } from "node:test";
import { linearAxis, logAxis, niceStep, spaced } from "../src/axis.js";
import { figuresIn } from "../src/census.js";
import { CloneRows } from "../src/clonerows.js";
import { csv } from "../src/csv.js";
import { decimate } from "../src/decimate.js";
import { flagOf, SIGNS } from "../src/flags.js";
import { largest, stack, type CloneRow } from "../src/muller.js";
import { normFor, PEOPLE, within, type Person } from "../src/people.js";
import type { CellType, Column, Norm } from "../src/protocol.js";
import { decimals, unitOf } from "../src/units.js";

const norm = (low: number, high: number, sex: Norm["sex"] = "any", age = "adult"): Norm => ({ sex, age, low, high, source: "a book", standing: "published" });

test("a flag has an arrow and a letter, and says how far a value is from normal", () => {
  const flags = [0.4, 1, 3, 9, 20, NaN].map((v) => flagOf(v, norm(1.8, 7.8), 0.5));
  assert.deepEqual(flags, ["LL", "L", "ok", "H", "HH", "none"]);
  assert.equal(flagOf(3, null, 0.5), "none");
  for (const f of ["LL", "L", "H", "HH"] as const) {
    assert.match(SIGNS[f], new RegExp(`^[↓↑⇊⇈] ${f}$`));
  }
});

test("ranges are those of a person's age and sex", () => {
  const c: Column = { id: "hb_g_dl", unit: "g/dL", label: "", norms: [norm(13.4, 17, "M"), norm(11.7, 15.3, "F"), norm(9, 14, "any", "6mo-5y")] };
  const of = (id: string): number | undefined => normFor(c, PEOPLE.find((p) => p.id === id) as Person)?.low;
  assert.deepEqual([of("man"), of("woman"), of("child3"), of("child10")], [13.4, 11.7, 9, undefined]);
  assert.deepEqual([within("3-12mo", 9), within("5-18y", 120), within("0-1mo", 9), within("any", 5), within("adult", 120)], [true, true, false, true, false]);
});

test("units are those of the SI or of the United States", () => {
  const hb: Column = { id: "hb_g_dl", unit: "g/dL", label: "" };
  const plt: Column = { id: "plt_e9_l", unit: "10⁹/L", label: "" };
  assert.deepEqual([unitOf(hb, "si"), unitOf(hb, "us").factor, unitOf(plt, "us").name], [{ name: "g/L", factor: 10 }, 1, "K/µL"]);
  assert.deepEqual([decimals(hb, unitOf(hb, "si"), 142), decimals(hb, unitOf(hb, "us"), 14.2), decimals(plt, unitOf(plt, "si"), 250)], [0, 1, 0]);
});

test("a logarithmic axis has a floor for what is not seen", () => {
  const a = logAxis(0.01, 30);
  assert.equal(a.pos(0), a.floor);
  assert.equal(a.pos(0.009), a.floor);
  assert.ok(a.pos(0.01) > (a.floor as number) + 0.05, "the break is seen");
  assert.equal(a.pos(30), 1);
  assert.ok(Math.abs(a.pos(1) - a.pos(0.1) - (a.pos(0.1) - a.pos(0.01))) < 1e-9, "decades are equal");
  const few = spaced(a.ticks, 0.1);
  assert.ok(few.every((t, i) => i === 0 || t.at - (few[i - 1]?.at ?? 0) >= 0.1));
});

test("a plain axis has round ticks inside its ends", () => {
  assert.deepEqual(linearAxis(11.2, 17.8).ticks.map((t) => t.value), [12, 14, 16]);
  assert.deepEqual([0.3, 3, 21, 100].map(niceStep), [0.5, 5, 50, 100]);
});

test("fewer points keep every peak and gap", () => {
  const x = Array.from({ length: 10_000 }, (_, i) => i);
  const y = x.map((i) => (i === 4321 ? 99 : i === 7777 ? -99 : i > 9000 && i < 9500 ? NaN : Math.sin(i)));
  const d = decimate(x, y, 300);
  assert.ok(d.x.length <= 600);
  assert.ok(d.y.includes(99) && d.y.includes(-99) && d.y.includes(null));
  assert.ok(d.x.every((v, i) => i === 0 || v > (d.x[i - 1] as number)), "in order");
  assert.deepEqual(decimate([1, 2], [3, NaN], 300), { x: [1, 2], y: [3, null] });
});

const row = (tick: number, total: number, donor: number, ...parts: [number, number, number][]): CloneRow => ({ tick, total, donor, clones: parts.length, parts });

test("clones are stacked inside their parents, and the stack is the whole marrow", () => {
  const rows = [row(0, 100, 0, [7, 10, 0], [3, 5, 0]), row(72, 100, 40, [7, 30, 0], [900, 30, 1], [3, 5, 0])];
  const named = largest(rows, 2);
  assert.deepEqual(named.map((c) => [c.number, c.donor]), [[7, false], [900, true]]);
  const bands = stack(rows, named, false);
  assert.deepEqual(bands.map((b) => b.clone?.number ?? (b.donor ? "graft" : "host")), ["host", 7, "graft", 900, "graft", "host"]);
  assert.deepEqual([bands[0]?.low, bands.at(-1)?.high], [[0, 0], [1, 1]]);
  assert.ok(bands.every((b, i) => i === 0 || b.low.every((v, k) => v === bands[i - 1]?.high[k])), "no gaps");
  assert.deepEqual(stack(rows, named, true).at(-1)?.high, [100, 100]);
});

test("rows of clones replace those from their first tick on, and all of another epoch", () => {
  const store = new CloneRows();
  const take = (epoch: number, ...ticks: number[]): void =>
    store.take({ t: "clones", world: 0, epoch, from: ticks[0] ?? 0, rows: ticks.map((tick) => row(tick, 1, 0)) });
  take(1, 0, 72, 144);
  take(1, 144, 216);
  assert.deepEqual(store.shown(0).map((r) => r.tick), [0, 72, 144, 216]);
  assert.deepEqual(store.shown(2).length, 4, "a replay is a past of the run");
  take(2, 0);
  assert.deepEqual(store.shown(0).map((r) => r.tick), [0]);
});

test("a file has units in its head, comments before it, and no formulas", () => {
  const text = csv(["run\nof a test"], { name: "t", columns: [{ label: "Day", unit: "d" }, { label: "a, b" }], rows: [[1.5, '=1+1 "x"'], [NaN, "-"], [-2, "@x"]] });
  assert.equal(text, '# run of a test\r\nDay [d],"a, b"\r\n1.5,"\'=1+1 ""x"""\r\n,-\r\n-2,\'@x\r\n');
});

test("figures of the cells in view are those of a pathologist", () => {
  const type = (code: number, id: string, lineage: string, more: Partial<CellType> = {}): CellType =>
    ({ code, id, lineage, stage: 0, rank: 0, kmax: 0, label: id, color: "#ffffff", form: "", ...more });
  const types = [type(1, "segmented", "neu"), type(2, "pro_e", "ery"), type(3, "reticulocyte", "ery", { bare: true }), type(4, "myeloblast", "neu", { blast: true }), type(5, "fat", "tissue", { color: "" })];
  const f = figuresIn(types, [0, 6, 3, 10, 1, 20]);
  assert.deepEqual([f.cellularity, f.me, f.blasts], [0.5, 7 / 3, 0.1]);
});
