// Keeps the address of the page equal to what is seen, and opens the view that an
// address asks for. The parts of the page say what of a view is theirs.

import { decode, encode, type View } from "./address.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";

/** How a part of the page takes part in the address. */
export interface Part {
  /** What of the view is this part's. */
  now(): View;
  /** Shows what of the view is this part's. */
  show(v: View): void;
}

/** The address follows the last change by this much [ms]. */
const LATER = 250;

export class Bookmark {
  private readonly parts: Part[] = [];
  private timer = 0;
  private opened = false;
  private last = "";

  constructor(private readonly model: Model) {
    model.bus.on(["welcome"], () => this.open());
    model.bus.on(["camera", "highlight", "palette", "status", "events", "state"], () => this.later());
  }

  add(p: Part): void {
    this.parts.push(p);
  }

  /** The view as it is, from all parts. */
  get view(): View {
    return this.parts.reduce<View>((v, p) => ({ ...v, ...p.now() }), {});
  }

  /** The whole address of the view, without any token. */
  get link(): string {
    return `${location.origin}${location.pathname}${encode(this.view)}`;
  }

  /** Shows what the address asks for, once, and says what of it could not be read. */
  private open(): void {
    if (this.opened) {
      return;
    }
    this.opened = true;
    const { view, trouble } = decode(location.hash);
    this.parts.forEach((p) => p.show(view));
    if (trouble.bad !== null) {
      this.model.say(t("share.bad", trouble.bad));
    } else if (trouble.unknown.length > 0) {
      this.model.say(t("share.unknown", { keys: trouble.unknown.join(", ") }));
    }
  }

  private later(): void {
    if (!this.opened) {
      return;
    }
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      const others = [...new URLSearchParams(location.hash.slice(1))].filter(([k]) => k === "draw" || k === "embed");
      const kept = others.map(([k, v]) => `&${k}=${v}`).join("");
      const address = encode(this.view) + kept;
      if (address !== this.last) {
        this.last = address;
        history.replaceState(null, "", address);
      }
    }, LATER);
  }
}
