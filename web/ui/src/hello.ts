// The first ten seconds: one sentence, and chips that do something at once.

import type { Actions } from "./actions.js";
import { byId, el, icon } from "./dom.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import { keptInTab } from "./storage.js";
import { decimal, length, three } from "./text.js";

/** Seen in this tab: a page that is loaded again says nothing. */
const SEEN = "marrow-hello";
/** When sentence, chips and the last chip come, after the first picture [ms]. */
const SENTENCE = 1500;
const CHIPS = 2500;
const FOLLOW = 8500;
/** Gone by itself after this, if nobody used it [ms]. */
const GONE = 90_000;

/** An intervention with usual values, and its picture. */
const OFFERED = [
  { chip: "bleed", name: "bleed", args: { share: 25 }, color: "--acc", path: "M8 1.8S3.6 6.7 3.6 9.8a4.4 4.4 0 0 0 8.8 0C12.4 6.7 8 1.8 8 1.8z" },
  { chip: "infect", name: "infect", args: { load: 5 }, color: "--leaf", path: "M8 4.4a3.6 3.6 0 1 0 0 7.2a3.6 3.6 0 1 0 0-7.2M8 1.5v3M8 11.5v3M1.5 8h3M11.5 8h3" },
  { chip: "chemo", name: "drug", args: { agent: "cyclophosphamide", dose: "4000 mg/m2" }, color: "--warn", path: "m9 3 4 4-6 6a2.8 2.8 0 0 1-4-4zM6 6l4 4" },
] as const;

export function hello(model: Model, actions: Actions): void {
  whenPicture(model, () => byId("app").classList.add("arrived"));
  if (keptInTab.getItem(SEEN) !== null) {
    return;
  }
  const chips = el("div", { class: "chips" });
  const text = el("p");
  const close = el("button", { class: "x", type: "button", "aria-label": t("chrome.close") }, "×");
  const card = el("section", { class: "float hello", id: "hello", "aria-label": t("chrome.hello"), hidden: true }, text, chips, close);
  byId("slot").append(card);
  const gone = (): boolean => {
    const was = card.isConnected && !card.hidden;
    card.remove();
    keptInTab.setItem(SEEN, "yes");
    return was;
  };
  close.addEventListener("click", gone);
  actions.onClose(gone);
  whenPicture(model, () => {
    window.setTimeout(() => {
      text.textContent = sentence(model);
      card.hidden = false;
    }, SENTENCE);
    window.setTimeout(() => chips.append(...OFFERED.flatMap((o) => offer(o, model))), CHIPS);
    window.setTimeout(() => chips.append(...follow(actions)), FOLLOW);
    window.setTimeout(gone, GONE);
  });
}

function whenPicture(model: Model, f: () => void): void {
  let done = false;
  model.bus.on(["picture"], () => {
    if (!done && model.tiles.shown !== null) {
      done = true;
      f();
    }
  });
}

/** What this is, how much such a body makes, and how large a piece is shown. */
function sentence(model: Model): string {
  const run = model.welcome?.run;
  const world = model.world;
  const perSecond = run?.redPerSecond ?? 0;
  const width = length((world?.w ?? 0) * (world?.um ?? 0));
  const millions = perSecond >= 1e6 ? decimal(perSecond / 1e6) : three(perSecond / 1e6);
  return t(run?.species.includes("human") === true ? "chrome.sentence" : "chrome.sentence-other", { millions, width, species: run?.species ?? "" });
}

function offer(o: (typeof OFFERED)[number], model: Model): HTMLElement[] {
  const op = model.welcome?.ops.find((x) => x.name === o.name);
  if (op === undefined) {
    return [];
  }
  const drawing = icon(o.path);
  drawing.style.color = `var(${o.color})`;
  const b = el("button", { class: "chip", type: "button", "data-chip": o.chip }, drawing, t(`chrome.chip.${o.chip}`));
  b.addEventListener("click", () => {
    b.disabled = true;
    model.link.command(op.op, { name: o.name, ...o.args }).then(
      () => model.say(t(`chrome.did.${o.chip}`)),
      (e: { msg?: string }) => {
        b.disabled = false;
        model.say(e.msg ?? "");
      });
  });
  return [b];
}

function follow(actions: Actions): HTMLElement[] {
  if (!actions.knows("follow")) {
    return [];
  }
  const b = el("button", { class: "chip", type: "button", "data-chip": "follow" }, t("chrome.chip.follow"));
  b.addEventListener("click", () => actions.run("follow"));
  return [b];
}
