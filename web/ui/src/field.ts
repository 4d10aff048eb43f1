// Smooth outlines of bone and vessels from the classes of the sites. Pure.

/** Distance to an outline [sites], negative inside. */
export type Field = Float32Array;

const FAR = 1e9;

/**
 * Signed distance from the middle of each site to the outline of the sites where
 * inside is true, smoothed that many times so that the steps of the lattice do not
 * show.
 */
export function distanceField(w: number, h: number, smooth: number, inside: (i: number) => boolean): Field {
  const out = new Float32Array(w * h);
  const into = new Float32Array(w * h);
  for (let i = 0; i < w * h; i++) {
    const is = inside(i);
    out[i] = is ? 0 : FAR;
    into[i] = is ? FAR : 0;
  }
  squaredDistance(out, w, h);
  squaredDistance(into, w, h);
  for (let i = 0; i < w * h; i++) {
    const o = Math.sqrt(out[i] as number);
    const n = Math.sqrt(into[i] as number);
    out[i] = Math.max(-64, Math.min(64, o > 0 ? o - 0.5 : 0.5 - n));
  }
  for (let k = 0; k < smooth; k++) {
    blur(out, w, h);
  }
  return out;
}

/** Squared Euclidean distance to the nearest zero, by two passes over lower envelopes of parabolas. */
function squaredDistance(f: Float32Array, w: number, h: number): void {
  const n = Math.max(w, h);
  const scratch = { f: new Float64Array(n), v: new Int32Array(n), z: new Float64Array(n + 1) };
  for (let x = 0; x < w; x++) {
    line(f, x, w, h, scratch);
  }
  for (let y = 0; y < h; y++) {
    line(f, y * w, 1, w, scratch);
  }
}

interface Scratch {
  readonly f: Float64Array;
  readonly v: Int32Array;
  readonly z: Float64Array;
}

/** One row or column of squaredDistance: n values from start, step apart. */
function line(d: Float32Array, start: number, step: number, n: number, s: Scratch): void {
  const f = s.f;
  const v = s.v;
  const z = s.z;
  for (let q = 0; q < n; q++) {
    f[q] = d[start + q * step] as number;
  }
  let k = 0;
  v[0] = 0;
  z[0] = -Infinity;
  z[1] = Infinity;
  const cross = (q: number, p: number): number =>
    ((f[q] as number) + q * q - ((f[p] as number) + p * p)) / (2 * q - 2 * p);
  for (let q = 1; q < n; q++) {
    let x = cross(q, v[k] as number);
    while (x <= (z[k] as number)) {
      k--;
      x = cross(q, v[k] as number);
    }
    k++;
    v[k] = q;
    z[k] = x;
    z[k + 1] = Infinity;
  }
  k = 0;
  for (let q = 0; q < n; q++) {
    while ((z[k + 1] as number) < q) {
      k++;
    }
    const p = v[k] as number;
    d[start + q * step] = Math.min(FAR, (q - p) * (q - p) + (f[p] as number));
  }
}

/** Blurs with the kernel 1 2 1 in both directions. */
function blur(d: Float32Array, w: number, h: number): void {
  const tmp = new Float32Array(d.length);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const i = y * w + x;
      const l = d[x > 0 ? i - 1 : i] as number;
      const r = d[x < w - 1 ? i + 1 : i] as number;
      tmp[i] = (l + 2 * (d[i] as number) + r) / 4;
    }
  }
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const i = y * w + x;
      const u = tmp[y > 0 ? i - w : i] as number;
      const b = tmp[y < h - 1 ? i + w : i] as number;
      d[i] = (u + 2 * (tmp[i] as number) + b) / 4;
    }
  }
}
