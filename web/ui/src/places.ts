// Where in a body its patches are: our own silhouettes of an adult and of an unborn child,
// and the spots in them where blood may be made. The body's right is at the left. Pure.

/** A spot as an ellipse: center, radii, and by how much it is turned [degrees]. */
export type Spot = readonly [x: number, y: number, rx: number, ry: number, turn?: number];

export interface Silhouette {
  readonly width: number;
  readonly height: number;
  /** Outlines that are filled. */
  readonly body: readonly string[];
  /** Lines inside of them. */
  readonly lines: readonly string[];
  readonly places: Readonly<Record<string, readonly Spot[]>>;
}

/** A spot and its twin on the other side of an adult. */
function both(x: number, y: number, rx: number, ry: number, turn = 0): readonly Spot[] {
  return [[x, y, rx, ry, turn], [100 - x, y, rx, ry, -turn]];
}

const spine: readonly Spot[] = [[50, 52, 2.4, 15], [50, 79, 2.6, 11]];
const hips = both(42, 97, 6, 5, -35);
const thighs = both(40.5, 128, 2.8, 17, -3);
const ribs = [...both(42, 52, 6, 2, 12), ...both(41, 60, 6, 2, 12)];
const head: readonly Spot[] = [[50, 11, 8.5, 7]];

export const ADULT: Silhouette = {
  width: 100, height: 218,
  body: [
    "M50 2c7.500 0 11.500 5.500 11.500 13S57 30 50 30s-11.500-7.500-11.500-15S42.500 2 50 2z",
    half((x) => x), half((x) => 100 - x),
  ],
  lines: ["M50 32v58", "M37 44q13 5 26 0M36 52q14 6 28 0M36.500 60q13.500 6 27 0", "M36 93q6-4 14 4 8-8 14-4M50 97v5"],
  places: {
    "skull": head, "newborn-skull": head, "cervical-spine": [[50, 34, 2.2, 5]], "thoracic-spine": [spine[0] as Spot], "lumbar-spine": [spine[1] as Spot],
    "sacrum": [[50, 95, 4, 5]], "pelvis": hips, "hip": hips, "ribs": ribs, "sternum": [[50, 51, 2.4, 9]], "shoulder-blades": both(36, 45, 4, 6, 15),
    "humeri": both(27.5, 57, 2.4, 13, 10), "femurs": thighs, "thigh": thighs, "newborn-legs": [...thighs, ...both(41.5, 178, 2.4, 17, -2)],
    "marrow": [...head, ...spine, ...ribs, ...hips, [50, 51, 2.4, 9], ...both(29, 47, 2.4, 6, 12), ...both(40, 116, 2.6, 6, -3)],
    "thymus": [[50, 43, 4, 5]], "liver": [[43, 72, 9, 5.5, -14]], "spleen": [[62, 73, 4, 3.2, 35]],
  },
};

/** One side of the trunk with arm and leg; at says where a distance from the left is. */
function half(at: (x: number) => number): string {
  const points = [
    [50.4, 26], [45.5, 26], [45, 33], [38, 35.5], [29, 38], [25.5, 42], [25, 50], [23.5, 64], [20, 84], [15.5, 100], [13.5, 107], [13.5, 113], [16, 115],
    [19, 115], [20.5, 109], [24.5, 97], [28.5, 80], [31.5, 62], [33, 72], [34, 84], [32, 95], [30.5, 107], [31.5, 122], [34.5, 140], [36, 156], [36, 176], [38, 196],
    [38, 205], [34, 211], [38, 215], [44, 215], [46, 211], [46.5, 195], [48, 175], [48.5, 156], [49.4, 136], [50.4, 118],
  ] as const;
  return `M${points.map(([x, y]) => `${at(x).toFixed(1)} ${y}`).join("L")}z`;
}

export const UNBORN: Silhouette = {
  width: 100, height: 124,
  body: [
    "M44 4c17 0 29 11 29 26 0 6-2 11-4 14 13 8 20 22 19 37-1 17-14 31-33 31-13 0-24-5-28-12-2-5 2-10 8-9 6 1 11 4 18 3-9-4-15-11-16-19-7 1-14-1-16-4-1-3 2-6 6-5l9-1c0-4 2-7 4-10-14 0-25-10-25-25S27 4 44 4z",
  ],
  lines: ["M70 46c10 8 15 20 13 33-2 12-9 20-20 24", "M37 84c-7 0-11 5-16 11", "M24 32q4 2 6-1"],
  places: {
    "yolk_sac": [[14, 104, 9, 8, -20]], "liver": [[54, 75, 9.500, 8, 20]], "spleen": [[69, 85, 4, 3.2, 30]], "thymus": [[50, 54, 4, 3.500]],
    "marrow": [[75.5, 55, 2.6, 8, -38], [81.5, 71, 2.6, 9, -8], [78, 88, 2.6, 8, 30], [47, 14, 12, 4, 4], [42, 100, 7, 2.6, 12]],
  },
};
