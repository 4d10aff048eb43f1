// What the page holds of the picture: the tiles of the levels of detail that were
// sent. No DOM, no drawing.

import { crc32c } from "./crc.js";
import { CODE_OUTSIDE, CODE_UNKNOWN, FLAG_LAST, TILE, TILE_SITES, type DeltaRecord, type KeyRecord, type Message } from "./codec.js";
import { Volume } from "./volume.js";

export { CODE_OUTSIDE, CODE_UNKNOWN };

/** Longest edge of the memory of a level; larger levels wrap around in it. */
const MAX_EDGE = 4096;

export interface TileRef {
  readonly tx: number;
  readonly ty: number;
  readonly z: number;
}

/**
 * One level of detail. Texel x, y is at (y & maskY) * width + (x & maskX) of each
 * plane: a level larger than the memory wraps, and what a subscription can hold
 * never overlaps itself.
 */
export class Level {
  readonly width: number;
  readonly height: number;
  readonly codes: Uint8Array;
  readonly share: Uint8Array;
  /** Tiles whose texels changed since somebody last cleared this, as slot numbers. */
  readonly dirty = new Set<number>();
  z = 0;
  private readonly versions: Uint32Array;
  private readonly owners: Int32Array;

  constructor(
    readonly lod: number,
    readonly w: number,
    readonly h: number,
    readonly planes: number,
  ) {
    this.width = memoryEdge(w);
    this.height = memoryEdge(h);
    this.codes = new Uint8Array(this.width * this.height).fill(CODE_UNKNOWN);
    this.share = new Uint8Array(planes > 1 ? this.codes.length : 0);
    const slots = (this.width / TILE) * (this.height / TILE);
    this.versions = new Uint32Array(slots);
    this.owners = new Int32Array(slots).fill(-1);
  }

  get cols(): number {
    return Math.ceil(this.w / TILE);
  }

  get rows(): number {
    return Math.ceil(this.h / TILE);
  }

  /** The code of a texel; CODE_UNKNOWN if its tile was not sent. */
  at(x: number, y: number): number {
    if (x < 0 || y < 0 || x >= this.w || y >= this.h) {
      return CODE_OUTSIDE;
    }
    const tx = x >> 6;
    const ty = y >> 6;
    if (this.owners[this.slot(tx, ty)] !== ty * this.cols + tx) {
      return CODE_UNKNOWN;
    }
    return this.codes[(y & (this.height - 1)) * this.width + (x & (this.width - 1))] ?? CODE_UNKNOWN;
  }

  /** Occupied share of a texel, 0..255. */
  shareAt(x: number, y: number): number {
    return this.share[(y & (this.height - 1)) * this.width + (x & (this.width - 1))] ?? 255;
  }

  /** Whether there is a picture of a tile, current or not. */
  held(tx: number, ty: number): boolean {
    return this.owners[this.slot(tx, ty)] === ty * this.cols + tx;
  }

  /** Version held of a tile, 0 = none. */
  version(tx: number, ty: number): number {
    const s = this.slot(tx, ty);
    return this.owners[s] === ty * this.cols + tx ? (this.versions[s] as number) : 0;
  }

  /** Shows planes that were kept, which lie as in this memory. */
  load(codes: Uint8Array, share: Uint8Array): void {
    this.codes.set(codes);
    this.share.set(share);
    for (let ty = 0; ty < this.rows; ty++) {
      for (let tx = 0; tx < this.cols; tx++) {
        this.claim(tx, ty, 0);
      }
    }
  }

  /** Counts all tiles as changed: somebody who has none of them draws next. */
  everywhere(): void {
    for (let slot = 0; slot < this.versions.length; slot++) {
      this.dirty.add(slot);
    }
  }

  /** Forgets the versions held: the next thing to come of a tile must be a key. */
  forget(): void {
    this.versions.fill(0);
  }

  setKey(k: KeyRecord): void {
    const origin = this.claim(k.tx, k.ty, k.ver);
    const short = k.body.length < TILE_SITES;
    for (const [p, plane] of this.memory().entries()) {
      for (let y = 0; y < TILE; y++) {
        const to = origin + y * this.width;
        if (short) {
          plane.fill(k.body[p] as number, to, to + TILE);
        } else {
          plane.set(k.body.subarray(p * TILE_SITES + y * TILE, p * TILE_SITES + (y + 1) * TILE), to);
        }
      }
    }
  }

