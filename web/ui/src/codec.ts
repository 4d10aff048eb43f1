// Binary messages of marrow.v1, little-endian; the twin of web/codec.go. Both are
// tested with web/testdata/golden.json. Header, 16 bytes:
//
//    0 u8 type    1 u8 flags    2 u8 world    3 u8 layer    4 u32 seq    8 u64 tick

export const TILE = 64;
export const TILE_SITES = TILE * TILE;

/** Codes that mean nothing to draw. */
export const CODE_UNKNOWN = 254;
export const CODE_OUTSIDE = 255;

const HEADER = 16;
/** Longest payload, inflated. */
const MAX_BODY = 2 ** 20;
/** Coarsest level of detail that any world has. */
const MAX_LOD = 16;
/** Largest thumb [pixels]. */
const MAX_THUMB = 256 * 128;
const TILE_KEY = 0x01;
const TILE_DELTA = 0x02;
const CELLS = 0x04;
const SERIES = 0x05;
const EVENTS = 0x06;
const THUMB = 0x07;
const KEYFRAMES = 0x08;
const HASH = 0x09;
const CLONE = 0x0a;
const ACK = 0x81;

export const FLAG_KEY = 1;
const FLAG_DEFLATE = 2;
export const FLAG_LAST = 4;

export interface Header {
  readonly type: number;
  readonly flags: number;
  readonly world: number;
  readonly seq: number;
  readonly tick: number;
}

export interface KeyRecord {
  readonly tx: number;
  readonly ty: number;
  readonly z: number;
  readonly ver: number;
  /** Planes one after the other; one byte a plane if the tile is uniform. */
  readonly body: Uint8Array;
}

export interface DeltaRecord {
  readonly tx: number;
  readonly ty: number;
  readonly z: number;
  readonly base: number;
  readonly ver: number;
  readonly pos: Uint16Array;
  readonly planes: readonly Uint8Array[];
}

export interface HashRecord {
  readonly tx: number;
  readonly ty: number;
  readonly z: number;
  readonly ver: number;
  readonly crc: number;
}

/** One cell of those that are seen from near. */
export interface CellRecord {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly cell: number;
  readonly clone: number;
  /** In units of the world's ageUnit. */
  readonly age: number;
  readonly divisions: number;
  readonly flags: number;
}

