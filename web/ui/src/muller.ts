// A Muller plot: shares of clones over time; a child emerges inside its parent. Pure.

/** Who has how many cells at one tick, as the server counts them. */
export interface CloneRow {
  readonly tick: number;
  readonly total: number;
  readonly donor: number;
  readonly clones: number;
  /** Of the largest clones: number, cells, 1 if of a donor's graft. */
  readonly parts: readonly (readonly [number, number, number])[];
}

export interface Clone {
  readonly number: number;
  readonly donor: boolean;
  readonly peak: number; // largest share
}

/** A band of the plot: a clone, or a half of what is not told apart of host or donor. */
export interface Band {
  readonly clone: Clone | null;
  readonly donor: boolean;
  /** Cells, or share of all, for each row. */
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** The n clones with the largest peaks, the largest first. */
export function largest(rows: readonly CloneRow[], n: number): Clone[] {
  const found = new Map<number, { number: number; donor: boolean; peak: number }>();
  for (const r of rows) {
    for (const [number, cells, donor] of r.parts) {
      const share = cells / Math.max(1, r.total);
      const c = found.get(number);
      if (c === undefined) {
        found.set(number, { number, donor: donor === 1, peak: share });
      } else {
        c.peak = Math.max(c.peak, share);
      }
    }
  }
  return [...found.values()].sort((a, b) => b.peak - a.peak || a.number - b.number).slice(0, n);
}

/** Cells of a clone in a row; 0 where it is not among those that are named. */
export function cellsOf(r: CloneRow, clone: number): number {
  return r.parts.find((p) => p[0] === clone)?.[1] ?? 0;
}

/**
 * Stacks the clones: those of the host inside what is not told apart of the host, in
 * the order of their rise, the graft inside the host, and its clones inside the graft.
 */
export function stack(rows: readonly CloneRow[], clones: readonly Clone[], absolute: boolean): Band[] {
  const rise = new Map(clones.map((c) => [c, riseOf(rows, c)]));
  const order = (donor: boolean): Clone[] => clones.filter((c) => c.donor === donor).sort((a, b) => (rise.get(a) ?? 0) - (rise.get(b) ?? 0));
  const graft = rows.some((r) => r.donor > 0);
  const layers: { clone: Clone | null; donor: boolean }[] = [
    { clone: null, donor: false },
    ...order(false).map((clone) => ({ clone, donor: false })),
    ...(graft ? [{ clone: null, donor: true }, ...order(true).map((clone) => ({ clone, donor: true })), { clone: null, donor: true }] : []),
    { clone: null, donor: false },
  ];
  const base = rows.map(() => 0);
  return layers.map(({ clone, donor }) => {
    const low = [...base];
    rows.forEach((r, i) => (base[i] = (base[i] as number) + thickness(r, clone, donor, clones) / (absolute ? 1 : Math.max(1, r.total))));
    return { clone, donor, low, high: [...base] };
  });
}

function thickness(r: CloneRow, clone: Clone | null, donor: boolean, clones: readonly Clone[]): number {
  if (clone !== null) {
    return cellsOf(r, clone.number);
  }
  const all = donor ? r.donor : r.total - r.donor;
  const named = clones.reduce((sum, c) => sum + (c.donor === donor ? cellsOf(r, c.number) : 0), 0);
  return Math.max(0, all - named) / 2;
}

/** The first row in which a clone has half of its peak. */
function riseOf(rows: readonly CloneRow[], c: Clone): number {
  return rows.findIndex((r) => cellsOf(r, c.number) / Math.max(1, r.total) >= c.peak / 2);
}