  /** Applies a delta, or returns false if it is not about the version held. */
  applyDelta(d: DeltaRecord): boolean {
    if (d.base === 0 || this.version(d.tx, d.ty) !== d.base) {
      return false;
    }
    const origin = this.claim(d.tx, d.ty, d.ver);
    for (const [p, plane] of this.memory().entries()) {
      const values = d.planes[p] as Uint8Array;
      for (let i = 0; i < d.pos.length; i++) {
        const pos = d.pos[i] as number;
        plane[origin + (pos >> 6) * this.width + (pos & 63)] = values[i] as number;
      }
    }
    return true;
  }

  /** Turns to another slice: what is held of the former one is void. */
  turn(z: number): void {
    if (z === this.z) {
      return;
    }
    this.z = z;
    this.owners.forEach((owner, slot) => owner >= 0 && this.dirty.add(slot));
    this.owners.fill(-1);
    this.codes.fill(CODE_UNKNOWN);
  }

  /** Sets all texels: rows of w codes and shares. */
  setAll(codes: Uint8Array, share: Uint8Array): void {
    for (let y = 0; y < this.h; y++) {
      this.codes.set(codes.subarray(y * this.w, (y + 1) * this.w), y * this.width);
      this.share.set(share.subarray(y * this.w, (y + 1) * this.w), y * this.width);
    }
    for (let ty = 0; ty < this.rows; ty++) {
      for (let tx = 0; tx < this.cols; tx++) {
        this.claim(tx, ty, 1);
      }
    }
  }

  /** CRC-32C of a tile's planes. */
  checksum(tx: number, ty: number): number {
    const body = new Uint8Array(this.planes * TILE_SITES);
    const origin = this.origin(tx, ty);
    for (const [p, plane] of this.memory().entries()) {
      for (let y = 0; y < TILE; y++) {
        const from = origin + y * this.width;
        body.set(plane.subarray(from, from + TILE), p * TILE_SITES + y * TILE);
      }
    }
    return crc32c(body);
  }

  /** The slot of a tile in the memory. */
  slot(tx: number, ty: number): number {
    const cols = this.width / TILE;
    return (ty % (this.height / TILE)) * cols + (tx % cols);
  }

  private memory(): Uint8Array[] {
    return this.planes > 1 ? [this.codes, this.share] : [this.codes];
  }

  private origin(tx: number, ty: number): number {
    return ((ty * TILE) & (this.height - 1)) * this.width + ((tx * TILE) & (this.width - 1));
  }

  private claim(tx: number, ty: number, ver: number): number {
    const s = this.slot(tx, ty);
    this.owners[s] = ty * this.cols + tx;
    this.versions[s] = ver;
    this.dirty.add(s);
    return this.origin(tx, ty);
  }
}

function memoryEdge(texels: number): number {
  let edge = TILE;
  while (edge < texels && edge < MAX_EDGE) {
    edge *= 2;
  }
  return edge;
}

export interface Update {
  /** The frame is whole: paint it, then acknowledge seq. */
  readonly last: boolean;
  readonly seq: number;
  /** Tiles that must be asked for again. */
  readonly need: readonly TileRef[];
}

/** A frame has no more messages: 2,048 tiles, 100 to a message, and a delta. */
const MAX_COMING = 64;

type Picture = Extract<Message, { kind: "key" | "delta" }>;

/** The part of a world that is wanted, in sites. */
export interface Wanted {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly z: number;
  readonly d: number;
  readonly lod: number;
}

/** The levels that were sent of one world. */
export class Tiles {
  /** The level to draw: the newest one of which a whole frame has come. */
  shown: Level | null = null;
  /** The whole slice, small: to be drawn where nothing better has come. */
  thumb: Level | null = null;
  /** All slices, while a sub of more than one is wanted. */
  volume: Volume | null = null;
  /** The slice of the lattice that is wanted. */
  slice = 0;
  tick = 0;
  private readonly levels = new Map<number, Level>();
  /** Messages of a frame that is not whole. */
  private coming: Picture[] = [];

  constructor(
    readonly w: number,
    readonly h: number,
    readonly d = 1,
  ) {}

  level(lod: number): Level {
    let l = this.levels.get(lod);
    if (l === undefined) {
      l = new Level(lod, Math.ceil(this.w / 2 ** lod), Math.ceil(this.h / 2 ** lod), lod === 0 ? 1 : 2);
      this.levels.set(lod, l);
    }
    return l;
  }