/** What one cell did in the tick that led to the header's. */
export interface StepRecord {
  readonly cell: number;
  readonly kind: number;
  readonly code: number;
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/** Kinds of StepRecord. */
export const STEP = { moved: 1, divided: 2, matured: 3, left: 4, died: 5, entered: 6 } as const;

/** A site of the lattice. */
export interface Site {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

interface TileHead {
  readonly lod: number;
  readonly planes: number;
  readonly epoch: number;
}

export type Message =
  | (Header & TileHead & { readonly kind: "key"; readonly tiles: readonly KeyRecord[] })
  | (Header & TileHead & { readonly kind: "delta"; readonly tiles: readonly DeltaRecord[] })
  | (Header & TileHead & { readonly kind: "hash"; readonly tiles: readonly HashRecord[] })
  | (Header & {
      readonly kind: "series";
      readonly epoch: number;
      readonly row0: number;
      readonly stepTicks: number;
      readonly columns: readonly Float32Array[];
    })
  | (Header & {
      readonly kind: "thumb";
      readonly epoch: number;
      readonly w: number;
      readonly h: number;
      readonly lod: number;
      readonly codes: Uint8Array;
      readonly share: Uint8Array;
    })
  | (Header & {
      readonly kind: "keyframes";
      readonly epoch: number;
      readonly list: readonly { readonly tick: number; readonly hash: string }[];
    })
  | (Header & { readonly kind: "cells"; readonly epoch: number; readonly cells: readonly CellRecord[] })
  | (Header & { readonly kind: "events"; readonly epoch: number; readonly z: number; readonly steps: readonly StepRecord[] })
  | (Header & { readonly kind: "clone"; readonly epoch: number; readonly clone: number; readonly sites: readonly Site[] })
  | (Header & { readonly kind: "unknown" });

/** The header of a message, or a RangeError that says what is wrong with it. */
export function decodeHeader(message: ArrayBuffer): Header {
  if (message.byteLength < HEADER) {
    throw new RangeError(`message: ${message.byteLength} bytes, want at least ${HEADER}`);
  }
  const v = new DataView(message);
  return {
    type: v.getUint8(0),
    flags: v.getUint8(1),
    world: v.getUint8(2),
    seq: v.getUint32(4, true),
    tick: v.getUint32(8, true) + v.getUint32(12, true) * 2 ** 32,
  };
}

/** The header of a message that ends a frame, whatever else may be wrong with it; null of any other. */
export function lastOf(message: ArrayBuffer): Header | null {
  const head = message.byteLength < HEADER ? null : decodeHeader(message);
  return head !== null && (head.type === TILE_KEY || head.type === TILE_DELTA) && (head.flags & FLAG_LAST) !== 0 ? head : null;
}

/** The message with its payload inflated, if it was deflated, or a RangeError. */
export async function inflated(message: ArrayBuffer): Promise<ArrayBuffer> {
  if ((decodeHeader(message).flags & FLAG_DEFLATE) === 0) {
    return message;
  }
  const parts = await inflate(message.slice(HEADER));
  const out = new Uint8Array(HEADER + parts.reduce((sum, p) => sum + p.length, 0));
  out.set(new Uint8Array(message, 0, HEADER));
  parts.reduce((at, p) => {
    out.set(p, at);
    return at + p.length;
  }, HEADER);
  out[1] = (out[1] ?? 0) & ~FLAG_DEFLATE;
  return out.buffer;
}

/** Inflates, but no more than a message may hold: a few bytes can stand for gigabytes. */
async function inflate(deflated: ArrayBuffer): Promise<Uint8Array[]> {
  const reader = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  while (size <= MAX_BODY) {
    const { done, value } = await reader.read().catch(() => {
      throw new RangeError("message: what was deflated is damaged");
    });
    if (done) {
      return parts;
    }
    parts.push(value);
    size += value.length;
  }
  await reader.cancel();
  throw new RangeError(`message: more than ${MAX_BODY} bytes when inflated`);
}

/** Decodes one inflated message, or throws a RangeError that says what is wrong. */
export function decode(message: ArrayBuffer): Message {
  const head = decodeHeader(message);
  if (message.byteLength > HEADER + MAX_BODY) {
    throw new RangeError(`message: ${message.byteLength} bytes, want at most ${HEADER + MAX_BODY}`);
  }
  const r = new Reader(message, HEADER);
  switch (head.type) {
    case TILE_KEY:
      return { ...head, kind: "key", ...tileMessage(r, readKeys) };
    case TILE_DELTA:
      return { ...head, kind: "delta", ...tileMessage(r, readDeltas) };
    case HASH:
      return { ...head, kind: "hash", ...tileMessage(r, readHashes) };
    case SERIES:
      return { ...head, kind: "series", ...readSeries(r) };
    case CELLS:
      return { ...head, kind: "cells", ...readCells(r) };
    case EVENTS:
      return { ...head, kind: "events", ...readEvents(r) };
    case CLONE:
      return { ...head, kind: "clone", ...readClone(r) };
    case THUMB:
      return { ...head, kind: "thumb", ...readThumb(r) };
    case KEYFRAMES:
      return { ...head, kind: "keyframes", ...readKeyframes(r) };
  }
  return { ...head, kind: "unknown" };
}

/** The bytes that give a credit back. */
export function encodeAck(world: number, seq: number): ArrayBuffer {
  const v = new DataView(new ArrayBuffer(8));
  v.setUint8(0, ACK);
  v.setUint8(1, world);
  v.setUint32(4, seq, true);
  return v.buffer;
}

/** Reads little-endian values one after the other. DataView checks the bounds. */
class Reader {
  private readonly view: DataView;

  constructor(
    private readonly buffer: ArrayBuffer,
    private at: number,
  ) {
    this.view = new DataView(buffer);
  }

  u8(): number {
    return this.view.getUint8(this.at++);
  }

  u16(): number {
    this.at += 2;
    return this.view.getUint16(this.at - 2, true);
  }

  u32(): number {
    this.at += 4;
    return this.view.getUint32(this.at - 4, true);
  }

  bytes(n: number): Uint8Array {
    const out = new Uint8Array(this.buffer, this.at, n);
    this.at += n;
    return out;
  }

  /** 16-bit values; every record starts even, so that they can be looked at in place. */
  u16s(n: number): Uint16Array {
    const out = new Uint16Array(this.buffer, this.at, n);
    this.at += 2 * n;
    return out;
  }

  f32s(n: number): Float32Array {
    const out = new Float32Array(this.buffer, this.at, n);
    this.at += 4 * n;
    return out;
  }

  align4(): void {
    this.at = (this.at + 3) & ~3;
  }

