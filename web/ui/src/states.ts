// The states in which the view can be, one table. What is wrong or waited for is said
// small in the header while the picture stays; only two states take its center.

import type { Values } from "./i18n.js";

export interface State {
  readonly id: StateId;
  /** Key of its text, whose values come with the state. */
  readonly text: string;
  readonly icon: Icon;
  /** What can be done next: "states.do.NAME" is the text of each. */
  readonly next: readonly string[];
  /** Whether the picture is dimmed. */
  readonly dim: boolean;
  /** Whether it takes the center of the stage. */
  readonly center: boolean;
  /** Told for a few seconds only; afterwards it is no news. */
  readonly brief: boolean;
  /** Told over the picture only once it has held for so long [ms]: mostly it is over before. */
  readonly after: number;
  /** Not told over the picture: the header has it. */
  readonly quiet: boolean;
  /** Says nothing of how the view goes on: the header tells another one. */
  readonly aside: boolean;
}

export type Icon = "dot" | "wait" | "pause" | "slow" | "lost" | "replay" | "person" | "eye" | "card" | "warn" | "stop" | "record";

export type StateId =
  | "faulted" | "version" | "garbled" | "refused" | "elsewhere" | "full" | "offline" | "reconnecting" | "connecting" | "stopped" | "loading"
  | "seeking" | "gone" | "asked" | "exporting" | "range" | "replay" | "hidden" | "lostContext" | "filtered" | "empty" | "slow" | "paused"
  | "viewer" | "coarse" | "noWebgl" | "live";

function state(id: StateId, icon: Icon, next: readonly string[] = [], more: Partial<State> = {}): State {
  return { id, text: `states.${id}`, icon, next, dim: false, center: false, brief: false, after: 0, quiet: false, aside: false, ...more };
}

/** All states; where several hold, the first is told. */
export const STATES: readonly State[] = [
  state("faulted", "stop", ["report", "keyframe"], { dim: true, center: true }),
  state("version", "warn", ["reload"], { dim: true, center: true }),
  state("refused", "lost", [], { dim: true }),
  state("elsewhere", "lost", ["reload"], { dim: true }),
  state("full", "wait", ["retry"], { dim: true }),
  state("offline", "lost", ["retry", "cached"], { dim: true }),
  state("reconnecting", "lost", ["retry"], { dim: true }),
  state("connecting", "wait", ["cancel"], { after: 1500 }),
  state("stopped", "lost", ["retry"], { dim: true }),
  state("loading", "wait", ["cancel"], { dim: true, after: 200 }),
  state("garbled", "warn", ["reload"]),
  state("seeking", "wait", ["cancel"], { dim: true }),
  state("gone", "warn", ["nearest"], { aside: true }),
  state("asked", "person", ["give", "keep"], { aside: true }),
  state("exporting", "record", ["cancel"]),
  state("range", "warn", ["field"], { brief: true, aside: true }),
  state("replay", "replay", ["live", "branch"]),
  state("hidden", "pause", [], { brief: true, aside: true }),
  state("lostContext", "card", [], { dim: true }),
  state("filtered", "eye", ["showAll"], { aside: true }),
  state("empty", "eye", ["fit"], { aside: true }),
  state("slow", "slow", ["slower", "coarser"]),
  state("paused", "pause", ["play"], { quiet: true }),
  state("viewer", "person", ["ask", "take"], { aside: true }),
  state("coarse", "eye", ["fine"], { aside: true }),
  state("noWebgl", "card", [], { brief: true, aside: true }),
  state("live", "dot", [], { quiet: true }),
];

/** Which states hold. Everybody sets and clears those that they know of. */
export class States {
  private readonly held = new Map<StateId, { values: Values; readonly since: number }>();
  private readonly does = new Map<string, () => void>();
  private readonly listeners: (() => void)[] = [];

  /** Says that a state holds, with the values of its text. */
  set(id: StateId, values: Values = {}): void {
    const old = this.held.get(id);
    if (old === undefined || JSON.stringify(old.values) !== JSON.stringify(values)) {
      this.held.set(id, { values, since: old?.since ?? Date.now() });
      this.tell();
    }
  }

  clear(id: StateId): void {
    if (this.held.delete(id)) {
      this.tell();
    }
  }

  /** Sets it if on, clears it if not. */
  toggle(id: StateId, on: boolean, values: Values = {}): void {
    if (on) {
      this.set(id, values);
    } else {
      this.clear(id);
    }
  }

  has(id: StateId): boolean {
    return this.held.has(id);
  }

  values(id: StateId): Values {
    return this.held.get(id)?.values ?? {};
  }

  /** When a state began to hold, as Date.now tells it; Infinity if it does not. */
  since(id: StateId): number {
    return this.held.get(id)?.since ?? Infinity;
  }

  /** The states that hold, the most important first. */
  get now(): readonly State[] {
    return STATES.filter((s) => this.held.has(s.id));
  }

  /** Says what a next step of a state does, null if it cannot be done; what cannot be done is not offered. */
  on(id: StateId, next: string, f: (() => void) | null): void {
    if (STATES.find((s) => s.id === id)?.next.includes(next) !== true) {
      throw new Error(`state ${id} has no step ${next}`);
    }
    if (f === null) {
      this.does.delete(`${id} ${next}`);
    } else {
      this.does.set(`${id} ${next}`, f);
    }
  }

  /** What a next step does, if anybody said so. */
  step(id: StateId, next: string): (() => void) | undefined {
    return this.does.get(`${id} ${next}`);
  }

  /** Calls f after each change. */
  watch(f: () => void): void {
    this.listeners.push(f);
  }

  private tell(): void {
    this.listeners.forEach((f) => f());
  }
}
