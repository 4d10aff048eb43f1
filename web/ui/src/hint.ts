// What is said of a part of a panel while it is pointed at or has the focus.

import { el } from "./dom.js";

const ID = "panel-hint";

/** Shows what make returns beside e; it can be pointed at, and Esc hides it. */
export function hint(e: HTMLElement, make: () => readonly (Node | string)[]): void {
  let leaving = 0;
  const show = (): void => {
    window.clearTimeout(leaving);
    const box = theBox();
    box.replaceChildren(...make());
    box.hidden = false;
    e.setAttribute("aria-describedby", ID);
    place(box, e.getBoundingClientRect());
    box.onpointerenter = () => window.clearTimeout(leaving);
    box.onpointerleave = soon;
  };
  const hide = (): void => {
    e.removeAttribute("aria-describedby");
    theBox().hidden = true;
  };
  const soon = (): void => {
    leaving = window.setTimeout(hide, 120);
  };
  e.addEventListener("pointerenter", show);
  e.addEventListener("pointerleave", soon);
  e.addEventListener("focus", show);
  e.addEventListener("blur", hide);
  e.addEventListener("keydown", (k) => {
    if (k.key === "Escape" && !theBox().hidden) {
      k.stopPropagation();
      hide();
    }
  });
}

function theBox(): HTMLElement {
  const found = document.getElementById(ID);
  if (found !== null) {
    return found;
  }
  const box = el("div", { id: ID, role: "tooltip", class: "hintbox", hidden: true });
  document.body.append(box);
  return box;
}

/** Beside what it is about if there is room, else below or above it. */
function place(box: HTMLElement, at: DOMRect): void {
  const { offsetWidth: w, offsetHeight: h } = box;
  const beside = at.left - w - 10;
  const left = beside >= 4 ? beside : Math.max(4, Math.min(at.left, innerWidth - w - 4));
  const below = at.bottom + 6 + h < innerHeight ? at.bottom + 6 : at.top - h - 6;
  const top = beside >= 4 ? at.top + at.height / 2 - h / 2 : below;
  box.style.left = `${left}px`;
  box.style.top = `${Math.max(4, Math.min(top, innerHeight - h - 4))}px`;
}
