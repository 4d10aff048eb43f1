// The patches of a body, each a disc as large as its part of all marrow cells at this
// moment: where blood is being made. A click shows that patch.

import { el } from "./dom.js";
import { known, t } from "./i18n.js";
import type { Model } from "./model.js";
import { whole } from "./numbers.js";

/** Largest disc [px]. */
const LARGEST = 56;

/** What there is to choose from; nothing of a body with one patch. */
export function bodymap(model: Model, chosen: () => void): HTMLElement[] {
  const patches = model.welcome?.run.patches ?? [];
  if (patches.length < 2) {
    return [];
  }
  const cells = model.run?.status?.patches ?? [];
  const all = cells.reduce((sum, n) => sum + n, 0);
  const list = el("ul", { class: "bodymap", "aria-label": t("share.patches") });
  patches.forEach((p, i) => {
    const part = all > 0 ? (cells[i] ?? 0) / all : 0;
    const disc = el("span", { class: "bodymap-disc", role: "presentation" });
    const size = `${String(Math.max(4, LARGEST * Math.sqrt(part)))}px`;
    disc.style.width = size;
    disc.style.height = size;
    const b = el("button", { type: "button", "aria-current": p.shown }, el("span", { class: "bodymap-place" }, disc),
      el("b", {}, nameOf(p.name)), el("small", {}, t("share.patch-part", { part: whole(100 * part) })));
    b.addEventListener("click", () => {
      chosen();
      model.link.command("show", { patch: p.name }).catch((e: { msg?: string }) => model.say(e.msg ?? t("share.refused")));
    });
    list.append(el("li", {}, b));
  });
  return [el("section", { class: "gallery-patches" }, el("h2", {}, t("share.patches")), list)];
}

function nameOf(name: string): string {
  const key = `share.patch.${name}`;
  return known(key) ? t(key) : name;
}
