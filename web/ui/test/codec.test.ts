// The page reads the bytes that the server writes: both are tested with one file.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { test } from "node:test";
import { decode, decodeHeader, encodeAck, inflated } from "../src/codec.js";
import { crc32c } from "../src/crc.js";

interface Golden {
  readonly name: string;
  readonly flags?: number;
  readonly world?: number;
  readonly seq: number;
  readonly tick?: number;
  readonly lod?: number;
  readonly planes?: number;
  readonly epoch?: number;
  readonly row0?: number;
  readonly stepTicks?: number;
  readonly keys?: readonly { tile: number[]; ver: number; body: number[] }[];
  readonly deltas?: readonly { tile: number[]; base: number; ver: number; pos: number[]; values: number[][] }[];
  readonly hashes?: readonly { tile: number[]; ver: number; uniform: number }[];
  readonly columns?: readonly (number | null)[][];
  readonly keyframes?: readonly { tick: number; hash: string }[];
  readonly cells?: readonly { cell: number; x: number; y: number; z: number }[];
  readonly tile?: readonly [number, number, number];
  readonly events?: readonly { cell: number; kind: number; code: number; from: number[]; to: number[] }[];
  readonly thumb?: { w: number; h: number; codes: number[]; share: number[] };
  readonly hex: string;
}

// Tests run in web/ui.
const goldens = JSON.parse(readFileSync("../testdata/golden.json", "utf8")) as Golden[];

function bytes(hex: string): ArrayBuffer {
  const b = Buffer.from(hex.replaceAll(" ", ""), "hex");
  return b.buffer.slice(b.byteOffset, b.byteOffset + b.length) as ArrayBuffer;
}

for (const g of goldens) {
  test(`golden: ${g.name}`, () => {
    if (g.name === "ack") {
      assert.deepEqual(new Uint8Array(encodeAck(g.world ?? 0, g.seq)), new Uint8Array(bytes(g.hex)));
      return;
    }
    const m = decode(bytes(g.hex));
    assert.equal(m.seq, g.seq);
    assert.equal(m.tick, g.tick);
    assert.equal(m.flags, g.flags ?? 0);
    if (m.kind === "keyframes") {
      assert.deepEqual([m.epoch, m.list], [g.epoch, g.keyframes]);
      return;
    }
    if (m.kind === "cells") {
      assert.deepEqual([m.epoch, m.cells], [g.epoch, g.cells]);
      return;
    }
    if (m.kind === "events") {
      assert.deepEqual([m.epoch, m.z, m.steps], [g.epoch, g.tile?.[2], g.events]);
      return;
    }
    if (m.kind === "thumb") {
      assert.deepEqual([m.lod, m.epoch], [g.lod, g.epoch]);
      assert.deepEqual({ w: m.w, h: m.h, codes: [...m.codes], share: [...m.share] }, g.thumb);
      return;
    }
    if (m.kind === "series") {
      assert.deepEqual([m.epoch, m.row0, m.stepTicks], [g.epoch, g.row0, g.stepTicks]);
      assert.deepEqual(m.columns.map((c) => [...c].map((v) => (Number.isNaN(v) ? null : v))), g.columns);
      return;
    }
    assert.ok(m.kind === "key" || m.kind === "delta" || m.kind === "hash");
    assert.deepEqual([m.lod, m.planes, m.epoch], [g.lod, g.planes, g.epoch]);
    const got = m.tiles.map((t) => ({ tile: [t.tx, t.ty, t.z], ver: t.ver }));
    const want = g.keys ?? g.deltas ?? g.hashes ?? [];
    assert.deepEqual(got, want.map((w) => ({ tile: w.tile, ver: w.ver })));
    if (m.kind === "key") {
      assert.deepEqual(m.tiles.map((t) => [...t.body]), g.keys?.map((k) => k.body));
    } else if (m.kind === "delta") {
      assert.deepEqual(
        m.tiles.map((t) => ({ base: t.base, pos: [...t.pos], values: t.planes.map((p) => [...p]) })),
        g.deltas?.map((d) => ({ base: d.base, pos: d.pos, values: d.values })),
      );
    } else {
      const u = g.hashes?.[0]?.uniform ?? 0;
      assert.equal(m.tiles[0]?.crc, crc32c(new Uint8Array(4096).fill(u)));
    }
  });
}

test("the checksum is CRC-32C", () => {
  assert.equal(crc32c(new TextEncoder().encode("123456789")), 0xe3069283);
  assert.equal(crc32c(new Uint8Array(4096)), 0x98f94189);
  assert.equal(crc32c(Uint8Array.from({ length: 4096 }, (_, i) => i)), 0x9c71fe32);
});

test("a deflated message inflates to itself", async () => {
  const plain = bytes((goldens.find((g) => g.name === "delta") as Golden).hex);
  const head = new Uint8Array(plain.slice(0, 16));
  head[1] = (head[1] as number) | 2;
  const small = new Uint8Array([...head, ...deflateRawSync(new Uint8Array(plain, 16))]);
  assert.deepEqual(new Uint8Array(await inflated(small.buffer)), new Uint8Array(plain));
});

test("a message that is cut is refused", () => {
  for (const g of goldens.filter((g) => g.name !== "ack")) {
    const b = bytes(g.hex);
    assert.throws(() => decode(b.slice(0, b.byteLength - 4)), RangeError, g.name);
  }
  assert.throws(() => decodeHeader(new ArrayBuffer(15)), /15 bytes, want at least 16/);
});

test("an unknown type is passed over", () => {
  const b = new Uint8Array(20);
  b[0] = 0x7f;
  assert.equal(decode(b.buffer).kind, "unknown");
});

test("the sites of a clone are the bits of its tiles", () => {
  const b = new ArrayBuffer(16 + 12 + 8 + 512);
  const v = new DataView(b);
  v.setUint8(0, 0x0a);
  v.setUint16(16, 1, true);
  v.setUint32(20, 3, true);
  v.setUint32(24, 27, true);
  [2, 1, 4].forEach((n, i) => v.setUint16(28 + 2 * i, n, true));
  v.setUint8(36, 0b101); // sites 0 and 2
  v.setUint8(36 + 511, 0x80); // the last one
  const m = decode(b);
  assert.equal(m.kind, "clone");
  assert.deepEqual(m.kind === "clone" && [m.epoch, m.clone, m.sites], [3, 27, [{ x: 128, y: 64, z: 4 }, { x: 130, y: 64, z: 4 }, { x: 191, y: 127, z: 4 }]]);
});
