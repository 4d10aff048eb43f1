// Numbers that belong to a site; the twin of siteRandom in shaders/common.glsl.

function mixBits(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0x7feb352d);
  h ^= h >>> 15;
  h = Math.imul(h, 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** One number in [0,1). */
export function siteRandom(x: number, y: number): number {
  return (mixBits((Math.imul(x, 0x9e3779b9) + mixBits(y >>> 0)) >>> 0) & 255) / 256;
}
