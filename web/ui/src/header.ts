// What runs, and how it goes.

import { ACTIONS, type Actions } from "./actions.js";
import { patchName } from "./body.js";
import { byId, setText } from "./dom.js";
import { known, served, t } from "./i18n.js";
import { keyName, keysOf } from "./keys.js";
import type { Model } from "./model.js";
import { settings } from "./settings.js";
import { whole } from "./numbers.js";
import { length, three } from "./text.js";

export function header(model: Model): void {
  model.bus.on(["welcome"], () => run(model));
  model.bus.on(["state", "status", "you"], () => setText(byId("stat-more"), facts(model)));
  model.bus.on(["state"], () => notice(model));
}

/** Lets buttons that name an action do it; those whose action nobody knows are not shown. */
export function buttons(actions: Actions): void {
  for (const b of document.querySelectorAll<HTMLElement>("[data-action]")) {
    const id = b.dataset["action"] ?? "";
    b.hidden = !actions.knows(id) && id !== "gallery";
    b.addEventListener("click", (e) => actions.run(id, e.shiftKey));
  }
  settings.watch(() => {
    for (const e of document.querySelectorAll<HTMLElement>("[data-action], .k[data-key]")) {
      const a = ACTIONS.find((x) => x.id === (e.dataset["action"] ?? e.dataset["key"]));
      const key = a === undefined ? undefined : keysOf(a, settings.all)[0];
      if (e.dataset["key"] !== undefined) {
        e.textContent = key === undefined ? "" : keyName(key);
      } else if (a !== undefined) {
        e.title = key === undefined ? t(a.label) : `${t(a.label)} (${keyName(key)})`;
      }
    }
  });
}

function run(model: Model): void {
  const { welcome, world } = model;
  if (welcome === null || world === null) {
    return;
  }
  const tissue = `chrome.place.${welcome.run.tissue}`;
  const patch = welcome.run.patches?.find((p) => p.shown);
  const values = {
    place: patch !== undefined ? patchName(patch) : known(tissue) ? t(tissue) : welcome.run.tissue,
    w: length(world.w * world.um), h: length(world.h * world.um), d: length(world.d * world.um), deep: world.d > 1 ? "yes" : "no", seed: String(welcome.run.seed),
  };
  const title = served(`title.${welcome.run.scenario}`, welcome.run.title);
  setText(byId("run-title"), title);
  setText(byId("run-place"), t("chrome.place", values));
  document.title = `${title} · marrow`;
  byId("picture").setAttribute("aria-label", t("chrome.picture-of", values));
}

/** 30 fps, 48 ticks/s, 210 kB/s. */
function facts({ status: s, you, link }: Model): string {
  if (s === null || you === null || link.state !== "live") {
    return "";
  }
  return t("chrome.facts", { fps: you.fps, ticks: s.tps < 10 ? three(s.tps) : whole(s.tps), kb: whole(you.kbps) });
}

/** Shows what there is to say, for a while. */
function notice(model: Model): void {
  const e = byId("notice");
  const text = model.notice;
  if (text === e.textContent) {
    return;
  }
  setText(e, text);
  e.hidden = text === "";
  window.setTimeout(() => {
    if (model.notice === text) {
      model.say("");
    }
  }, 6000);
}
