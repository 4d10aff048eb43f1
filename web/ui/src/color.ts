// Colors as numbers, and how far apart two of them look. Pure.

/** Red, green, blue, 0..255. */
export type Rgb = readonly [number, number, number];
/** CIELAB under daylight (D65). */
export type Lab = readonly [number, number, number];

export function rgb(hex: string): Rgb {
  const n = parseInt(hex.slice(1), 16);
  return [n >> 16, (n >> 8) & 255, n & 255];
}

export function hex(c: Rgb): string {
  return `#${c.map((v) => Math.round(clamp(v, 0, 255)).toString(16).padStart(2, "0")).join("")}`;
}

/** Between two colors, t from 0 to 1. */
export function mix(a: Rgb, b: Rgb, t: number): Rgb {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}

/** Relative luminance, 0..1 (WCAG 2.2). */
export function luminance(c: Rgb): number {
  const [r, g, b] = c.map(linear) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The color with its chroma times k. */
export function chroma(c: Rgb, k: number): Rgb {
  const [l, a, b] = lab(c);
  return fromLab([l, a * k, b * k]);
}

/** A color that is to `base` as `like` is to `center`: moves a ramp to another hue. */
export function moved(base: Rgb, like: Rgb, center: Rgb): Rgb {
  const [b, l, c] = [lab(base), lab(like), lab(center)];
  return fromLab([clamp(b[0] + 0.8 * (l[0] - c[0]), 8, 98), b[1] + 0.3 * (l[1] - c[1]), b[2] + 0.3 * (l[2] - c[2])]);
}

/** Kinds of color vision. */
export type Vision = "normal" | "protan" | "deutan" | "tritan";

/**
 * What people without one kind of cone see, on linear light: Machado, Oliveira and
 * Fernandes 2009, severity 1.
 */
const CONES: Readonly<Record<Exclude<Vision, "normal">, readonly number[]>> = {
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

export function seenBy(c: Rgb, v: Vision): Rgb {
  if (v === "normal") {
    return c;
  }
  const m = CONES[v];
  const l = c.map(linear) as [number, number, number];
  const row = (i: number): number => gamma((m[i] as number) * l[0] + (m[i + 1] as number) * l[1] + (m[i + 2] as number) * l[2]);
  return [row(0), row(3), row(6)];
}

/** CIEDE2000 difference of two colors: 1 is just seen, 8 is told apart at a glance. */
export function difference(a: Rgb, b: Rgb): number {
  return ciede2000(lab(a), lab(b));
}

/** The difference of two colors in CIELAB: Sharma, Wu and Dalal 2005. */
export function ciede2000([l1, a1, b1]: Lab, [l2, a2, b2]: Lab): number {
  const mean7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7;
  const g = 0.5 * (1 - Math.sqrt(mean7 / (mean7 + 25 ** 7)));
  const [c1, c2] = [Math.hypot(a1 * (1 + g), b1), Math.hypot(a2 * (1 + g), b2)];
  const [h1, h2] = [hue(a1 * (1 + g), b1), hue(a2 * (1 + g), b2)];
  const dl = l2 - l1;
  const dc = c2 - c1;
  const dh = c1 * c2 === 0 ? 0 : wrap(h2 - h1);
  const dH = 2 * Math.sqrt(c1 * c2) * sinDeg(dh / 2);
  const l = (l1 + l2) / 2 - 50;
  const c = (c1 + c2) / 2;
  const h = c1 * c2 === 0 ? h1 + h2 : (h1 + dh / 2 + 360) % 360;
  const t = 1 - 0.17 * cosDeg(h - 30) + 0.24 * cosDeg(2 * h) + 0.32 * cosDeg(3 * h + 6) - 0.2 * cosDeg(4 * h - 63);
  const sl = 1 + (0.015 * l * l) / Math.sqrt(20 + l * l);
  const sc = 1 + 0.045 * c;
  const sh = 1 + 0.015 * c * t;
  const turn = 30 * Math.exp(-(((h - 275) / 25) ** 2));
  const rc = 2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));
  const rt = -sinDeg(2 * turn) * rc;
  return Math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dH / sh) ** 2 + rt * (dc / sc) * (dH / sh));
}

const WHITE = [0.95047, 1, 1.08883] as const;

function lab(c: Rgb): Lab {
  const [r, g, b] = c.map(linear) as [number, number, number];
  const x = cube((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / WHITE[0]);
  const y = cube((0.2126729 * r + 0.7151522 * g + 0.072175 * b) / WHITE[1]);
  const z = cube((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / WHITE[2]);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function fromLab([l, a, b]: Lab): Rgb {
  const y = (l + 16) / 116;
  const [x, v, z] = [uncube(y + a / 500) * WHITE[0], uncube(y) * WHITE[1], uncube(y - b / 200) * WHITE[2]];
  return [
    gamma(3.2404542 * x - 1.5371385 * v - 0.4985314 * z),
    gamma(-0.969266 * x + 1.8760108 * v + 0.041556 * z),
    gamma(0.0556434 * x - 0.2040259 * v + 1.0572252 * z),
  ];
}

function cube(t: number): number {
  return t > 216 / 24389 ? Math.cbrt(t) : (t * 24389) / 27 / 116 + 16 / 116;
}

function uncube(t: number): number {
  return t > 6 / 29 ? t ** 3 : (3 * 36 * (t - 4 / 29)) / 841;
}

function linear(v: number): number {
  const c = v / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

function gamma(v: number): number {
  const c = clamp(v, 0, 1);
  return 255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);
}

function hue(a: number, b: number): number {
  return a === 0 && b === 0 ? 0 : ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
}

/** The same angle in -180..180. */
function wrap(degrees: number): number {
  return degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees;
}

function sinDeg(d: number): number {
  return Math.sin((d * Math.PI) / 180);
}

function cosDeg(d: number): number {
  return Math.cos((d * Math.PI) / 180);
}

function clamp(v: number, low: number, high: number): number {
  return Math.min(Math.max(v, low), high);
}
