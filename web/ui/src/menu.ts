// The menu at a place of the picture: right-click, or a finger that stays.

import type { Actions } from "./actions.js";
import { toSite } from "./camera.js";
import { byId, el } from "./dom.js";
import type { Point } from "./gesture.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import { pick } from "./pick.js";
import type { Stage } from "./stage.js";

/** Actions about the cell that is chosen, and about the view. */
const OFFERED = ["follow", "family", "why", "fit", "undo"];

/** Opens the menu, with its first item in the focus. */
export function openMenu(stage: Stage, model: Model, actions: Actions, p: Point): void {
  const site = toSite(stage.camera, stage.view, p.x, p.y);
  const found = pick(model, site.x, site.y);
  const look = (): void => void stage.canvas.dispatchEvent(new CustomEvent("marrow-tap", { detail: p }));
  const menu = el("div", { class: "float popup", role: "menu", "aria-label": found?.name ?? t("chrome.nothing-here") }, el("b", {}, found?.name ?? t("chrome.nothing-here")));
  const close = (): void => {
    stage.canvas.focus({ preventScroll: true }); // which takes the menu away
    menu.remove();
  };
  const item = (text: string, f: () => void): HTMLElement => {
    const b = el("button", { role: "menuitem", type: "button" }, text);
    b.addEventListener("click", () => {
      close();
      f();
    });
    return b;
  };
  menu.append(
    item(t("chrome.menu.inspect"), look),
    item(t("chrome.menu.zoom"), () => stage.zoomBy(3, p.x, p.y)),
    item(t("chrome.menu.center"), () => stage.flyTo({ ...stage.camera, x: site.x, y: site.y })),
    ...OFFERED.filter((id) => actions.knows(id)).map((id) => item(t(`chrome.act.${id}`), () => {
      if (["follow", "family", "why"].includes(id)) {
        look();
      }
      actions.run(id);
    })));
  document.querySelector(".popup")?.remove();
  byId("stage").append(menu);
  place(menu, p, stage);
  menu.addEventListener("keydown", (e) => walk(menu, e, close));
  menu.addEventListener("focusout", (e) => {
    if (!menu.contains(e.relatedTarget as Node | null)) {
      menu.remove();
    }
  });
  menu.querySelector("button")?.focus();
}

/** Beside the place, inside of the picture. */
function place(menu: HTMLElement, p: Point, stage: Stage): void {
  const x = Math.max(4, Math.min(p.x, stage.view.w - menu.offsetWidth - 4));
  const y = Math.max(4, Math.min(p.y, stage.view.h - menu.offsetHeight - 4));
  menu.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
}

function walk(menu: HTMLElement, e: KeyboardEvent, close: () => void): void {
  const items = [...menu.querySelectorAll("button")];
  const at = items.findIndex((b) => b === document.activeElement);
  const by = { ArrowDown: 1, ArrowUp: -1 }[e.key];
  if (by !== undefined) {
    e.preventDefault();
    items[(at + by + items.length) % items.length]?.focus();
  } else if (e.key === "Escape") {
    e.preventDefault();
    e.stopPropagation();
    close();
  }
}
