// Asks where the cells of the chosen clone are, as long as one is chosen.

import type { Model } from "./model.js";
import type { Stage } from "./stage.js";

/** The server tells of at most this many sites. */
const SITES = 2 ** 19;

/** Keeps model.cloneSites up to date for the part of the slice that is seen. */
export function cloneLight(model: Model, stage: Stage): void {
  let asked = "";
  let of = 0;
  let timer = 0;
  const ask = (): void => {
    const { x, y, w, h } = stage.seen;
    const world = model.shown?.number ?? 0;
    const view = { x: Math.floor(x), y: Math.floor(y), w: Math.ceil(w) + 1, h: Math.ceil(h) + 1, z: stage.slice };
    const wanted = model.clone !== null && world >= 0 && w > 0 && h > 0 && view.w * view.h <= SITES;
    const now = wanted ? JSON.stringify([world, model.clone, view]) : "";
    if (now !== asked && model.link.state === "live") {
      if (asked !== "" && (!wanted || world !== of)) {
        model.link.send({ t: "cells", world: of, clone: 0, view: null });
      }
      if (wanted) {
        model.link.send({ t: "cells", world, clone: model.clone, view });
      }
      [asked, of] = [now, world];
    }
    if (!wanted && model.cloneSites !== null) {
      model.cloneSites = null;
      model.bus.emit("clone");
    }
  };
  const soon = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, 120);
  };
  model.bus.on(["camera", "worlds", "highlight"], soon);
  model.bus.on(["welcome"], () => {
    asked = "";
    soon();
  });
}
