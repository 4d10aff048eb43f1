// Taking back what was done last, and doing it again; the menu of the time bar.

import { el, icon } from "./dom.js";
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

/** One thing of a menu. */
export interface Item {
  readonly text: string;
  readonly key: string;
  readonly enabled: boolean;
  readonly act: () => void;
}

/** A button that opens a menu above itself. */
export function menuButton(label: string, items: () => readonly Item[]): HTMLElement {
  const button = el("button", { class: "small more", id: "time-menu", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": label, title: label },
    icon("M3.5 8h.01M8 8h.01M12.5 8h.01"));
  button.addEventListener("click", () => openMenu(button, items()));
  return button;
}

function openMenu(button: HTMLElement, items: readonly Item[]): void {
  const menu = el("div", { class: "float time-menu", role: "menu" });
  const close = (focus: boolean): void => {
    if (menu.isConnected) {
      menu.remove();
      button.setAttribute("aria-expanded", "false");
      document.removeEventListener("pointerdown", outside, true);
      if (focus) {
        button.focus();
      }
    }
  };
  const outside = (e: Event): void => {
    if (!menu.contains(e.target as Node)) {
      close(false);
    }
  };
  menu.append(...items.map((i) => {
    const b = el("button", { role: "menuitem", disabled: !i.enabled }, el("span", {}, i.text), ...(i.key === "" ? [] : [el("kbd", {}, i.key)]));
    b.addEventListener("click", () => {
      close(true);
      i.act();
    });
    return b;
  }));
  menu.addEventListener("keydown", (e) => walk(menu, e, close));
  menu.addEventListener("focusout", (e) => {
    if (!menu.contains(e.relatedTarget as Node | null)) {
      close(false);
    }
  });
  document.body.append(menu);
  const box = button.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${box.top - menu.offsetHeight - 6}px`;
  document.addEventListener("pointerdown", outside, true);
  button.setAttribute("aria-expanded", "true");
  menu.querySelector<HTMLElement>("button:not(:disabled)")?.focus();
}

/** Arrows walk through a menu, Escape leaves it. */
function walk(menu: HTMLElement, e: KeyboardEvent, close: (focus: boolean) => void): void {
  e.stopPropagation();
  if (e.key === "Escape") {
    close(true);
    return;
  }
  const all = [...menu.querySelectorAll<HTMLElement>("button:not(:disabled)")];
  const i = all.indexOf(document.activeElement as HTMLElement);
  const to: Readonly<Record<string, number>> = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: all.length - 1 };
  const n = to[e.key];
  if (n !== undefined) {
    e.preventDefault();
    all[(n + all.length) % all.length]?.focus();
  }
}
