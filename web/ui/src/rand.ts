// Numbers that belong to a site: what is drawn at it is the same in each frame. The
// twin of siteBits in shaders/common.glsl.

function mixBits(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0x7feb352d);
  h ^= h >>> 15;
  h = Math.imul(h, 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** 32 bits. */
export function siteBits(x: number, y: number): number {
  return mixBits((Math.imul(x, 0x9e3779b9) + mixBits(y >>> 0)) >>> 0);
}

/** One number in [0,1). */
export function siteRandom(x: number, y: number): number {
  return (siteBits(x, y) & 255) / 256;
}

/** Clouds in [0,1]: siteRandom smoothed between whole numbers. */
export function valueNoise(x: number, y: number): number {
  const [i, j] = [Math.floor(x), Math.floor(y)];
  const [u, v] = [ease(x - i), ease(y - j)];
  const a = siteRandom(i, j) * (1 - u) + siteRandom(i + 1, j) * u;
  const b = siteRandom(i, j + 1) * (1 - u) + siteRandom(i + 1, j + 1) * u;
  return a * (1 - v) + b * v;
}

function ease(t: number): number {
  return t * t * (3 - 2 * t);
}
