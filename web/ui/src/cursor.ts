// The day that is pointed at in one chart, for all charts.

export class Cursor {
  private at: number | null = null;
  private readonly listeners: (() => void)[] = [];

  get day(): number | null {
    return this.at;
  }

  set(day: number | null): void {
    if (day !== this.at) {
      this.at = day;
      this.listeners.forEach((f) => f());
    }
  }

  watch(f: () => void): void {
    this.listeners.push(f);
  }
}
