// All that has to do with time: the bar, travel, undo, and comparing with a fork.

import type { Actions } from "./actions.js";
import { Comparison } from "./comparison.js";
import { byId } from "./dom.js";
import { t } from "./i18n.js";
import { described } from "./marks.js";
import type { Model } from "./model.js";
import type { States } from "./states.js";
import type { Stage } from "./stage.js";
import { TimeBar } from "./timebar.js";
import { Transport } from "./transport.js";
import { Travel } from "./travel.js";
import { menuButton, onHold, type Item } from "./timemenu.js";
import { Undo } from "./undo.js";

export interface TimeView {
  readonly travel: Travel;
  readonly transport: Transport;
  readonly comparison: Comparison;
}

/** Builds what is needed for time, and says what its actions do. */
export function timeView(model: Model, stage: Stage, actions: Actions, states: States, plain: boolean): TimeView {
  const travel = new Travel(model, states);
  const transport = new Transport(model, travel);
  const undo = new Undo(model);
  const comparison = new Comparison(model, stage, travel, actions, plain);
  new TimeBar(model, travel);
  model.onScrub = (tick, done) => {
    travel.drag(tick);
    if (done) {
      travel.release();
    }
  };
  states.on("replay", "branch", () => void comparison.branch());
  const items = (): readonly Item[] => menu(undo, actions, model);
  byId("live-button").after(menuButton(t("time.menu"), items));
  onHold(byId("play"), () => steps(actions));
  actions.on("play", () => transport.toggle());
  actions.on("step", (shift) => transport.step(shift));
  actions.on("back", (shift) => transport.back(shift));
  actions.on("slower", () => transport.shift(-1));
  actions.on("faster", () => transport.shift(1));
  actions.on("start", () => travel.goto(0));
  actions.on("live", () => travel.live());
  actions.on("goto", () => transport.enter());
  actions.on("undo", () => undo.undo());
  actions.on("redo", () => undo.redo());
  return { travel, transport, comparison };
}

function menu(undo: Undo, actions: Actions, model: Model): readonly Item[] {
  const drives = model.roles?.you === "driver";
  const { last, next } = undo;
  return [
    { text: last === undefined ? t("time.undo") : t("time.undo-what", { what: described(last) }), key: "Z", enabled: drives && last !== undefined, act: () => actions.run("undo") },
    { text: next === undefined ? t("time.redo") : t("time.redo-what", { what: described(next) }), key: "⇧Z", enabled: drives && next !== undefined, act: () => actions.run("redo") },
    { text: t("time.goto"), key: "G", enabled: true, act: () => actions.run("goto") },
    { text: t("time.compare"), key: "D", enabled: true, act: () => actions.run("compare") },
  ];
}

/** A tick or a day, forward or back: what a phone has no keys for. */
function steps(actions: Actions): readonly Item[] {
  return ([["step", false, "."], ["back", false, ","], ["step", true, "⇧."], ["back", true, "⇧,"]] as const).map(([id, day, key]) =>
    ({ text: t(`time.${id}-${day ? "day" : "tick"}`), key, enabled: actions.knows(id), act: () => actions.run(id, day) }));
}
