// Menus above buttons of the time bar.

import { el, icon } from "./dom.js";
import { HOLD_MS } from "./gesture.js";

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

/** Opens what items returns at the press of a button that stays for a while, or by the other mouse button. */
export function onHold(button: HTMLElement, items: () => readonly Item[]): void {
  let timer = 0;
  let held = false;
  const open = (): void => {
    held = true;
    openMenu(button, items());
  };
  button.addEventListener("pointerdown", (e) => {
    held = false;
    window.clearTimeout(timer);
    timer = e.button === 0 ? window.setTimeout(open, HOLD_MS) : 0;
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
    button.addEventListener(end, () => window.clearTimeout(timer));
  }
  button.addEventListener("contextmenu", (e) => {
    e.preventDefault();
    window.clearTimeout(timer);
    open();
  });
  button.addEventListener("click", (e) => {
    if (held) {
      e.stopImmediatePropagation(); // a hold is no press
      held = false;
    }
  }, { capture: true });
}

function openMenu(button: HTMLElement, items: readonly Item[]): void {
  const menu = el("div", { class: "float time-menu", role: "menu" });
  let open = true; // to take the menu away takes the focus from it, which closes it, too
  const close = (focus: boolean): void => {
    if (open) {
      open = false;
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
