// The rows of the clones that came so far, of each world. Pure.

import { FORK, RUN } from "./worlds.js";
import type { CloneRow } from "./muller.js";
import type { Clones } from "./protocol.js";

export class CloneRows {
  private readonly worlds = new Map<number, { epoch: number; rows: readonly CloneRow[] }>();

  /** Takes rows in: they replace those from their first tick on, and all of another epoch. */
  take(m: Clones): void {
    const held = this.worlds.get(m.world);
    const kept = held?.epoch === m.epoch ? held.rows.filter((r) => r.tick < m.from) : [];
    this.worlds.set(m.world, { epoch: m.epoch, rows: [...kept, ...m.rows] });
  }

  /** Rows of a world; of a replay those of the run, whose past it is. */
  shown(world: number): readonly CloneRow[] {
    return this.worlds.get(world > FORK ? RUN : world)?.rows ?? [];
  }
}
