// The page's picture follows the server's.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message } from "../src/codec.js";
import { crc32c } from "../src/crc.js";
import { CODE_OUTSIDE, CODE_UNKNOWN, Level, Tiles } from "../src/tiles.js";

const head = { type: 1, flags: 4, world: 0, seq: 1, tick: 12, lod: 0, planes: 1, epoch: 1 };
const at = { tx: 0, ty: 0, z: 0 };

function key(tx: number, ty: number, ver: number, code: number): Message {
  return { ...head, kind: "key", tiles: [{ tx, ty, z: 0, ver, body: Uint8Array.of(code) }] };
}

function delta(base: number, pos: number[], values: number[]): Message {
  return { ...head, kind: "delta", tiles: [{ ...at, base, ver: base + 1, pos: Uint16Array.from(pos), planes: [Uint8Array.from(values)] }] };
}

test("keys and deltas make the picture", () => {
  const t = new Tiles(200, 100);
  assert.equal(t.shown, null);
  const u = t.apply(key(0, 0, 1, 7), 0);
  assert.deepEqual([u.last, u.seq, u.need.length, t.tick], [true, 1, 0, 12]);
  t.apply(delta(1, [0, 65, 4095], [1, 2, 3]), 0);
  const l = t.level(0);
  assert.equal(t.shown, l);
  assert.deepEqual([l.at(0, 0), l.at(1, 1), l.at(63, 63), l.at(2, 2)], [1, 2, 3, 7]);
  assert.deepEqual([l.at(64, 0), l.at(-1, 0), l.at(0, 100), l.at(200, 0)], [CODE_UNKNOWN, CODE_OUTSIDE, CODE_OUTSIDE, CODE_OUTSIDE]);
});

test("a delta of another version is dropped and asked for", () => {
  const t = new Tiles(64, 64);
  t.apply(key(0, 0, 5, 7), 0);
  const u = t.apply(delta(6, [0], [1]), 0);
  assert.deepEqual(u.need.map((n) => [n.tx, n.ty, n.z]), [[0, 0, 0]]);
  assert.equal(t.shown?.at(0, 0), 7);
});

test("a wrong checksum is asked for, a right one is not", () => {
  const t = new Tiles(64, 64);
  t.apply(key(0, 0, 5, 7), 0);
  const hash = (ver: number, crc: number): Message => ({ ...head, kind: "hash", tiles: [{ ...at, ver, crc }] });
  const right = crc32c(new Uint8Array(4096).fill(7));
  assert.equal(t.apply(hash(5, right), 0).need.length, 0);
  assert.equal(t.apply(hash(5, right ^ 1), 0).need.length, 1);
  assert.equal(t.apply(hash(4, right ^ 1), 0).need.length, 0, "of another version");
});

test("the level that was left stays shown until the new one has come", () => {
  const t = new Tiles(1000, 1000);
  t.apply(key(0, 0, 1, 7), 0);
  t.apply({ ...(key(1, 1, 2, 8) as object), lod: 0 } as Message, 1);
  assert.equal(t.shown?.lod, 0);
  const coarse: Message = { ...head, lod: 1, planes: 2, kind: "key", tiles: [{ ...at, ver: 1, body: Uint8Array.of(3, 128) }] };
  t.apply(coarse, 1);
  assert.equal(t.shown?.lod, 1);
  assert.equal(t.shown?.share[5], 128);
});

test("a level larger than its memory wraps and never mixes tiles up", () => {
  const l = new Level(0, 10_000, 64, 1);
  l.setKey({ tx: 1, ty: 0, z: 0, ver: 1, body: Uint8Array.of(1) });
  assert.equal(l.at(64, 0), 1);
  l.setKey({ tx: 65, ty: 0, z: 0, ver: 9, body: Uint8Array.of(2) });
  assert.equal(l.at(65 * 64, 0), 2);
  assert.equal(l.at(64, 0), CODE_UNKNOWN);
  assert.deepEqual([l.version(1, 0), l.version(65, 0)], [0, 9]);
});

test("a frame of several messages is taken in at its last", () => {
  const t = new Tiles(200, 100);
  const first = { ...(key(0, 0, 1, 7) as object), flags: 0 } as Message;
  assert.equal(t.apply(first, 0).last, false);
  assert.equal(t.level(0).at(0, 0), CODE_UNKNOWN);
  assert.equal(t.apply(key(1, 0, 1, 8), 0).last, true);
  assert.deepEqual([t.level(0).at(0, 0), t.level(0).at(64, 0)], [7, 8]);
});

test("another slice leaves nothing of the former one", () => {
  const t = new Tiles(200, 100, 9);
  t.apply(key(0, 0, 1, 7), 0);
  t.apply(key(1, 0, 1, 8), 0);
  const next: Message = { ...head, kind: "key", tiles: [{ tx: 0, ty: 0, z: 4, ver: 3, body: Uint8Array.of(5) }] };
  t.apply(next, 0);
  const l = t.level(0);
  assert.deepEqual([l.z, l.at(0, 0), l.at(64, 0), l.version(1, 0)], [4, 5, CODE_UNKNOWN, 0]);
});
