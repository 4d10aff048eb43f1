// What the actions of picture and tools do.

import type { Actions, Does } from "./actions.js";
import type { Model } from "./model.js";
import type { Stage } from "./stage.js";
import type { Tools } from "./tools.js";

export function basics(actions: Actions, model: Model, stage: Stage, tools: Tools): void {
  const move = (x: number, y: number): Does => (shift) => stage.panBy(-x * (shift ? 300 : 60), -y * (shift ? 300 : 60));
  const slice = (by: number): Does => () => stage.turnTo(stage.slice + by);
  const does: Readonly<Record<string, Does>> = {
    "pan-left": move(-1, 0),
    "pan-right": move(1, 0),
    "pan-up": move(0, -1),
    "pan-down": move(0, 1),
    "zoom-in": () => stage.zoomBy(1),
    "zoom-out": () => stage.zoomBy(-1),
    "fit": () => stage.fit(),
    "cells": () => stage.cells(),
    "slice-up": slice(1),
    "slice-down": slice(-1),
    "tool-inspect": () => tools.hold("inspect"),
    "tool-pan": () => tools.hold("pan"),
  };
  Object.entries(does).forEach(([id, f]) => actions.on(id, f));
  for (let i = 0; i < 6; i++) {
    actions.on(`tool-${i + 1}`, () => tools.toggle(i));
  }
  actions.on("close", () => leave(actions, model));
  actions.onClose(() => tools.close());
}

/** Escape first closes, then clears the selection, then leaves the picture. */
function leave(actions: Actions, model: Model): void {
  if (actions.close()) {
    return;
  }
  if (model.clone !== null) {
    model.setClone(null);
    return;
  }
  if (model.highlight.size > 0) {
    model.setHighlight(new Set(), false);
    return;
  }
  if (document.activeElement instanceof HTMLElement) {
    document.activeElement.blur();
  }
}
