// The panels at both sides, put together.

import type { Actions } from "./actions.js";
import { bloodPanel } from "./blood.js";
import { Charts } from "./charts.js";
import { ClonePanel } from "./clones.js";
import { Cursor } from "./cursor.js";
import { byId } from "./dom.js";
import { ExitPanel } from "./exits.js";
import { herePanel } from "./here.js";
import type { Model } from "./model.js";
import type { Stage } from "./stage.js";
import { Tables } from "./tables.js";
import { Tree } from "./tree.js";

export function panels(model: Model, stage: Stage, actions: Actions): Tree {
  const cursor = new Cursor();
  const exits = new ExitPanel(model, stage, (name) => tables.open(name));
  const tables = new Tables(model, stage, () => exits.exits);
  const open = (name: string): void => tables.open(name);
  const sections = [
    bloodPanel(model), new Charts(model, cursor, open).section, new ClonePanel(model, cursor, open).section,
    herePanel(model, stage), exits.section,
  ];
  byId("panel-blood").prepend(...sections.map((s) => s.root));
  actions.on("tables", () => tables.open());
  return new Tree(model, stage);
}
