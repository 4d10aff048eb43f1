// What of a slice does not change: GET /tissue, as web/tissue.go writes it.

import { distanceField, type Field } from "./field.js";

export interface Tissue {
  readonly w: number;
  readonly h: number;
  readonly d: number;
  readonly z: number;
  readonly um: number;
  /** A letter per site: . free, b bone, f fat, s sinusoid, a arteriole, c capillary, v vein, x edge. */
  readonly classes: string;
  /** x, y, radius of fat cells [sites]. */
  readonly fat: readonly (readonly [number, number, number])[];
  readonly exits: readonly { readonly n: number; readonly x: number; readonly y: number; readonly z: number; readonly kind: string }[];
}

/** Outlines of a slice, for drawing. */
export interface Outlines {
  readonly tissue: Tissue;
  readonly bone: Field;
  readonly vessel: Field;
}

/** Fetches a slice. It fails with an Error that people can read. */
export async function fetchTissue(z: number): Promise<Tissue> {
  const r = await fetch(`/tissue?z=${z}`);
  if (!r.ok) {
    throw new Error(`tissue: ${await r.text()}`);
  }
  return (await r.json()) as Tissue;
}

const VESSELS = new Set(["s", "a", "c", "v"]);

export function outlines(tissue: Tissue): Outlines {
  const { w, h, classes } = tissue;
  return {
    tissue,
    bone: distanceField(w, h, 2, (i) => classes[i] === "b"),
    // A vessel may be one site wide: smoothing takes that away again, so it is widened.
    vessel: distanceField(w, h, 1, (i) => VESSELS.has(classes[i] as string)).map((d) => d - 0.35),
  };
}
