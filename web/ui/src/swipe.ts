// The divider between A and B: dragged by its handle, moved by arrow keys, or typed in
// as a percentage.

import { el } from "./dom.js";
import { t } from "./i18n.js";

export class Swipe {
  /** Share of the picture that is A's [percent]. */
  percent = 50;
  readonly element = el("div", {
    class: "swipe", role: "slider", tabindex: 0, "aria-orientation": "horizontal", "aria-label": t("time.compare.divider"), "aria-valuemin": 0, "aria-valuemax": 100,
  }, el("i", { "aria-hidden": "true" }, "⇔"));

  constructor(private readonly moved: () => void) {
    const e = this.element;
    e.addEventListener("pointerdown", (p) => {
      p.preventDefault();
      e.focus({ preventScroll: true });
      e.setPointerCapture(p.pointerId);
    });
    e.addEventListener("pointermove", (p) => {
      const box = e.parentElement?.getBoundingClientRect();
      if (e.hasPointerCapture(p.pointerId) && box !== undefined) {
        this.set((100 * (p.clientX - box.left)) / box.width);
      }
    });
    e.addEventListener("keydown", (k) => this.key(k));
    this.tell();
  }

  set(percent: number): void {
    this.percent = Math.round(Math.min(100, Math.max(0, percent)) * 10) / 10;
    this.tell();
    this.moved();
  }

  private tell(): void {
    const n = Math.round(this.percent);
    this.element.setAttribute("aria-valuenow", String(n));
    this.element.setAttribute("aria-valuetext", t("time.compare.share", { n }));
  }

  private key(k: KeyboardEvent): void {
    const step = k.shiftKey ? 10 : 1;
    const to: Readonly<Record<string, number>> = {
      ArrowLeft: this.percent - step, ArrowDown: this.percent - step, ArrowRight: this.percent + step, ArrowUp: this.percent + step,
      PageDown: this.percent - 10, PageUp: this.percent + 10, Home: 0, End: 100,
    };
    const n = to[k.key];
    if (n !== undefined) {
      k.preventDefault();
      k.stopPropagation();
      this.set(n);
    }
  }
}
