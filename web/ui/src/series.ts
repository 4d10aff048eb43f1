// The rows of the series that came so far, column by column. Pure.

import type { Message } from "./codec.js";

/** As many as the server keeps. */
const KEPT = 20_000;

export class Series {
  /** Number of the row after the last one. */
  next = 0;
  stepTicks = 12;
  readonly columns: number[][];
  private first = 0;

  constructor(columns: number) {
    this.columns = Array.from({ length: columns }, () => []);
  }

  get length(): number {
    return this.next - this.first;
  }

  /** Ticks of the rows held. */
  ticks(): number[] {
    return Array.from({ length: this.length }, (_, i) => (this.first + i) * this.stepTicks);
  }

  /** The value of a column in the newest row that is not after a tick; NaN if there is none. */
  at(column: number, tick: number): number {
    const row = Math.min(Math.floor(tick / this.stepTicks), this.next - 1) - this.first;
    return this.columns[column]?.[row] ?? NaN;
  }

  /** Forgets the rows after a tick. */
  cut(tick: number): void {
    this.next = Math.max(this.first, Math.min(this.next, Math.floor(tick / this.stepTicks) + 1));
    this.columns.forEach((c) => c.splice(this.length));
  }

  /** A copy of the rows before row end. */
  before(end: number): Series {
    const s = new Series(0);
    s.first = Math.min(this.first, end);
    s.next = Math.min(this.next, end);
    s.stepTicks = this.stepTicks;
    s.columns.push(...this.columns.map((c) => c.slice(0, s.length)));
    return s;
  }

  last(column: number): number {
    return this.columns[column]?.at(-1) ?? NaN;
  }

  /**
   * Takes rows in. Rows held already are passed over. After a gap it returns the
   * number of the first row missing, and takes nothing. Rows of other columns are a
   * RangeError.
   */
  append(m: Extract<Message, { kind: "series" }>): number | null {
    if (m.columns.length !== this.columns.length) {
      throw new RangeError(`series: ${m.columns.length} columns, want ${this.columns.length}`);
    }
    if (this.length === 0) {
      this.first = m.row0;
      this.next = m.row0;
    }
    if (m.row0 > this.next) {
      return this.next;
    }
    this.stepTicks = m.stepTicks;
    const rows = m.columns[0]?.length ?? 0;
    const skip = this.next - m.row0;
    if (skip >= rows) {
      return null;
    }
    this.columns.forEach((c, k) => c.push(...(m.columns[k]?.subarray(skip) ?? [])));
    this.next = m.row0 + rows;
    this.trim();
    return null;
  }

  private trim(): void {
    const over = this.length - KEPT;
    if (over > 0) {
      this.columns.forEach((c) => c.splice(0, over));
      this.first += over;
    }
  }
}
