// Who wants to know what. Topics carry no data: listeners read the model.

export type Topic =
  | "state" | "welcome" | "status" | "you" | "roles" | "series" | "events" | "picture" | "camera" | "highlight" | "palette" | "worlds"
  | "clones" | "track" | "roster" | "steps" | "cell" | "clone";

export class Bus {
  private readonly listeners = new Map<Topic, (() => void)[]>();

  on(topics: readonly Topic[], f: () => void): void {
    for (const t of topics) {
      this.listeners.set(t, [...(this.listeners.get(t) ?? []), f]);
    }
  }

  off(topics: readonly Topic[], f: () => void): void {
    for (const t of topics) {
      this.listeners.set(t, (this.listeners.get(t) ?? []).filter((g) => g !== f));
    }
  }

  emit(t: Topic): void {
    this.listeners.get(t)?.forEach((f) => f());
  }
}
