// Worlds, kept pictures, the ruler, differences.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message } from "../src/codec.js";
import { difference, LINEAGE, ONLY_A, ONLY_B, SAME, STAGE, UNKNOWN } from "../src/difference.js";
import { FrameCache, halved, snapshot, type Frame } from "../src/frames.js";
import { differences } from "../src/marks.js";
import type { CellType, EventMark, WorldInfo } from "../src/protocol.js";
import { beside, parseDay, ruled, snap, spanFor } from "../src/ruler.js";
import { Level } from "../src/tiles.js";
import { History, WorldView } from "../src/worlds.js";

const frame = (tick: number, bytes = 8): Frame => ({ tick, lod: 1, z: 0, codes: new Uint8Array(bytes), share: new Uint8Array(0), status: null });

const type = (code: number, lineage: string, rank: number, kmax: number, color = "#fff"): CellType =>
  ({ code, id: `n_${code}`, lineage, stage: 0, rank, kmax, label: "", color, form: "" });
const types = [type(0, "", 0, 9, ""), type(1, "ery", 40, 0), type(2, "ery", 40, 0), type(3, "stem", 80, 3), type(4, "neu", 40, 0), type(200, "tissue", 20, 9, "")];

const info: WorldInfo = { world: 0, w: 128, h: 64, d: 1, um: 10, tileMax: 1024, lods: 2, epoch: 1, tick: 0, tickSeconds: 300 };

const mark = (n: number, tick: number, key = "bleed"): EventMark => ({ t: "event", n, tick, kind: "posted", key, args: "" });

function key(epoch: number, tick: number, ver: number, code: number, flags = 5): Message {
  const tile = { tx: 0, ty: 0, z: 0, ver, body: new Uint8Array([code]) };
  return { kind: "key", type: 1, flags, world: 0, seq: ver, tick, lod: 0, planes: 1, epoch, tiles: [tile] };
}

function delta(epoch: number, base: number, code: number): Message {
  const tile = { tx: 0, ty: 0, z: 0, base, ver: base + 1, pos: new Uint16Array([0]), planes: [new Uint8Array([code])] };
  return { kind: "delta", type: 2, flags: 4, world: 0, seq: 9, tick: 9, lod: 0, planes: 1, epoch, tiles: [tile] };
}

// The page keeps no more pictures than fit, and forgets first what was not looked at for longest.
test("the least recently used picture goes first", () => {
  const cache = new FrameCache(30);
  [10, 20, 30].forEach((t) => cache.put(frame(t)));
  assert.equal(cache.nearest(11)?.tick, 10); // used now
  cache.put(frame(40));
  assert.deepEqual([10, 20, 30, 40].map((t) => cache.has(t)), [true, false, true, true]);
  assert.equal(cache.bytes, 24);
  cache.put(frame(40, 6));
  assert.deepEqual([cache.size, cache.bytes], [3, 22]);
});

// While time is dragged the nearest picture is shown, on either side.
test("the nearest picture is found among many", () => {
  const cache = new FrameCache();
  for (let i = 0; i < 5000; i++) {
    cache.put(frame((i * 7919) % 5000 * 10, 1));
  }
  assert.deepEqual([-5, 4, 6, 12_344, 12_346, 1e6].map((t) => cache.nearest(t)?.tick), [0, 0, 10, 12_340, 12_350, 49_990]);
  assert.equal(cache.after(100), 110);
  assert.deepEqual(cache.range, [0, 49_990]);
});

// Pictures of a history that was undone are never shown again.
test("what came after a turn of history is forgotten", () => {
  const cache = new FrameCache();
  [10, 20, 30].forEach((t) => cache.put(frame(t)));
  cache.cut(20);
  assert.deepEqual(cache.range, [10, 20]);
  assert.equal(cache.nearest(99)?.tick, 20);
  assert.equal(new FrameCache().nearest(5), null);
});

// A kept picture shows the rarest cell, as the coarse pictures of the server do.
test("a kept picture is half as fine and keeps what is rare", () => {
  const fine = new Level(0, 64, 64, 1);
  fine.codes.fill(1);
  fine.codes[0] = 3;
  fine.codes.set([2, 2], 2);
  fine.codes.fill(254, 63 * 64);
  const coarse = halved(fine, types);
  assert.deepEqual([coarse.w, coarse.codes[0], coarse.codes[1], coarse.share[0]], [32, 3, 2, 255]);
  const kept = snapshot(fine, 7, types, null);
  assert.deepEqual([kept?.tick, kept?.lod, kept?.codes[0]], [7, 1, 3]);
  const again = new Level(1, 32, 32, 2);
  again.load(kept?.codes as Uint8Array, kept?.share as Uint8Array);
  assert.deepEqual([again.at(0, 0), again.at(31, 0), again.version(0, 0)], [3, 1, 0]);
});