  /** Shown where nothing better has come: the whole slice, or the coarsest level that is held. */
  get backdrop(): Level | null {
    const coarsest = [...this.levels.values()].reduce<Level | null>((a, l) => (a === null || l.lod > a.lod ? l : a), null);
    return this.thumb ?? (coarsest?.z === this.slice ? coarsest : null);
  }

  /** Notes what the next frames will be of. */
  look(v: Wanted): void {
    if (v.d <= 1) {
      this.volume = null;
      this.slice = v.z;
    } else if (this.volume?.lod !== v.lod) {
      this.volume = new Volume(this, v.lod);
    }
  }

  /**
   * Takes a message in. Frames of a level that was left are taken and not shown. What
   * cannot be of this world is not taken: a RangeError says so.
   */
  apply(m: Message, wanted: number): Update {
    switch (m.kind) {
      case "hash":
        return { last: false, seq: m.seq, need: this.wrong(m.lod, m.tiles) };
      case "thumb":
        if (this.thumb === null || this.thumb.w !== m.w || this.thumb.h !== m.h) {
          this.thumb = new Level(m.lod, m.w, m.h, 2);
        }
        this.thumb.setAll(m.codes, m.share);
        return { last: false, seq: m.seq, need: [] };
      case "key":
      case "delta":
        this.check(m);
        this.coming.push(m);
        return (m.flags & FLAG_LAST) === 0 ? { last: false, seq: m.seq, need: [] } : this.frame(m, wanted);
    }
    return { last: false, seq: m.seq, need: [] };
  }

  /** Every tile is one of the world, and frames end. */
  private check(m: Picture): void {
    const edge = (sites: number): number => Math.ceil(sites / 2 ** m.lod);
    const [cols, rows, d] = [Math.ceil(edge(this.w) / TILE), Math.ceil(edge(this.h) / TILE), edge(this.d)];
    const out = m.tiles.find((t) => t.tx >= cols || t.ty >= rows || t.z >= d);
    if (out !== undefined) {
      throw new RangeError(`tile ${out.tx},${out.ty} of slice ${out.z} at level ${m.lod} is outside of the world`);
    }
    if (this.coming.length >= MAX_COMING) {
      this.coming = [];
      throw new RangeError("a frame without an end");
    }
  }

  /** Passes a message over: its frame is acknowledged all the same. */
  pass(m: Message): Update {
    return { last: (m.kind === "key" || m.kind === "delta") && (m.flags & FLAG_LAST) !== 0, seq: m.seq, need: [] };
  }

  /** Forgets the versions of all tiles, not the picture. */
  forget(): void {
    this.levels.forEach((l) => l.forget());
    this.volume?.forget();
    this.coming = [];
    this.tick = 0;
  }

  /** Applies the messages of a frame together. */
  private frame(last: Picture, wanted: number): Update {
    const need = this.coming.flatMap((m) => (this.volume?.lod === m.lod ? fill(this.volume, m) : this.draw(m)));
    this.coming = [];
    this.tick = last.tick;
    if (this.volume?.lod === last.lod) {
      this.volume.version++;
    } else if (last.lod === wanted || this.shown === null) {
      this.shown = this.level(last.lod);
    }
    return { last: true, seq: last.seq, need };
  }

  private draw(m: Picture): readonly TileRef[] {
    const level = this.level(m.lod);
    level.turn(m.tiles[0]?.z ?? level.z);
    if (m.kind === "delta") {
      return m.tiles.filter((d) => !level.applyDelta(d));
    }
    m.tiles.forEach((k) => level.setKey(k));
    return [];
  }

  private wrong(lod: number, hashes: readonly { tx: number; ty: number; z: number; ver: number; crc: number }[]): TileRef[] {
    const volume = this.volume;
    if (volume?.lod === lod) {
      return hashes.filter((t) => volume.versionOf(t) === t.ver && volume.checksum(t) !== t.crc);
    }
    const level = this.level(lod);
    return hashes.filter((t) => t.z === level.z && level.version(t.tx, t.ty) === t.ver && level.checksum(t.tx, t.ty) !== t.crc);
  }
}

/** Takes a message into a volume. */
function fill(volume: Volume, m: Picture): readonly TileRef[] {
  if (m.kind === "delta") {
    return m.tiles.filter((d) => !volume.applyDelta(d));
  }
  m.tiles.forEach((k) => volume.setKey(k));
  return [];
}
