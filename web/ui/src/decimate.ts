// Fewer points for a line, none of its peaks lost. Pure.

export interface Line {
  readonly x: number[];
  readonly y: (number | null)[];
}

/**
 * The lowest and the highest point of each of so many columns of equal width, in
 * their order. A gap, NaN, stays one.
 */
export function decimate(x: readonly number[], y: ArrayLike<number>, columns: number): Line {
  const n = x.length;
  if (n <= 2 * columns) {
    return { x: [...x], y: Array.from({ length: n }, (_, i) => present(y[i])) };
  }
  const left = x[0] as number;
  const width = ((x[n - 1] as number) - left) / columns || 1;
  const out: Line = { x: [], y: [] };
  for (let i = 0; i < n; ) {
    const column = Math.min(columns - 1, Math.floor(((x[i] as number) - left) / width));
    let low = i;
    let high = i;
    let end = i;
    for (; end < n && Math.min(columns - 1, Math.floor(((x[end] as number) - left) / width)) === column; end++) {
      const v = y[end] as number;
      low = v < (y[low] as number) || Number.isNaN(y[low]) ? end : low;
      high = v > (y[high] as number) || Number.isNaN(y[high]) ? end : high;
    }
    for (const k of low === high ? [low] : [Math.min(low, high), Math.max(low, high)]) {
      out.x.push(x[k] as number);
      out.y.push(present(y[k]));
    }
    i = end;
  }
  return out;
}

function present(v: number | undefined): number | null {
  return v === undefined || Number.isNaN(v) ? null : v;
}
