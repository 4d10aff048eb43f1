// Keys and what they do. The one table of actions is assets/actions.json; help is
// made from it as well.

import table from "../../../assets/actions.json";
import { byId, el } from "./dom.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import type { Stage } from "./stage.js";
import type { Tools } from "./tools.js";
import type { Transport } from "./transport.js";

export interface Action {
  readonly id: string;
  /** As KeyboardEvent.key has them, after "Ctrl+" and "Shift+". */
  readonly keys: readonly string[];
  readonly group: string;
  /** Keys of texts: what it does, and how by mouse and by touch. */
  readonly label: string;
  readonly mouse?: string;
  readonly touch?: string;
  /** Works only while the picture has the focus, or nothing has: other parts of the page use the same keys. */
  readonly scope?: "picture";
  /** Who may do it, if not everybody. */
  readonly role?: "driver";
  /** The view that has it, if not both. */
  readonly skin?: "page" | "window";
}

/** The actions that a page can have. */
export const ACTIONS: readonly Action[] = (table.actions as readonly Action[]).filter((a) => a.skin !== "window");

export type Does = (shift: boolean) => void;

/** What each action does. Every part of the page says what its own actions do. */
export class Actions {
  private readonly does = new Map<string, Does>();

  /** Says what the action with this id of the table does. */
  on(id: string, f: Does): void {
    if (!ACTIONS.some((a) => a.id === id)) {
      throw new Error(`there is no action ${id}`);
    }
    this.does.set(id, f);
  }

  /** Has f done before what the action does; if f returns true that was all. */
  before(id: string, f: () => boolean): void {
    const rest = this.does.get(id);
    this.on(id, (shift) => {
      if (!f()) {
        rest?.(shift);
      }
    });
  }

  /** Actions of the table that nothing is known of. */
  get missing(): readonly string[] {
    return ACTIONS.map((a) => a.id).filter((id) => !this.does.has(id));
  }

  /** Does the action; false if nothing is known of it. */
  run(id: string, shift = false): boolean {
    const f = this.does.get(id);
    f?.(shift);
    return f !== undefined;
  }
}

/** Says what the actions of picture, clock and tools do. */
export function basics(actions: Actions, model: Model, stage: Stage, transport: Transport, tools: Tools): void {
  const move = (x: number, y: number): Does => (shift) => stage.panBy(-x * (shift ? 300 : 60), -y * (shift ? 300 : 60));
  const slice = (by: number): Does => () => stage.turnTo(stage.slice + by);
  const does: Readonly<Record<string, Does>> = {
    "play": () => transport.toggle(),
    "step": (shift) => transport.step(shift),
    "slower": () => transport.shift(-1),
    "faster": () => transport.shift(1),
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
    "tool-1": () => tools.toggle(0),
    "tool-2": () => tools.toggle(1),
    "tool-3": () => tools.toggle(2),
    "tool-4": () => tools.toggle(3),
    "tool-5": () => tools.toggle(4),
    "tool-6": () => tools.toggle(5),
    "panel-cells": () => byId("app").classList.toggle("no-cells"),
    "panel-blood": () => byId("app").classList.toggle("no-blood"),
    "panel-map": () => byId("app").classList.toggle("no-map"),
    "panel-all": () => allPanels(),
    "help": () => help(actions),
    "close": () => tools.close() || model.setHighlight(new Set(), false),
  };
  Object.entries(does).forEach(([id, f]) => actions.on(id, f));
}

/** Listens for the keys of the table. */
export function listenKeys(actions: Actions): void {
  const byKey = new Map(ACTIONS.flatMap((a) => a.keys.map((k) => [k, a.id] as const)));
  let byKeys = true; // the focus was last moved by keys
  document.addEventListener("pointerdown", () => (byKeys = false), { capture: true });
  document.addEventListener("keydown", (e) => (byKeys ||= e.key === "Tab"), { capture: true });
  document.addEventListener("keydown", (e) => {
    const at = e.target instanceof HTMLElement ? e.target : document.body;
    const typing = at.matches("input, select, textarea") && e.key !== "Escape";
    if (typing || e.ctrlKey || e.altKey || e.metaKey || document.querySelector("dialog[open]") !== null) {
      return;
    }
    const pressed = e.key === " " ? "Space" : e.key.length === 1 ? e.key.toLowerCase() : e.key;
    // Shift changes how far, so the key below it counts as well: Shift+. is often ":".
    const id = byKey.get(pressed) ?? (e.shiftKey && e.code === "Period" ? "step" : undefined);
    // A button that was reached by keys is pressed by keys; after a click Space is free again.
    if (id === undefined || byKeys && at.matches("button") && (pressed === "Space" || pressed === "Enter")) {
      return;
    }
    e.preventDefault();
    actions.run(id, e.shiftKey);
  });
}

function allPanels(): void {
  const c = byId("app").classList;
  const hide = !(c.contains("no-cells") && c.contains("no-blood") && c.contains("no-map"));
  ["no-cells", "no-blood", "no-map"].forEach((name) => c.toggle(name, hide));
}

const GROUPS: Readonly<Record<string, string>> = { time: "Time", view: "Picture", act: "Tools", cell: "Cells", panels: "Panels", share: "Share", help: "Help" };

const KEY_NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", PageUp: "PgUp", PageDown: "PgDn",
};

function keyName(key: string): string {
  return KEY_NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

/** Opens the help. */
export function help(actions: Actions): void {
  const dialog = byId("help") as HTMLDialogElement;
  const close = el("button", { class: "ib", "aria-label": "Close help" }, "×");
  close.addEventListener("click", () => dialog.close());
  const sections = Object.entries(GROUPS).map(([group, name]) => el("section", {}, el("h2", {}, name), el("dl", {},
    ...ACTIONS.filter((a) => a.group === group && !actions.missing.includes(a.id)).flatMap((a) => [
      el("dt", {}, ...a.keys.flatMap((k, i) => (i > 0 ? [" ", el("kbd", {}, keyName(k))] : [el("kbd", {}, keyName(k))]))),
      el("dd", {}, t(a.label), ...(a.mouse === undefined ? [] : [el("small", {}, ` · ${t(a.mouse)}`)])),
    ]))));
  dialog.replaceChildren(el("div", { class: "in" },
    el("h1", { id: "help-title" }, "Help and keys", close),
    el("p", {}, "Each disc is one cell of red bone marrow, in the color of its stage; hue is the lineage, and from 6 pixels a cell on the nucleus shows the stage. Stem cells have a golden ring, megakaryocytes are drawn larger than their site. Counts and blood values are those of the simulation; the red cells inside vessels are decoration."),
    el("div", { class: "cols" }, ...sections)));
  dialog.showModal();
}
