// All slices of a world at one level of detail, for the cleared view in depth. No DOM,
// no drawing.

import { crc32c } from "./crc.js";
import { CODE_OUTSIDE, CODE_UNKNOWN, TILE, TILE_SITES, type DeltaRecord, type KeyRecord } from "./codec.js";

/** Most tiles that a subscription may hold. */
const MAX_TILES = 1024;
/** Longest edge of a volume that is drawn [texels]. */
const MAX_EDGE = 256;

export interface Extent {
  readonly w: number;
  readonly h: number;
  readonly d: number;
}

/** Measures of a world at a level of detail. */
export function extentAt(world: Extent, lod: number): Extent {
  const at = (n: number): number => Math.max(1, Math.ceil(n / 2 ** lod));
  return { w: at(world.w), h: at(world.h), d: at(world.d) };
}

/** The finest level at which the whole world may be asked for as a volume. */
export function volumeLod(world: Extent): number {
  for (let lod = 0; ; lod++) {
    const e = extentAt(world, lod);
    const tiles = Math.ceil(e.w / TILE) * Math.ceil(e.h / TILE) * e.d;
    if (tiles <= MAX_TILES && Math.max(e.w, e.h, e.d) <= MAX_EDGE) {
      return lod;
    }
  }
}

/** Texel x, y of slice z is at x + w * (y + h * z) of codes and share. */
export class Volume {
  readonly w: number;
  readonly h: number;
  readonly d: number;
  readonly codes: Uint8Array;
  /** Occupied share, 0..255; at level 0 255 where anything may be. */
  readonly share: Uint8Array;
  /** Grows with each frame that changed something. */
  version = 0;
  private readonly cols: number;
  private readonly rows: number;
  private readonly versions: Uint32Array;

  constructor(world: Extent, readonly lod: number) {
    const e = extentAt(world, lod);
    [this.w, this.h, this.d] = [e.w, e.h, e.d];
    this.cols = Math.ceil(e.w / TILE);
    this.rows = Math.ceil(e.h / TILE);
    this.codes = new Uint8Array(e.w * e.h * e.d).fill(CODE_UNKNOWN);
    this.share = new Uint8Array(this.codes.length).fill(lod === 0 ? 255 : 0);
    this.versions = new Uint32Array(this.cols * this.rows * e.d);
  }

  /** Code of a texel; CODE_UNKNOWN if its tile was not sent. */
  at(x: number, y: number, z: number): number {
    if (x < 0 || y < 0 || z < 0 || x >= this.w || y >= this.h || z >= this.d) {
      return CODE_OUTSIDE;
    }
    return this.codes[x + this.w * (y + this.h * z)] ?? CODE_UNKNOWN;
  }

  /** Slices of which something has come. */
  get slices(): number {
    const area = this.cols * this.rows;
    return Array.from({ length: this.d }, (_, z) => this.versions[z * area] as number).filter((v) => v > 0).length;
  }

  setKey(k: KeyRecord): void {
    const tile = this.tile(k);
    if (tile < 0) {
      return;
    }
    this.versions[tile] = k.ver;
    const short = k.body.length < TILE_SITES;
    const wide = Math.min(TILE, this.w - k.tx * TILE);
    for (const [p, plane] of this.planes().entries()) {
      for (let y = 0; y < Math.min(TILE, this.h - k.ty * TILE); y++) {
        const to = this.origin(k) + y * this.w;
        if (short) {
          plane.fill(k.body[p] as number, to, to + wide);
        } else {
          const from = p * TILE_SITES + y * TILE;
          plane.set(k.body.subarray(from, from + wide), to);
        }
      }
    }
  }

  /** Applies a delta, or returns false if it is not about the version held. */
  applyDelta(d: DeltaRecord): boolean {
    const tile = this.tile(d);
    if (tile < 0) {
      return true;
    }
    if (this.versions[tile] !== d.base) {
      return false;
    }
    this.versions[tile] = d.ver;
    const origin = this.origin(d);
    for (const [p, plane] of this.planes().entries()) {
      const values = d.planes[p] as Uint8Array;
      for (let i = 0; i < d.pos.length; i++) {
        const pos = d.pos[i] as number;
        plane[origin + (pos >> 6) * this.w + (pos & 63)] = values[i] as number;
      }
    }
    return true;
  }

  /** Version held of a tile, 0 = none. */
  versionOf(t: { tx: number; ty: number; z: number }): number {
    const tile = this.tile(t);
    return tile < 0 ? 0 : (this.versions[tile] as number);
  }

  /** CRC-32C of a tile as it was sent. */
  checksum(t: { tx: number; ty: number; z: number }): number {
    const planes = this.planes();
    const body = new Uint8Array(planes.length * TILE_SITES);
    body.fill(CODE_OUTSIDE, 0, TILE_SITES);
    const wide = Math.min(TILE, this.w - t.tx * TILE);
    for (const [p, plane] of planes.entries()) {
      for (let y = 0; y < Math.min(TILE, this.h - t.ty * TILE); y++) {
        const from = this.origin(t) + y * this.w;
        body.set(plane.subarray(from, from + wide), p * TILE_SITES + y * TILE);
      }
    }
    return crc32c(body);
  }

  /** Forgets the versions, not the picture. */
  forget(): void {
    this.versions.fill(0);
  }

  private planes(): Uint8Array[] {
    return this.lod > 0 ? [this.codes, this.share] : [this.codes];
  }

  private origin(t: { tx: number; ty: number; z: number }): number {
    return t.tx * TILE + this.w * (t.ty * TILE + this.h * t.z);
  }

  /** The number of a tile, -1 outside. */
  private tile(t: { tx: number; ty: number; z: number }): number {
    const inside = t.tx < this.cols && t.ty < this.rows && t.z < this.d;
    return inside ? (t.z * this.rows + t.ty) * this.cols + t.tx : -1;
  }
}
