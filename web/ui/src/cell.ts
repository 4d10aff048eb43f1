// Single cells, put together: what a click selects, its card, its ring, its family, the
// number in the tag under the pointer.

import type { Actions } from "./actions.js";
import { cellCard } from "./cellcard.js";
import type { Bookmark, Part } from "./bookmark.js";
import { cellLayer } from "./celllayer.js";
import { nameOf, nicheName, number, percent, plain, span } from "./celltext.js";
import { PORTRAIT_FROM, toSite } from "./camera.js";
import { cloneLight } from "./clonelight.js";
import { byId, el } from "./dom.js";
import { familyTree } from "./familytree.js";
import { t } from "./i18n.js";
import { Individuals } from "./individuals.js";
import type { Model } from "./model.js";
import { siteUnder } from "./pick.js";
import { TAPPED } from "./pointer.js";
import type { Stage } from "./stage.js";

/** From this scale on the numbers of the cells in view are asked for [px a site]. */
const LISTED_FROM = 16;
/** The server lists at most this many sites. */
const LIST_SITES = 8000;

export function singleCells(model: Model, stage: Stage, actions: Actions, goTo: (tick: number) => void, bookmark: Bookmark): Individuals {
  const cells = new Individuals(model, stage, goTo);
  cellLayer(model, stage, cells);
  cellCard(model, cells, actions);
  familyTree(model, cells);
  const at = (px: number, py: number): Promise<void> => {
    const p = toSite(stage.camera, stage.view, px, py);
    const s = siteUnder(model, p.x, p.y);
    return inside(model, s) ? cells.inspect(s.x, s.y, cells.slice) : Promise.resolve();
  };
  stage.canvas.addEventListener(TAPPED, (e) => {
    const p = (e as CustomEvent<{ x: number; y: number }>).detail;
    void at(p.x, p.y);
  });
  endByDrag(stage, cells);
  tags(model, stage);
  lists(model, stage);
  cloneLight(model, stage);
  actions.on("inspect", () => void at(stage.view.w / 2, stage.view.h / 2).then(() => speak(model, cells)));
  actions.on("speak", () => void at(stage.view.w / 2, stage.view.h / 2).then(() => speak(model, cells)));
  actions.on("follow", () => void followSome(cells));
  actions.on("family", () => void cells.family());
  actions.on("why", () => cells.explain());
  actions.onClose(() => byId("act").hidden && (cells.closeFamily() || cells.clear()));
  bookmark.add(selection(cells));
  actions.on("find", () => void import("./find.js").then((f) => f.findDialog(model, cells)));
  return cells;
}

/** Follows the selected cell or, without one, the nearest stem cell. */
async function followSome(cells: Individuals): Promise<void> {
  if (cells.info === null || cells.info.cell === 0) {
    const hsc = (await cells.find("nearest hsc").catch(() => null))?.cells[0];
    if (hsc !== undefined) {
      await cells.select(hsc.cell);
    }
  }
  cells.follow();
}

/** The selected cell in the address. */
function selection(cells: Individuals): Part {
  return {
    now: () => ({ ...(cells.info !== null && cells.info.cell > 0 ? { cell: cells.info.cell } : {}), ...(cells.following ? { follow: true } : {}) }),
    show: ({ cell, follow }) => {
      if (cell !== undefined) {
        void cells.select(cell).then(() => cells.follow(follow === true));
      }
    },
  };
}

function inside(model: Model, s: { readonly x: number; readonly y: number }): boolean {
  const w = model.world;
  return w !== null && s.x >= 0 && s.y >= 0 && s.x < w.w && s.y < w.h;
}

/** Says what is selected, for those who do not see it. */
function speak(model: Model, cells: Individuals): void {
  const c = cells.info;
  if (c === null) {
    return;
  }
  const parts = [nameOf(model, c.code)];
  if (c.cell > 0) {
    parts.push(`#${number(c.cell)}`, `${t("cell.age")} ${span(model, c.age)}`, `${t("cell.divisions")} ${number(c.divisions)}`, nicheName(c));
  } else if (c.code === 0) {
    parts.push(`${t("cell.crowding")} ${percent(c.niche.crowding)}`);
  }
  byId("spoken").textContent = `${parts.join(", ")}. ${plain(model, c)}`;
}

