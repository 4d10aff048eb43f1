// Which states hold, as far as the link, the clock and the picture tell it.

import type { Actions } from "./actions.js";
import { countInView } from "./census.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import { isCell } from "./palettes.js";
import type { Stage } from "./stage.js";
import type { States } from "./states.js";
import { decimal, speedName } from "./text.js";

/** A lost line that is not found again within this time counts as offline [ms]. */
const OFFLINE = 30_000;
/** The world is slow when it makes less than this share of what is asked. */
const SLOW = 0.85;

export function watchStates(states: States, model: Model, stage: Stage, actions: Actions): void {
  let lostAt = 0;
  const line = (): void => {
    const { state } = model.link;
    lostAt = state !== "reconnecting" ? 0 : lostAt || Date.now();
    tellLine(states, model, lostAt > 0 && Date.now() - lostAt > OFFLINE);
  };
  window.setInterval(line, 250);
  model.bus.on(["state", "welcome"], line);
  model.bus.on(["state", "status", "you"], () => tellClock(states, model));
  model.bus.on(["roles", "state"], () => tellRoles(states, model));
  model.bus.on(["welcome", "state"], () => tellBuild(states, model));
  watchPicture(states, model, stage);
  watchTab(states);
  steps(states, model, stage, actions);
  line();
}

function tellLine(states: States, model: Model, offline: boolean): void {
  const { state, nextTry } = model.link;
  const seconds = Math.max(0, Math.ceil((nextTry - Date.now()) / 1000));
  const values = { seconds, day: model.welcome === null ? "–" : decimal(model.day) };
  states.toggle("connecting", state === "connecting");
  states.toggle("stopped", state === "stopped");
  states.toggle("live", state === "live");
  states.toggle("refused", state === "refused");
  states.toggle("elsewhere", state === "elsewhere");
  states.toggle("full", state === "full", { seconds });
  states.toggle("reconnecting", state === "reconnecting" && !offline, values);
  states.toggle("offline", state === "reconnecting" && offline, values);
  states.toggle("garbled", model.garbled > 0, { n: model.garbled });
  states.toggle("faulted", model.fault !== null, { tick: model.fault?.tick ?? 0, cause: model.fault?.msg ?? "" });
}

function tellClock(states: States, model: Model): void {
  const { status: s, you } = model;
  const live = model.link.state === "live" && s !== null;
  states.toggle("paused", live && s.paused && model.live, { day: decimal(model.day) });
  const behind = live && !s.paused && s.asked > 0 && s.speed > 0 && s.speed < SLOW * s.asked;
  const of = you === null || you.fps === 0 ? 1 : Math.round(1 + you.dropped / you.fps);
  states.toggle("slow", behind, { of, speed: speedName(s?.speed ?? 0), asked: speedName(s?.asked ?? 0) });
}

function tellRoles(states: States, model: Model): void {
  const live = model.link.state === "live";
  const r = live ? model.roles : null;
  const called = (who: { readonly name: string } | undefined): string => (who?.name ?? "") || "somebody";
  const step = (next: string, can: boolean, m: object): void => states.on("viewer", next, can ? () => drive(model, m) : null);
  step("ask", r?.may === true && r.driver !== null && r.asked !== true, { ask: true });
  step("take", r?.may === true, { take: true });
  const kept = states.values("viewer")["asked"] === "yes" && r?.you === "viewer" && r.asked !== true;
  states.toggle("viewer", r?.you === "viewer", { name: r?.driver === null ? "nobody" : called(r?.driver), asked: r?.asked === true ? "yes" : "no" });
  states.toggle("asked", r?.asks !== undefined, { name: called(r?.asks) });
  if (kept) {
    model.say(t("states.kept", { name: called(r.driver ?? undefined) }));
  }
}

/** Asks for the driver's place, takes it, or answers who asked. */
function drive(model: Model, m: object): void {
  model.link.ask({ t: "drive", ...m }).catch((e: { msg?: string }) => model.say(e.msg ?? ""));
}

/** A server that was built anew has a newer page. */
function tellBuild(states: States, model: Model): void {
  const own = document.querySelector<HTMLMetaElement>("meta[name=marrow-build]")?.content;
  const served = model.welcome?.ui ?? "";
  states.toggle("version", model.link.state === "version" || (served !== "" && own !== "BUILD" && served !== own));
}

/** Nothing to be seen: because there is nothing, or because it is hidden. */
function watchPicture(states: States, model: Model, stage: Stage): void {
  window.setInterval(() => {
    if (document.visibilityState !== "visible" || model.tiles.shown === null || stage.painted < 4) {
      return;
    }
    const codes = (model.welcome?.types ?? []).filter(isCell).map((k) => k.code);
    const { counts } = countInView(model, stage.seen);
    const sum = (wanted: readonly number[]): number => wanted.reduce((n, c) => n + (counts[c] ?? 0), 0);
    const all = sum(codes);
    states.toggle("empty", all === 0);
    states.toggle("coarse", stage.coarser > 0);
    states.on("slow", "coarser", stage.coarser < (model.world?.lods ?? 1) - 1 ? () => stage.coarsen(1) : null);
    const { highlight, hidden, solo } = model;
    const left = codes.filter((c) => !hidden.has(c) && (!solo || highlight.size === 0 || highlight.has(c)));
    states.toggle("filtered", all > 0 && sum(left) === 0);
  }, 700);
  stage.canvas.addEventListener("webglcontextlost", () => states.set("lostContext"));
  stage.canvas.addEventListener("webglcontextrestored", () => states.clear("lostContext"));
  states.toggle("noWebgl", stage.rendererName !== "WebGL2");
}

/** A tab that comes back says for a while that it had stopped. */
function watchTab(states: States): void {
  let hiddenAt = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      hiddenAt = Date.now();
      states.clear("hidden");
    } else if (hiddenAt > 0 && Date.now() - hiddenAt > 2000) {
      states.set("hidden");
      window.setTimeout(() => states.clear("hidden"), 6000);
    }
  });
}

function steps(states: States, model: Model, stage: Stage, actions: Actions): void {
  states.on("connecting", "cancel", () => model.link.stop());
  states.on("stopped", "retry", () => model.link.retryNow());
  states.on("full", "retry", () => model.link.retryNow());
  states.on("offline", "retry", () => model.link.retryNow());
  states.on("reconnecting", "retry", () => model.link.retryNow());
  states.on("version", "reload", () => location.reload());
  states.on("elsewhere", "reload", () => location.reload());
  states.on("garbled", "reload", () => location.reload());
  states.on("paused", "play", () => actions.run("play"));
  states.on("empty", "fit", () => stage.fit());
  states.on("filtered", "showAll", () => {
    model.setHidden(new Set());
    model.setHighlight(new Set(), false);
  });
  states.on("slow", "slower", () => actions.run("slower"));
  states.on("coarse", "fine", () => stage.coarsen(-Infinity));
  states.on("asked", "give", () => drive(model, { give: true }));
  states.on("asked", "keep", () => drive(model, { give: false }));
  states.on("faulted", "report", () => report(model));
  states.on("faulted", "keyframe", () => void model.link.command("revive").catch((e: { msg?: string }) => model.say(e.msg ?? "")));
}

/** Saves what is known of a fault, to be sent to who can mend it. */
function report(model: Model): void {
  const { fault, events, tick } = model;
  const text = JSON.stringify({ fault, tick, events, run: model.welcome?.run, server: model.welcome?.server, browser: navigator.userAgent }, null, 2);
  const a = document.createElement("a");
  a.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  a.download = "marrow-fault.json";
  a.click();
  URL.revokeObjectURL(a.href);
}
