// The help: what the table of actions says, and about the program.

import { ACTIONS, type Action, type Actions } from "./actions.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";
import { keyName, keysOf } from "./keys.js";
import type { Model } from "./model.js";
import { settings } from "./settings.js";
import { sheet } from "./sheet.js";

/** Groups of the table, in the order of the help. */
const GROUPS = ["time", "view", "act", "cell", "panels", "share", "help"];

export function helpPage(actions: Actions, model: Model): void {
  actions.on("help", () => open(actions, model));
}

function open(actions: Actions, model: Model): void {
  const known = ACTIONS.filter((a) => actions.knows(a.id));
  const touch = window.matchMedia("(pointer: coarse)").matches;
  const sections = GROUPS.map((g) => [g, known.filter((a) => a.group === g)] as const).filter(([, rows]) => rows.length > 0);
  const dialog = sheet("help", t("chrome.help-title"),
    el("p", {}, t("chrome.help-text")),
    el("div", { class: "cols" }, ...sections.map(([g, rows]) => el("section", {},
      el("h2", {}, t(`chrome.group.${g}`)), el("dl", {}, ...rows.flatMap((a) => row(a, touch)))))),
    el("p", {}, t("chrome.about", { version: model.welcome?.server ?? "–" })));
  const links = ["settings", "tables"].filter((id) => actions.knows(id)).map((id) => {
    const b = el("button", { class: "btn gh", type: "button" }, t(`chrome.act.${id}`));
    b.addEventListener("click", () => {
      dialog.close();
      actions.run(id);
    });
    return b;
  });
  dialog.querySelector(".in")?.append(el("div", { class: "more-links" }, ...links));
}

/** Keys, what they do, and how else it is done. */
function row(a: Action, touch: boolean): HTMLElement[] {
  const keys = keysOf(a, settings.all).flatMap((k, i) => [i > 0 ? " " : "", el("kbd", {}, keyName(k))]);
  const by = touch ? a.touch : a.mouse;
  const rest = [by === undefined ? "" : t(by), a.role === "driver" ? t("chrome.driver-only") : ""].filter((s) => s !== "").join(" · ");
  return [el("dt", { "data-id": a.id }, ...keys), el("dd", {}, t(a.label), el("small", {}, rest === "" ? "" : ` · ${rest}`))];
}