  /** Bytes that were not read. */
  get left(): number {
    return this.buffer.byteLength - this.at;
  }
}

function tileMessage<T>(r: Reader, read: (r: Reader, n: number, planes: number) => T[]): TileHead & { tiles: T[] } {
  const lod = r.u8();
  const planes = r.u8();
  const n = r.u16();
  const epoch = r.u32();
  want(lod <= MAX_LOD && planes === (lod === 0 ? 1 : 2), () => `tiles: level ${lod} with ${planes} planes`);
  return { lod, planes, epoch, tiles: read(r, n, planes) };
}

function want(right: boolean, wrong: () => string): void {
  if (!right) {
    throw new RangeError(wrong());
  }
}

function place(r: Reader): { tx: number; ty: number; z: number } {
  return { tx: r.u16(), ty: r.u16(), z: r.u16() };
}

function readKeys(r: Reader, n: number, planes: number): KeyRecord[] {
  const heads = Array.from({ length: n }, () => {
    const at = place(r);
    const enc = r.u8();
    r.u8();
    return { ...at, enc, ver: r.u32(), len: r.u32() };
  });
  return heads.map(({ enc, len, ...rest }) => {
    const size = enc === 0 ? planes * TILE_SITES : planes;
    want(enc <= 1 && len === size, () => `tile ${rest.tx},${rest.ty}: ${len} bytes in encoding ${enc}, want ${size}`);
    const body = r.bytes(len);
    r.align4();
    return { ...rest, body };
  });
}

function readDeltas(r: Reader, n: number, planes: number): DeltaRecord[] {
  return Array.from({ length: n }, () => {
    const at = place(r);
    const m = r.u16();
    const base = r.u32();
    const ver = r.u32();
    const pos = r.u16s(m);
    want(pos.every((p) => p < TILE_SITES), () => `tile ${at.tx},${at.ty}: a place outside of it`);
    const values = Array.from({ length: planes }, () => r.bytes(m));
    r.align4();
    return { ...at, base, ver, pos, planes: values };
  });
}

function readHashes(r: Reader, n: number): HashRecord[] {
  return Array.from({ length: n }, () => {
    const at = place(r);
    r.u16();
    return { ...at, ver: r.u32(), crc: r.u32() };
  });
}

function readSeries(r: Reader): { epoch: number; row0: number; stepTicks: number; columns: Float32Array[] } {
  const epoch = r.u32();
  const row0 = r.u32();
  const stepTicks = r.u32();
  const n = r.u16();
  const k = r.u16();
  want(stepTicks > 0, () => "series: rows without a step");
  return { epoch, row0, stepTicks, columns: Array.from({ length: k }, () => r.f32s(n)) };
}

function readCells(r: Reader): { epoch: number; cells: CellRecord[] } {
  const tiles = r.u16();
  r.u16();
  const epoch = r.u32();
  const cells: CellRecord[] = [];
  for (let i = 0; i < tiles; i++) {
    const [tx, ty, z, n] = [r.u16(), r.u16(), r.u16(), r.u16()];
    for (let k = 0; k < n; k++) {
      const cell = r.u32() + r.u16() * 2 ** 32;
      const pos = r.u16();
      want(pos < TILE_SITES, () => `cell ${cell}: a place outside of its tile`);
      const clone = r.u32();
      const age = r.u16();
      cells.push({ x: tx * TILE + (pos % TILE), y: ty * TILE + Math.floor(pos / TILE), z, cell, clone, age, divisions: r.u8(), flags: r.u8() });
    }
  }
  return { epoch, cells };
}

function readEvents(r: Reader): { epoch: number; z: number; steps: StepRecord[] } {
  const epoch = r.u32();
  const n = r.u16();
  const { tx, ty, z } = place(r);
  r.u32();
  const site = (): [number, number] => [tx * TILE + r.u16(), ty * TILE + r.u16()];
  const steps = Array.from({ length: n }, () => ({ cell: r.u32() + r.u16() * 2 ** 32, kind: r.u8(), code: r.u8(), from: site(), to: site() }));
  return { epoch, z, steps };
}

/** A bit for each site of a tile, the lowest first. */
function readClone(r: Reader): { epoch: number; clone: number; sites: Site[] } {
  const tiles = r.u16();
  r.u16();
  const epoch = r.u32();
  const clone = r.u32();
  const sites: Site[] = [];
  for (let i = 0; i < tiles; i++) {
    const { tx, ty, z } = place(r);
    r.u16();
    r.bytes(TILE_SITES / 8).forEach((byte, k) => {
      for (let bit = 0; byte >> bit > 0; bit++) {
        if (((byte >> bit) & 1) === 1) {
          const pos = 8 * k + bit;
          sites.push({ x: tx * TILE + (pos % TILE), y: ty * TILE + Math.floor(pos / TILE), z });
        }
      }
    });
  }
  return { epoch, clone, sites };
}

function readThumb(r: Reader): { epoch: number; w: number; h: number; lod: number; codes: Uint8Array; share: Uint8Array } {
  const epoch = r.u32();
  const w = r.u16();
  const h = r.u16();
  const format = r.u8();
  const lod = r.u8();
  want(format === 0 && lod <= MAX_LOD && w * h > 0 && w * h <= MAX_THUMB, () => `thumb: ${w} x ${h} at level ${lod} in format ${format}`);
  r.u16();
  r.u32();
  return { epoch, w, h, lod, codes: r.bytes(w * h), share: r.bytes(w * h) };
}

function readKeyframes(r: Reader): { epoch: number; list: { tick: number; hash: string }[] } {
  const epoch = r.u32();
  const n = r.u32();
  want(16 * n <= r.left, () => `keyframes: ${n} in ${r.left} bytes`);
  const hex = (v: number): string => v.toString(16).padStart(8, "0");
  const list = Array.from({ length: n }, () => {
    const tick = r.u32() + r.u32() * 2 ** 32;
    const low = r.u32();
    return { tick, hash: hex(r.u32()) + hex(low) };
  });
  return { epoch, list };
}
