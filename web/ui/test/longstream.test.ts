// A stream that goes on for long takes no more memory in the page than one that has just
// begun. MARROW_FRAMES says how many frames; a half hour at 30 a second is 54,000.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { decode } from "../src/codec.js";
import type { WorldInfo } from "../src/protocol.js";
import { Series } from "../src/series.js";
import { History, WorldView } from "../src/worlds.js";
import { numbers } from "./junk.js";

const FRAMES = Number(process.env["MARROW_FRAMES"] ?? 1500);
const info: WorldInfo = { world: 0, w: 512, h: 512, d: 1, um: 10, tileMax: 1024, lods: 2, epoch: 1, tick: 0, tickSeconds: 300 };
/** Tiles in an edge of the world, and changes of each in a frame. */
const EDGE = 8;
const CHANGES = 40;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** What is in use after all that nobody holds was freed [bytes]. */
function heap(): number {
  collect();
  const m = process.memoryUsage();
  return m.heapUsed + m.arrayBuffers;
}

/** Writes the header of a message. */
function head(v: DataView, type: number, flags: number, seq: number): void {
  v.setUint8(0, type);
  v.setUint8(1, flags);
  v.setUint32(4, seq, true);
  v.setUint32(8, seq, true);
}

/** All tiles as keys of one code. */
function keys(seq: number): ArrayBuffer {
  const n = EDGE * EDGE;
  const v = new DataView(new ArrayBuffer(24 + 20 * n));
  head(v, 1, 5, seq);
  [0, 1].forEach((b, i) => v.setUint8(16 + i, b));
  v.setUint16(18, n, true);
  v.setUint32(20, 1, true);
  for (let i = 0; i < n; i++) {
    const at = 24 + 16 * i;
    v.setUint16(at, i % EDGE, true);
    v.setUint16(at + 2, Math.floor(i / EDGE), true);
    v.setUint8(at + 6, 1);
    v.setUint32(at + 8, seq, true);
    v.setUint32(at + 12, 1, true);
  }
  return v.buffer;
}

/** Some changes in all tiles. */
function deltas(seq: number, r: (n: number) => number): ArrayBuffer {
  const n = EDGE * EDGE;
  const size = 16 + 3 * CHANGES;
  const v = new DataView(new ArrayBuffer(24 + size * n));
  head(v, 2, 4, seq);
  v.setUint8(17, 1);
  v.setUint16(18, n, true);
  v.setUint32(20, 1, true);
  for (let i = 0; i < n; i++) {
    const at = 24 + size * i;
    [i % EDGE, Math.floor(i / EDGE), 0, CHANGES].forEach((b, k) => v.setUint16(at + 2 * k, b, true));
    v.setUint32(at + 8, seq - 1, true);
    v.setUint32(at + 12, seq, true);
    for (let k = 0; k < CHANGES; k++) {
      v.setUint16(at + 16 + 2 * k, 100 * k + r(100), true);
      v.setUint8(at + 16 + 2 * CHANGES + k, r(30));
    }
  }
  return v.buffer;
}

/** Takes n frames in, as the page does: tiles, acknowledgments, now and then a row of the series. */
function stream(view: WorldView, from: number, n: number, r: (n: number) => number): void {
  for (let seq = from; seq < from + n; seq++) {
    const u = view.take(decode(seq % 500 === 0 || seq === 1 ? keys(seq) : deltas(seq, r)));
    assert.deepEqual([u.last, u.need.length], [true, 0]);
    view.unpainted.push(u.seq);
    view.unpainted.length = 0;
  }
}

test(`${FRAMES} frames take no more memory than the first hundred`, () => {
  const view = new WorldView(0, info, new History(0));
  const r = numbers(9);
  stream(view, 1, 100, r);
  const before = heap();
  stream(view, 101, FRAMES, r);
  const grown = heap() - before;
  assert.ok(grown < 2 ** 20, `${grown} bytes more`);
  assert.equal(view.tiles.tick, FRAMES + 100);
});

test("the series keeps as many rows as the server does", () => {
  const s = new Series(2);
  for (let row = 0; row < 30_000; row += 1000) {
    s.append({ kind: "series", type: 5, flags: 0, world: 0, seq: 0, tick: 0, epoch: 1, row0: row, stepTicks: 12, columns: [new Float32Array(1000), new Float32Array(1000)] });
  }
  assert.deepEqual([s.length, s.columns[0]?.length, s.next], [20_000, 20_000, 30_000]);
});
