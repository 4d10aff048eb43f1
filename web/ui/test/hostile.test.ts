// A broken or hostile server can neither stop the page nor make it draw outside of its world.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { test } from "node:test";
import { decode, inflated } from "../src/codec.js";
import { parseMessage, type WorldInfo } from "../src/protocol.js";
import { History, WorldView } from "../src/worlds.js";
import { junk, mutated, numbers, type Numbers } from "./junk.js";

const MESSAGES = 10_000;
const info: WorldInfo = { world: 0, w: 600, h: 400, d: 3, um: 10, tileMax: 1024, lods: 3, epoch: 1, tick: 0, tickSeconds: 300 };

// Bytes of each kind of message as a server sends them.
const goldens = (JSON.parse(readFileSync("../testdata/golden.json", "utf8")) as { name: string; hex: string }[])
  .filter((g) => g.name !== "ack")
  .map((g) => new Uint8Array(Buffer.from(g.hex.replaceAll(" ", ""), "hex")));

function buffer(b: Uint8Array): ArrayBuffer {
  return b.slice().buffer;
}

/** What the page does with a binary message; whether it was taken. */
async function taken(view: WorldView, b: Uint8Array): Promise<boolean> {
  try {
    const m = decode(await inflated(buffer(b)));
    view.take(m);
    if (m.kind === "series") {
      view.series.append(m);
    }
    return m.kind !== "unknown";
  } catch (e) {
    assert.ok(e instanceof RangeError, `${String(e)}: ${Buffer.from(b).toString("hex").slice(0, 200)}`);
    return false;
  }
}

/** Sends all of them, and counts those that were taken. */
async function survive(make: (r: Numbers) => Uint8Array): Promise<number> {
  const view = new WorldView(0, info, new History(3));
  const r = numbers(7);
  let n = 0;
  for (let i = 0; i < MESSAGES; i++) {
    n += (await taken(view, make(r))) ? 1 : 0;
  }
  return n;
}

test("10,000 messages of random bytes are passed over", async () => {
  assert.ok((await survive((r) => junk(r))) < MESSAGES / 100);
});

test("10,000 damaged messages are taken or passed over", async () => {
  const n = await survive((r) => mutated(goldens[r(goldens.length)] as Uint8Array, r));
  assert.ok(n > MESSAGES / 50 && n < 0.9 * MESSAGES, `${n} taken`);
});

test("a few bytes that stand for gigabytes are not inflated", async () => {
  const bomb = new Uint8Array([1, 2, ...new Uint8Array(14), ...deflateRawSync(new Uint8Array(64 * 2 ** 20))]);
  await assert.rejects(inflated(buffer(bomb)), /more than 1048576 bytes/);
});

test("tiles outside of the world, and frames without an end, are refused", () => {
  const view = new WorldView(0, info, new History(0));
  const key = (tx: number, z: number, flags = 4): Parameters<WorldView["take"]>[0] =>
    ({ type: 1, flags, world: 0, seq: 1, tick: 1, lod: 0, planes: 1, epoch: 1, kind: "key", tiles: [{ tx, ty: 0, z, ver: 1, body: Uint8Array.of(1) }] });
  assert.throws(() => view.take(key(10, 0)), /tile 10,0 of slice 0 .* outside/);
  assert.throws(() => view.take(key(0, 3)), RangeError);
  assert.throws(() => Array.from({ length: 1000 }, () => view.take(key(0, 0, 0))), /without an end/);
  assert.equal(view.take(key(9, 2)).last, true);
});

// Messages as a server writes them, of all kinds whose shape the page relies on.
const texts: readonly object[] = [
  { t: "status", world: 0, tick: 7, tps: 9.5, speed: 1, asked: 0, paused: false, why: "", viewers: 1, now: [1, null], counts: [3], left: null },
  { t: "you", fps: 30, kbps: 12.5, dropped: 0, lagTicks: 0, desync: 0 },
  { t: "event", n: 1, world: 0, tick: 4, kind: "posted", key: "bleed", args: "share=25%" },
  { t: "epoch", world: 0, epoch: 2, tick: 4, event: 0, why: "undo" },
  { t: "clones", world: 0, epoch: 1, from: 0, rows: [{ tick: 0, total: 5, donor: 0, clones: 1, parts: [[1, 5, 0]] }] },
  { t: "roles", driver: null, you: "viewer" },
  { t: "ok", id: "a", tick: 4, world: 0 },
  { t: "err", code: "busy", msg: "no" },
  { t: "worlds", worlds: [{ ...info, ageUnit: 300 }] },
  { t: "track", world: 0, tick: 1, cell: 5, code: 3, x: 1, y: 2, z: 0, alive: true, divisions: 2, did: "", since: 0 },
  { t: "found", id: "a", world: 0, cells: [{ cell: 5, code: 3, x: 1, y: 2, z: 0 }] },
];

/** Values that JSON may have where others are expected. */
const ODD = [null, "x", -1, 1e300, 0.5, true, [], {}, [[]], { t: 1 }] as const;

test("10,000 odd texts are taken or refused, and what is missing is noticed", () => {
  const r = numbers(11);
  for (let i = 0; i < MESSAGES; i++) {
    const m: Record<string, unknown> = { ...(texts[r(texts.length)] as object) };
    const keys = Object.keys(m);
    const key = keys[r(keys.length)] as string;
    if (r(4) === 0) {
      delete m[key];
    } else {
      m[key] = ODD[r(ODD.length)];
    }
    const text = JSON.stringify(m);
    const cut = r(5) === 0 ? text.slice(0, r(text.length)) : text;
    try {
      parseMessage(cut);
    } catch (e) {
      assert.ok(e instanceof RangeError, `${String(e)}: ${cut}`);
    }
  }
  for (const m of texts) {
    assert.doesNotThrow(() => parseMessage(JSON.stringify(m)), JSON.stringify(m));
  }
  for (const bad of ['{"t":"status"}', '{"t":"welcome"}', '{"t":"status","tick":1e999}', '{"t":7}', "[]", "null", "", "{", '{"t":"worlds","worlds":[{"w":0}]}']) {
    assert.throws(() => parseMessage(bad), RangeError, bad);
  }
  assert.equal(parseMessage('{"t":"toString"}').t, "toString");
});
