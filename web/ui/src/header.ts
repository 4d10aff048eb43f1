// What runs, how the line is, who drives.

import { byId, setText } from "./dom.js";
import type { Model } from "./model.js";
import { integer, length, PLACES, speedName, TEXT, three } from "./text.js";

export function header(model: Model): void {
  model.bus.on(["welcome"], () => run(model));
  model.bus.on(["state", "status", "you"], () => status(model));
  model.bus.on(["roles", "state"], () => roles(model));
  model.bus.on(["state"], () => notice(model));
  byId("retry").addEventListener("click", () => model.link.retryNow());
  byId("take").addEventListener("click", () => {
    model.link.ask({ t: "drive", take: true }).catch((e: { msg?: string }) => model.say(e.msg ?? TEXT.notDriver));
  });
  window.setInterval(() => {
    if (model.link.state !== "live") {
      status(model);
    }
  }, 250);
}

function run(model: Model): void {
  const { welcome, world } = model;
  if (welcome === null || world === null) {
    return;
  }
  const place = PLACES[welcome.run.tissue] ?? welcome.run.tissue;
  const deep = world.d > 1 ? ` × ${length(world.d * world.um)}` : "";
  setText(byId("run-title"), welcome.run.title);
  setText(byId("run-place"), `${place} · ${length(world.w * world.um)} × ${length(world.h * world.um)}${deep} · seed ${welcome.run.seed}`);
  document.title = `${welcome.run.title} · marrow`;
  byId("picture").setAttribute("aria-label",
    `Section of red bone marrow, ${place}, ${length(world.w * world.um)} by ${length(world.h * world.um)}. Arrow keys move, plus and minus zoom, Enter says what is in the middle.`);
}

function status(model: Model): void {
  const lost = model.link.state !== "live" || model.fault !== null;
  byId("app").classList.toggle("stale", lost);
  byId("stat-dot").className = `dot${lost ? " lost" : model.status?.paused === true ? " paused" : ""}`;
  byId("retry").hidden = model.link.state !== "reconnecting";
  setText(byId("stat-word"), model.fault !== null ? TEXT.faulted : stateWord(model));
  setText(byId("stat-more"), lost ? wait(model) : facts(model));
}

/** 30 fps, 48 ticks/s, 210 kB/s, and how far the world falls behind what was asked. */
function facts({ status: s, you }: Model): string {
  if (s === null || you === null) {
    return "";
  }
  const slow = !s.paused && s.asked > 0 && s.speed > 0 && s.speed < 0.85 * s.asked;
  const behind = slow ? ` · ${speedName(s.speed)} of ${speedName(s.asked)}` : "";
  return `· ${you.fps} fps · ${s.tps < 10 ? three(s.tps) : integer(s.tps)} ticks/s · ${integer(you.kbps)} kB/s${behind}`;
}

function stateWord(model: Model): string {
  switch (model.link.state) {
    case "live":
      return model.status?.paused === true ? TEXT.paused : TEXT.live;
    case "connecting":
      return TEXT.connecting;
    case "full":
      return TEXT.full;
    case "reconnecting":
      return TEXT.reconnecting;
    case "refused":
      return TEXT.refused;
    case "version":
      return TEXT.version;
    case "elsewhere":
      return TEXT.elsewhere;
  }
}

function wait(model: Model): string {
  if (model.fault !== null) {
    return `· tick ${model.fault.tick}: ${model.fault.msg}`;
  }
  if (model.link.state !== "reconnecting") {
    return "";
  }
  const s = Math.max(0, Math.ceil((model.link.nextTry - Date.now()) / 1000));
  const last = model.welcome === null ? "" : `. Last picture: day ${model.day.toFixed(1)}`;
  return `· next try in ${s} s${last}`;
}

function roles(model: Model): void {
  const r = model.roles;
  const watching = model.link.state === "live" && r !== null && r.you === "viewer";
  byId("roles").hidden = !watching;
  setText(byId("roles-text"), r?.driver === null ? "Nobody is driving" : TEXT.notDriver);
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
