// The page's volume follows the server's.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message } from "../src/codec.js";
import { crc32c } from "../src/crc.js";
import { CODE_OUTSIDE, CODE_UNKNOWN, Tiles } from "../src/tiles.js";
import { extentAt, Volume, volumeLod } from "../src/volume.js";

const head = { type: 1, flags: 4, world: 0, seq: 1, tick: 12, epoch: 1 };

function key(lod: number, z: number, ver: number, ...body: number[]): Message {
  return { ...head, lod, planes: body.length, kind: "key", tiles: [{ tx: 0, ty: 0, z, ver, body: Uint8Array.from(body) }] };
}

test("the whole of a world fits into what may be asked for", () => {
  for (const [world, want] of [
    [{ w: 512, h: 512, d: 128 }, 1], [{ w: 128, h: 128, d: 128 }, 0], [{ w: 2048, h: 2048, d: 1 }, 3], [{ w: 4096, h: 4096, d: 512 }, 4],
  ] as const) {
    assert.equal(volumeLod(world), want, JSON.stringify(world));
  }
  assert.deepEqual(extentAt({ w: 150, h: 130, d: 5 }, 1), { w: 75, h: 65, d: 3 });
});

test("a sub of many slices fills a volume, one of a single slice the level", () => {
  const t = new Tiles(100, 70, 12);
  const all = { x: 0, y: 0, w: 100, h: 70 };
  t.look({ ...all, z: 5, d: 1, lod: 1 });
  assert.equal(t.slice, 5);
  t.apply(key(1, 2, 1, 7, 100), 1);
  assert.deepEqual([t.shown?.z, t.shown?.at(3, 3), t.volume], [2, 7, null]);
  t.look({ ...all, z: 0, d: 12, lod: 1 });
  const v = t.volume as Volume;
  assert.deepEqual([v.w, v.h, v.d, v.lod, v.version], [50, 35, 6, 1, 0]);
  t.apply(key(1, 3, 1, 9, 200), 1);
  const delta: Message = { ...head, lod: 1, planes: 2, kind: "delta", tiles: [
    { tx: 0, ty: 0, z: 3, base: 1, ver: 2, pos: Uint16Array.of(65), planes: [Uint8Array.of(4), Uint8Array.of(50)] },
  ] };
  assert.equal(t.apply(delta, 1).need.length, 0);
  assert.deepEqual([v.at(1, 1, 3), v.at(0, 0, 3), v.at(0, 0, 2), v.at(50, 0, 3)], [4, 9, CODE_UNKNOWN, CODE_OUTSIDE]);
  assert.equal(v.share[1 + v.w * (1 + v.h * 3)], 50);
  assert.deepEqual([v.version, v.slices, t.shown?.z], [2, 1, 2]);
  assert.equal(t.apply(delta, 1).need.length, 1, "of another version");
});

test("a wrong checksum of a volume is asked for, a right one is not", () => {
  const t = new Tiles(64, 40, 3);
  t.look({ x: 0, y: 0, w: 64, h: 40, z: 0, d: 3, lod: 0 });
  t.apply(key(0, 1, 5, 7), 0);
  const body = new Uint8Array(4096).fill(255).fill(7, 0, 40 * 64);
  const hash = (crc: number): Message => ({ ...head, lod: 0, planes: 1, kind: "hash", tiles: [{ tx: 0, ty: 0, z: 1, ver: 5, crc }] });
  assert.equal(t.apply(hash(crc32c(body)), 0).need.length, 0);
  assert.equal(t.apply(hash(crc32c(body) ^ 1), 0).need.length, 1);
});

test("a thumb is a level of its own", () => {
  const t = new Tiles(6, 4);
  t.apply({ ...head, type: 7, kind: "thumb", w: 3, h: 2, lod: 1, codes: Uint8Array.of(1, 2, 3, 4, 5, 6), share: new Uint8Array(6).fill(9) }, 0);
  assert.deepEqual([t.thumb?.at(0, 0), t.thumb?.at(2, 1), t.thumb?.lod, t.shown], [1, 6, 1, null]);
});
