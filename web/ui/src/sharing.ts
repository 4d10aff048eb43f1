// What can be taken along or sent to others, put together: address, links, gallery,
// tours, exports.

import type { Actions } from "./actions.js";
import { patchPart } from "./body.js";
import { Bookmark } from "./bookmark.js";
import { exporting } from "./export.js";
import { gallery } from "./gallery.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import { share } from "./share.js";
import type { Stage } from "./stage.js";
import type { States } from "./states.js";
import { Tour, type GoTo } from "./tour.js";
import { byId } from "./dom.js";

/** Puts it together; the bookmark is for the parts of the page that have more to say of the view. */
export function sharing(model: Model, stage: Stage, actions: Actions, states: States, goTo: GoTo): Bookmark {
  const bookmark = new Bookmark(model);
  bookmark.add({ now: () => ({ scenario: model.welcome?.run.scenario ?? "healthy", seed: model.welcome?.run.seed ?? 0 }), show: () => undefined });
  bookmark.add(patchPart(model));
  bookmark.add(camera(model, stage));
  bookmark.add(time(model, goTo));
  gallery(model, new Tour(model, stage, goTo, actions, byId("slot")), actions, states);
  exporting(model, stage, actions, states);
  actions.on("share", () => share(model, bookmark));
  return bookmark;
}

/** The time that is shown, if it is not that of the live run. */
function time(model: Model, goTo: GoTo): Parameters<Bookmark["add"]>[0] {
  return {
    now: () => (model.live ? {} : { hours: model.day * 24 }),
    show: ({ hours }) => {
      if (hours !== undefined) {
        goTo(Math.round((hours / 24) * model.ticksPerDay)).catch((e: { msg?: string }) => model.say(e.msg ?? t("share.refused")));
      }
    },
  };
}

/** The camera in micrometers: the same place, whatever a site measures. */
function camera(model: Model, stage: Stage): Parameters<Bookmark["add"]>[0] {
  const um = (): number => model.world?.um ?? 10;
  return {
    now: () => ({ camera: { x: stage.camera.x * um(), y: stage.camera.y * um(), scale: stage.camera.scale, z: model.tiles.shown?.z ?? 0 } }),
    show: ({ camera: c }) => {
      if (c !== undefined) {
        stage.moveTo({ x: c.x / um(), y: c.y / um(), scale: c.scale });
      }
    },
  };
}
