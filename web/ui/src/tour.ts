// The guided tour of a scenario: a card at a time, and the way to its place and time.

import type { Actions } from "./actions.js";
import { el } from "./dom.js";
import { served, t } from "./i18n.js";
import type { Model } from "./model.js";
import type { Stop } from "./protocol.js";
import type { Stage } from "./stage.js";

/** Goes to a tick, which may lie in the past or in the future; resolves when it is shown or refused. */
export type GoTo = (tick: number) => Promise<void>;

export class Tour {
  private readonly card = el("section", { class: "float tour", "aria-live": "polite", hidden: true });
  private at = -1;
  private folded = false;
  private scenario = "";

  constructor(private readonly model: Model, private readonly stage: Stage, private readonly goTo: GoTo, actions: Actions, place: HTMLElement) {
    place.append(this.card);
    actions.on("tour-next", () => void this.step(1));
    model.bus.on(["welcome"], () => this.welcomed());
    model.bus.on(["status"], () => this.show());
  }

  /** Shows the first card, or goes on. */
  start(): void {
    this.at = 0;
    this.folded = false;
    this.show();
    this.look();
  }

  /** Ends the tour; false if none was under way. */
  end(): boolean {
    const was = this.at >= 0;
    this.at = -1;
    this.show();
    return was;
  }

  private get stops(): readonly Stop[] {
    return this.model.welcome?.run.tour ?? [];
  }

  private welcomed(): void {
    const id = this.model.welcome?.run.scenario ?? "";
    if (id !== this.scenario) {
      this.scenario = id;
      this.end();
    }
  }

  private async step(by: number): Promise<void> {
    const next = this.at + by;
    const stop = this.stops[next];
    if (stop === undefined) {
      this.end();
      return;
    }
    this.at = next;
    this.show();
    this.look();
    if (this.model.tick < stop.tick) {
      await this.goTo(stop.tick);
    }
  }

  /** Moves the camera to the place of the card, if it has one. */
  private look(): void {
    const look = this.stops[this.at]?.look;
    if (look !== undefined) {
      this.stage.flyTo({ x: look.x, y: look.y, scale: look.zoom > 0 ? look.zoom : this.stage.camera.scale }, 900);
    }
  }

  private show(): void {
    const stop = this.stops[this.at];
    this.card.hidden = stop === undefined;
    document.body.classList.toggle("touring", stop !== undefined);
    if (stop === undefined) {
      this.card.replaceChildren();
      return;
    }
    const key = [this.scenario, this.at, this.folded, this.waits(stop)].join();
    if (this.card.dataset["key"] !== key) {
      this.card.dataset["key"] = key;
      this.draw(stop);
    }
  }

  /** Tells whether the time of the card is still to come. */
  private waits(stop: Stop): boolean {
    return this.model.tick < stop.tick;
  }

  private draw(stop: Stop): void {
    const n = this.stops.length;
    const fold = this.button(this.folded ? "share.unfold" : "share.fold", "ib", () => {
      this.folded = !this.folded;
      this.show();
    });
    const head = el("h3", {}, t("share.day", { day: this.days(stop) }), el("span", {}, t("share.of", { n: this.at + 1, of: n })), fold);
    const text = el("p", {}, this.waits(stop) ? t("share.waits", { day: this.days(stop) }) : served(`tour.${this.scenario}.${this.at}`, stop.say));
    this.card.classList.toggle("folded", this.folded);
    this.card.replaceChildren(head, text, this.buttons(n));
  }

  private buttons(n: number): HTMLElement {
    const next = this.stops[this.at + 1];
    const go = next === undefined ? null : this.button("share.next", "btn strong", () => void this.step(1), { day: this.days(next) });
    const back = this.at === 0 ? null : this.button("share.back", "btn", () => void this.step(-1));
    const end = this.button("share.end", "btn", () => this.end());
    const dots = el("span", { class: "dots", "aria-hidden": "true" }, ...Array.from({ length: n }, (_, i) => el("i", { class: i === this.at ? "on" : "" })));
    return el("div", { class: "tour-buttons" }, ...[go, back, end].filter((b) => b !== null), dots);
  }

  private days(s: Stop): number {
    return Number((s.tick / this.model.ticksPerDay).toFixed(1));
  }

  private button(key: string, className: string, f: () => void, values: Record<string, number> = {}): HTMLButtonElement {
    const b = el("button", { class: className, type: "button" }, t(key, values));
    b.addEventListener("click", f);
    return b;
  }
}

