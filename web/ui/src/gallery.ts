// The gallery: a card for each scenario, with pictures of a real run of it and the
// question that it answers.

import type { Actions } from "./actions.js";
import { bodySection } from "./body.js";
import { el } from "./dom.js";
import { served, t } from "./i18n.js";
import type { Model } from "./model.js";
import type { ScenarioCard } from "./protocol.js";
import { films } from "./reels.js";
import { scenarioFile } from "./scenariofile.js";
import { sheet } from "./sheet.js";
import type { States } from "./states.js";
import type { Tour } from "./tour.js";

/** Lets the gallery be opened by its action. */
export function gallery(model: Model, tour: Tour, actions: Actions, states: States): void {
  actions.on("gallery", () => open(model, tour, states));
}

function open(model: Model, tour: Tour, states: States): void {
  const run = model.welcome?.run;
  const cards = model.welcome?.scenarios ?? [];
  const list = el("ul", { class: "gallery-cards" });
  const close = (): void => dialog.close();
  const dialog = sheet("gallery", t("share.gallery"), ...about(model, tour, close), ...bodySection(model, close), list,
    ...(cards.length > 0 ? [scenarioFile(close)] : []));
  const runs = (c: ScenarioCard): boolean => c.id === run?.scenario;
  const order = [...cards.filter(runs), ...cards.filter((c) => !runs(c))];
  order.forEach((c) => list.append(card(c, runs(c), () => {
    dialog.close();
    void load(model, c, states);
  })));
  void films([...list.querySelectorAll<HTMLElement>(".strip")], run?.scenario ?? "", dialog);
}

/** Begins another run, and tells how far that is. */
async function load(model: Model, c: ScenarioCard, states: States): Promise<void> {
  const title = served(`title.${c.id}`, c.title);
  const tell = (done: number, of: number): void => states.set("loading", { title, percent: Math.round((100 * done) / of) });
  tell(0, 1);
  states.on("loading", "cancel", () => void model.link.ask({ t: "cancel" }).catch(() => undefined));
  try {
    await model.link.command("load", { scenario: c.id }, 0, tell);
  } catch (e) {
    const { code, msg } = e as { code?: string; msg?: string };
    model.say(code === "busy" ? t("share.called-off") : msg ?? t("share.refused"));
  } finally {
    states.clear("loading");
  }
}

/** What runs now: its question, its tour, and what the model leaves out. */
function about(model: Model, tour: Tour, close: () => void): HTMLElement[] {
  const run = model.welcome?.run;
  if (run === undefined) {
    return [];
  }
  const id = run.scenario;
  const start = el("button", { class: "btn strong", type: "button", hidden: (run.tour ?? []).length === 0 }, t("share.tour"));
  start.addEventListener("click", () => {
    close();
    tour.start();
  });
  const limits = (run.limits ?? []).map((text, i) => el("li", {}, served(`limit.${id}.${i}`, text)));
  return [el("section", { class: "gallery-now" },
    el("h2", {}, served(`title.${id}`, run.title)), el("p", {}, served(`question.${id}`, run.question ?? "")), start,
    el("details", { hidden: limits.length === 0 }, el("summary", {}, t("share.limits")), el("ul", {}, ...limits)))];
}

function card(c: ScenarioCard, runs: boolean, choose: () => void): HTMLElement {
  const film = el("span", { class: "strip", role: "presentation", "data-scenario": c.id });
  const b = el("button", { type: "button", class: "gallery-card", "aria-current": runs },
    film, el("b", {}, served(`title.${c.id}`, c.title)), el("span", {}, served(`question.${c.id}`, c.question)),
    el("small", { hidden: !runs }, t("share.runs")));
  b.addEventListener("click", choose);
  return el("li", {}, b);
}
