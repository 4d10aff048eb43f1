// Taking back what was done last, and doing it again.

import { t } from "./i18n.js";
import { described } from "./marks.js";
import type { Model } from "./model.js";
import type { Epoch, EventMark } from "./protocol.js";

export class Undo {
  /** What was taken back and can be done again, the last one last. */
  private readonly undone: EventMark[] = [];

  constructor(private readonly model: Model) {
    model.onEpoch((e, left) => this.told(e, left));
    model.bus.on(["events"], () => {
      if ((model.run?.events.length ?? 0) > this.length) {
        this.undone.length = 0; // something else was done: there is nothing to do again
      }
    });
  }

  /** What would be taken back. */
  get last(): EventMark | undefined {
    return this.model.run?.events.findLast((e) => e.kind === "posted");
  }

  get next(): EventMark | undefined {
    return this.undone.at(-1);
  }

  undo(): void {
    this.command("undo");
  }

  redo(): void {
    this.command("redo");
  }

  /** Events of the run when something was taken back last. */
  private length = Infinity;

  private command(op: "undo" | "redo"): void {
    this.model.link.command(op).catch((e: { msg?: string }) => this.model.say(e.msg ?? t(`time.nothing-${op}`)));
  }

  /** Tells everybody what was taken back, or done again. */
  private told(e: Epoch, left: readonly EventMark[]): void {
    if (e.world !== 0 || e.why !== "undo" && e.why !== "redo") {
      this.undone.length = e.world === 0 ? 0 : this.undone.length; // of another history nothing can be done again
      return;
    }
    const what = e.why === "undo" ? left.find((m) => m.kind === "posted") : this.undone.pop();
    if (e.why === "undo" && what !== undefined) {
      this.undone.push(what);
    }
    this.length = (this.model.run?.events.length ?? 0) + (e.why === "redo" ? 1 : 0);
    const name = e.key ?? (what === undefined ? "" : described(what));
    this.model.say(t(`time.${e.why}-done`, { by: e.by ?? "", what: name, known: (e.by ?? "") === "" ? "no" : "yes" }));
  }
}
