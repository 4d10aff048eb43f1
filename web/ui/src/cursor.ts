// The day that is pointed at in one chart, for all charts.

export class Cursor {
  private at: number | null = null;
  private readonly listeners = new Set<() => void>();

  get day(): number | null {
    return this.at;
  }

  set(day: number | null): void {
    if (day !== this.at) {
      this.at = day;
      this.listeners.forEach((f) => f());
    }
  }

  /** Calls f when another day is pointed at, until what is returned is called. */
  watch(f: () => void): () => void {
    this.listeners.add(f);
    return () => void this.listeners.delete(f);
  }
}