/** Who drags the picture no longer wants it to follow. */
function endByDrag(stage: Stage, cells: Individuals): void {
  let from: { x: number; y: number } | null = null;
  stage.canvas.addEventListener("pointerdown", (e) => (from = { x: e.clientX, y: e.clientY }));
  stage.canvas.addEventListener("pointerup", () => (from = null));
  stage.canvas.addEventListener("pointermove", (e) => {
    if (from !== null && cells.following && Math.hypot(e.clientX - from.x, e.clientY - from.y) > 8) {
      cells.follow(false);
    }
  });
}

/** Writes the number of the cell under the pointer into the tag. */
function tags(model: Model, stage: Stage): void {
  let over: { x: number; y: number } | null = null;
  const write = (): void => {
    const tip = byId("tip");
    const name = tip.querySelector("b");
    if (over === null || tip.hidden || name === null || stage.camera.scale < LISTED_FROM) {
      return;
    }
    const p = toSite(stage.camera, stage.view, over.x, over.y);
    const s = siteUnder(model, p.x, p.y);
    const c = model.roster.find((r) => r.x === s.x && r.y === s.y);
    let id = tip.querySelector("em");
    if (id === null && c !== undefined) {
      id = el("em");
      name.after(id);
    }
    if (id !== null) {
      id.textContent = c === undefined ? "" : ` #${number(c.cell)}`;
    }
  };
  stage.canvas.addEventListener("pointermove", (e) => {
    const box = stage.canvas.getBoundingClientRect();
    over = { x: e.clientX - box.left, y: e.clientY - box.top };
    write();
  });
  stage.canvas.addEventListener("pointerleave", () => (over = null));
  model.bus.on(["picture", "camera", "roster"], write);
}

/** Writes age and clone at the cells that are seen from very near, and tells their part of the cycle. */
function label(model: Model, stage: Stage): void {
  if (stage.camera.scale <= PORTRAIT_FROM) {
    stage.painter.labels = []; // thousands of texts that nobody would read
    return;
  }
  const unit = (model.world?.ageUnit ?? 300) / (model.world?.tickSeconds ?? 300);
  stage.painter.labels = model.roster.map((r) => ({
    x: r.x, y: r.y, phase: r.flags & 7,
    lines: [`#${number(r.cell)}`, span(model, r.age * unit), ...(r.clone > 0 ? [`${t("cell.clone")} ${number(r.clone)}`] : [])],
  }));
  stage.redraw();
}

/** Has the cells in view listed while they are seen from near. */
function lists(model: Model, stage: Stage): void {
  model.bus.on(["roster"], () => label(model, stage));
  model.bus.on(["camera"], () => {
    if (stage.camera.scale > PORTRAIT_FROM === (stage.painter.labels.length === 0)) {
      label(model, stage);
    }
  });
  let asked = "";
  let timer = 0;
  const ask = (): void => {
    const r = stage.seen;
    const x = Math.floor(r.x);
    const y = Math.floor(r.y);
    const view = { x, y, w: Math.ceil(r.x + r.w) - x, h: Math.ceil(r.y + r.h) - y, z: model.tiles.shown?.z ?? 0 };
    const near = stage.camera.scale >= LISTED_FROM && view.w > 0 && view.h > 0 && view.w * view.h <= LIST_SITES;
    const world = model.shown?.number ?? 0;
    const want = JSON.stringify({ world, view: near ? view : null });
    if (want !== asked && (near || asked !== "") && model.link.state === "live") {
      asked = near ? want : "";
      model.link.send({ t: "cells", world, view: near ? view : null });
    }
    if (!near && model.roster.length > 0) {
      model.roster = [];
      model.bus.emit("roster");
    }
  };
  const soon = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, 120);
  };
  model.bus.on(["camera", "worlds"], soon);
  model.bus.on(["welcome"], () => {
    asked = "";
    soon();
  });
}

