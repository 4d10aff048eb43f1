// Which key does what. Every key that is a single character can be switched off or given
// to another key in the settings; Tab is never taken.

import { ACTIONS, type Action, type Actions } from "./actions.js";
import type { Chosen } from "./settings.js";

/** What is needed of a key event. */
export type Press = Pick<KeyboardEvent, "key" | "code" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey"> & { readonly altGraph: boolean };

type Choice = Pick<Chosen, "singleKeys" | "keys">;

/** Keys below which Shift makes another character, of which the action is wanted all the same. */
const SHIFTED: Readonly<Record<string, string>> = { Period: ".", Comma: "," };

/** The keys of an action as the user has chosen them. */
export function keysOf(a: Action, chosen: Choice): readonly string[] {
  const own = chosen.keys[a.id];
  const keys = own === undefined ? a.keys : [own, ...a.keys.slice(1).filter((k) => !single(k))];
  return chosen.singleKeys ? keys : keys.filter((k) => !single(k));
}

/** Whether a key is one character, with Shift or without: those that speech input may type by mistake. */
export function single(key: string): boolean {
  const bare = key.replace(/^Shift\+/, "");
  return [...bare].length === 1 || bare === "Space";
}

/** The action that a key press means, and whether Shift only makes it go further. */
export function meant(p: Press, chosen: Choice): { action: Action; shift: boolean } | null {
  const bare = p.key === " " ? "Space" : [...p.key].length === 1 ? p.key.toLowerCase() : p.key;
  // AltGr types characters on many keyboards and is told as Ctrl and Alt.
  const ctrl = !p.altGraph && (p.ctrlKey || p.metaKey) ? "Ctrl+" : "";
  if (p.altKey && !p.altGraph) {
    return null;
  }
  const shifted = p.shiftKey ? `${ctrl}Shift+${bare}` : null;
  const below = p.shiftKey && ctrl === "" ? SHIFTED[p.code] : undefined;
  for (const [name, shift] of [[shifted, false], [`${ctrl}${bare}`, p.shiftKey], [below, true]] as const) {
    const action = ACTIONS.find((a) => name !== null && name !== undefined && keysOf(a, chosen).includes(name));
    if (action !== undefined) {
      return { action, shift };
    }
  }
  return null;
}

/** Whether an element takes typed characters for itself. */
function typing(e: HTMLElement): boolean {
  return e.isContentEditable || e.matches("select, textarea, input:not([type=checkbox], [type=radio], [type=range], [type=button])");
}

/** Listens for the keys of the table. */
export function listenKeys(actions: Actions, chosen: () => Choice): void {
  let byKeys = true; // the focus was last moved by keys
  document.addEventListener("pointerdown", () => (byKeys = false), { capture: true });
  document.addEventListener("keydown", (e) => (byKeys ||= e.key === "Tab"), { capture: true });
  document.addEventListener("keydown", (e) => {
    const at = e.target instanceof HTMLElement ? e.target : document.body;
    const found = meant(press(e), chosen());
    if (found === null || e.defaultPrevented || !actions.knows(found.action.id) || document.querySelector("dialog[open]") !== null) {
      return;
    }
    const { action, shift } = found;
    if (action.id !== "close" && (typing(at) || owned(at, action, e.key, byKeys))) {
      return;
    }
    e.preventDefault();
    actions.run(action.id, shift);
  });
}

function press(e: KeyboardEvent): Press {
  const { key, code, shiftKey, ctrlKey, metaKey, altKey } = e;
  return { key, code, shiftKey, ctrlKey, metaKey, altKey, altGraph: e.getModifierState("AltGraph") };
}

/** Whether the focused element has its own use for a key: a button that was reached by keys is pressed by keys. */
function owned(at: HTMLElement, action: Action, key: string, byKeys: boolean): boolean {
  const free = at === document.body || at.matches("#picture");
  if (action.scope === "picture" && !free) {
    return byKeys || !at.matches("button, a");
  }
  return byKeys && at.matches("button, a, summary, input, [role=treeitem], [role=slider]") && (key === " " || key === "Enter");
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", PageUp: "PgUp", PageDown: "PgDn", Shift: "⇧",
};

/** What people read for a key. */
export function keyName(key: string): string {
  return key.split(/\+(?=.)/).map((k) => NAMES[k] ?? ([...k].length === 1 ? k.toUpperCase() : k)).join(" ");
}
