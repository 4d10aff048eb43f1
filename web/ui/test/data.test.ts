// Series, trends, words, keys.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ACTIONS } from "../src/actions.js";
import type { Message } from "../src/codec.js";
import { parseMessage } from "../src/protocol.js";
import { Series } from "../src/series.js";
import { bloodValue, clock, daysOf, length, speedName } from "../src/text.js";
import { Trend } from "../src/trend.js";

type Rows = Extract<Message, { kind: "series" }>;

function rows(row0: number, ...values: number[]): Rows {
  return {
    kind: "series", type: 5, flags: 0, world: 0, seq: 0, tick: 0, epoch: 1, row0, stepTicks: 12,
    columns: [Float32Array.from(values), Float32Array.from(values, (v) => -v)],
  };
}

test("rows come once and in order, and a gap is asked for", () => {
  const s = new Series(2);
  assert.equal(s.append(rows(5, 1, 2, 3)), null);
  assert.equal(s.append(rows(6, 2, 3, 4)), null, "two of these are held already");
  assert.deepEqual(s.columns, [[1, 2, 3, 4], [-1, -2, -3, -4]]);
  assert.deepEqual(s.ticks(), [60, 72, 84, 96]);
  assert.equal(s.append(rows(11, 9)), 9, "row 9 and 10 are missing");
  assert.equal(s.length, 4);
  assert.equal(s.append(rows(5, 1)), null, "an old row");
  assert.deepEqual([s.last(0), s.next], [4, 9]);
});

test("a trend covers the whole run with few points", () => {
  const t = new Trend();
  for (let tick = 0; tick < 50_000; tick += 5) {
    t.add(tick, tick < 25_000 ? 10 : 20);
  }
  const p = t.points(30, 10);
  assert.equal(p.length, 7);
  assert.deepEqual([p[0], p.at(-1)], [[0, 10], [30, 0]]);
  t.add(0, 5);
  assert.deepEqual(t.points(30, 10), [], "another history starts anew");
});

test("words for numbers", () => {
  assert.deepEqual([0, 600, 3600, 10800, 14400, 86400, 604800].map(speedName),
    ["as fast as possible", "10 min / s", "1 h / s", "3 h / s", "4 h / s", "1 day / s", "1 week / s"]);
  assert.deepEqual([0, 11.4, 0.9999].map(clock), ["00:00", "09:36", "23:59"]);
  assert.deepEqual([96, 1000, 1234].map(length), ["96 µm", "1 mm", "1.2 mm"]);
  assert.deepEqual([bloodValue("hb_g_dl", 14.46), bloodValue("plt_e9_l", 250.4), bloodValue("anc_e9_l", 0.423)], ["14.5", "250", "0.42"]);
});

test("no key does two things", () => {
  const keys = ACTIONS.flatMap((a) => a.keys);
  assert.equal(new Set(keys).size, keys.length);
});

test("what is no message is refused", () => {
  assert.throws(() => parseMessage("[1]"), RangeError);
  assert.throws(() => parseMessage("{}"), /without a kind/);
  assert.equal(parseMessage('{"t":"pong","c":1}').t, "pong");
});

test("times are read as people write them", () => {
  assert.deepEqual(["90m", "12 h", "2.5d", "1min"].map((x) => Math.round(daysOf(x) * 1440)), [90, 720, 3600, 1]);
  assert.ok(["5", "soon", "3 weeks", ""].every((x) => Number.isNaN(daysOf(x))));
});