// Tiles of a history that was left are not shown, and their frames still give credits back.
test("a world takes pictures of its own history only", () => {
  const v = new WorldView(0, info, new History(1));
  assert.deepEqual(v.take(key(1, 5, 1, 7)), { last: true, seq: 1, need: [] });
  v.begin(2, 3);
  assert.equal(v.tiles.shown?.at(0, 0), 7, "the last picture stays until there is a new one");
  const old = v.take(key(1, 6, 2, 8));
  assert.deepEqual([old.last, old.need.length, v.tiles.shown?.at(0, 0)], [true, 0, 7]);
  assert.equal(v.take(delta(2, 1, 9)).need.length, 1, "versions of the old history count no more");
  v.take(key(2, 4, 1, 6));
  assert.equal(v.tiles.shown?.at(0, 0), 6);
  v.take(key(3, 4, 1, 5)); // a newer history begins with its first frame
  assert.deepEqual([v.epoch, v.tiles.shown?.at(0, 0)], [3, 5]);
});

// Undo takes back what came after, and the marks go on to be counted from there.
test("a turn of history cuts rows and marks", () => {
  const h = new History(1);
  h.series.append({ kind: "series", type: 5, flags: 0, world: 0, seq: 0, tick: 0, epoch: 1, row0: 0, stepTicks: 12, columns: [new Float32Array([0, 1, 2, 3, 4])] });
  assert.ok(h.mark(mark(1, 10)) && h.mark(mark(2, 30)));
  assert.equal(h.mark(mark(4, 40)), false, "one is missing");
  assert.deepEqual(h.cut(30, 1).map((e) => e.n), [2]);
  assert.deepEqual([h.events.length, h.series.next, h.series.last(0)], [1, 3, 2]);
  assert.ok(h.mark(mark(2, 33)));
  assert.deepEqual([h.series.at(0, 25), h.series.at(0, 11), h.series.at(0, 999)], [2, 0, 2]);
  assert.deepEqual(h.series.before(2).ticks(), [0, 12]);
});

// The bar has room for what is to come, and grows in steps.
test("the bar is never full and seldom grows", () => {
  for (let day = 0; day < 900; day += 0.37) {
    assert.ok(day / spanFor(day) <= 0.751 && day / Math.max(spanFor(day), 1.4) > (day > 2 ? 0.44 : -1), `day ${day} of ${spanFor(day)}`);
  }
  assert.deepEqual([0, 0.9, 11.4, 80].map(spanFor), [1, 1.5, 20, 150]);
  assert.deepEqual(ruled(20), [0, 5, 10, 15, 20]);
  assert.deepEqual(ruled(1), [0, 0.2, 0.4, 0.6, 0.8, 1]);
});

// A time can be typed as people write it.
test("times are read in several forms", () => {
  const want: readonly (readonly [string, number | null])[] = [
    ["9.2", 9.2], ["9,2", 9.2], ["Day 3", 3], ["tag 3", 3], ["9 14:30", 9 + 14.5 / 24], ["36h", 1.5], ["1w 2d", 9], ["90m", 0.0625],
    ["", null], ["soon", null], ["9 24:00", null], ["-3", null], ["3x", null], ["1d and 2h", null],
  ];
  for (const [text, day] of want) {
    const got = parseDay(text);
    assert.ok(day === null ? got === null : got !== null && Math.abs(got - day) < 1e-9, `${text}: ${got}`);
  }
});

// With Alt the knob is caught by marks, and goes from one to the next.
test("marks catch the knob", () => {
  assert.deepEqual([snap(52, [10, 50, 60], 5), snap(56, [10, 50, 60], 5), snap(30, [10, 50, 60], 5)], [50, 60, 30]);
  assert.deepEqual([beside(50, [10, 50, 60], 1), beside(50, [10, 50, 60], -1), beside(60, [10, 50, 60], 1)], [60, 10, 60]);
});

// A difference tells what only one of the two has, and what is another cell.
test("two worlds differ site by site", () => {
  const a = new Level(0, 64, 64, 1);
  const b = new Level(0, 64, 64, 1);
  a.codes.set([1, 1, 0, 1, 1, 254, 200]);
  b.codes.set([1, 0, 1, 2, 4, 1, 200]);
  const d = difference(a, b, types);
  assert.deepEqual([...(d?.kinds.slice(0, 7) ?? [])], [SAME, ONLY_A, ONLY_B, STAGE, LINEAGE, UNKNOWN, SAME]);
  assert.deepEqual([d?.known, d?.differing], [6, 4]);
  assert.equal(difference(a, a, types)?.differing, 0);
  assert.equal(difference(a, new Level(1, 32, 32, 2), types), null);
});

// The header of a comparison names what was done in one course and not in the other.
test("courses differ in what was done", () => {
  const d = differences([mark(1, 5), mark(2, 9, "drug")], [mark(1, 5), mark(2, 7, "infect")]);
  assert.deepEqual([d.a.map((e) => e.key), d.b.map((e) => e.key)], [["drug"], ["infect"]]);
});
