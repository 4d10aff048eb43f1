// The dialog of settings, and what they do to the page.

import { ACTIONS, type Actions } from "./actions.js";
import { el } from "./dom.js";
import { language, LANGUAGES, speak, t } from "./i18n.js";
import { keyName, keysOf, single } from "./keys.js";
import { settings, type Chosen } from "./settings.js";
import { sheet } from "./sheet.js";

/** Applies the settings now and whenever they change, and lets the dialog be opened. */
export function settingsPage(actions: Actions): void {
  settings.watch(apply);
  for (const query of ["(prefers-color-scheme: light)", "(forced-colors: active)"]) {
    window.matchMedia(query).addEventListener("change", apply);
  }
  actions.on("settings", open);
}

function apply(): void {
  const root = document.documentElement;
  const { text, motion, calm } = settings.all;
  root.dataset["theme"] = settings.theme;
  root.dataset["motion"] = motion;
  root.dataset["calm"] = String(calm);
  root.style.setProperty("--text", String(text / 100));
}

function open(): void {
  const rows = el("div", { class: "rows" },
    row("language", choice(LANGUAGES, language, (l) => t(`chrome.language.${l}`), speak)),
    row("units", choose("units", ["us", "si"])),
    row("theme", choose("theme", ["dark", "light", "system"])),
    row("text", slider()),
    row("calm", box(settings.all.calm, (calm) => settings.set({ calm }))),
    row("motion", box(settings.all.motion === "reduced", (on) => settings.set({ motion: on ? "reduced" : "system" }))),
    row("name", name()),
    row("singleKeys", box(settings.all.singleKeys, (singleKeys) => settings.set({ singleKeys }))));
  sheet("settings", t("chrome.settings"), rows, keys());
}

/** A label with its explanation, and the control. */
function row(id: string, control: HTMLElement): HTMLElement {
  control.id = `set-${id}`;
  return el("div", { class: "setting" }, el("label", { for: control.id }, t(`chrome.set.${id}`), el("small", {}, t(`chrome.set.${id}.about`))), control);
}

function choice<T extends string>(all: readonly T[], now: T, name: (v: T) => string, change: (v: T) => void): HTMLElement {
  const select = el("select", {}, ...all.map((v) => el("option", { value: v, selected: v === now }, name(v))));
  select.addEventListener("change", () => change(select.value as T));
  return select;
}

function choose<K extends "units" | "theme">(key: K, all: readonly Chosen[K][]): HTMLElement {
  return choice<Chosen[K]>(all, settings.all[key], (v) => t(`chrome.set.${key}.${v}`), (v) => settings.set({ [key]: v }));
}

function box(on: boolean, change: (on: boolean) => void): HTMLElement {
  const b = el("input", { type: "checkbox", checked: on });
  b.addEventListener("change", () => change(b.checked));
  return b;
}

function slider(): HTMLElement {
  const s = el("input", { type: "range", min: 100, max: 200, step: 10, value: settings.all.text });
  const tell = (): void => s.setAttribute("aria-valuetext", t("chrome.percent", { n: Number(s.value) }));
  tell();
  s.addEventListener("change", () => settings.set({ text: Number(s.value) }));
  s.addEventListener("input", tell);
  return s;
}

function name(): HTMLElement {
  const input = el("input", { maxlength: 40, autocomplete: "nickname", value: settings.all.name });
  input.addEventListener("change", () => settings.set({ name: input.value.trim() }));
  return input;
}

/** A button for each action with a single key: press it, then the new key. */
function keys(): HTMLElement {
  const error = el("p", { class: "error", role: "alert" });
  const list = el("div");
  const fill = (): void => list.replaceChildren(...ACTIONS.filter((a) => a.keys.some(single)).map((a) => {
    const b = el("button", { type: "button", "aria-label": t("chrome.key-of", { action: t(a.label) }), "data-id": a.id }, keyName(keysOf(a, settings.all)[0] ?? "–"));
    b.addEventListener("click", () => listen(b, a.id, error, fill));
    return el("div", { class: "entry" }, el("span", {}, t(a.label)), b);
  }));
  const reset = el("button", { class: "btn gh", type: "button" }, t("chrome.keys-reset"));
  reset.addEventListener("click", () => {
    settings.set({ keys: {} });
    fill();
  });
  fill();
  return el("details", { class: "keys" }, el("summary", {}, t("chrome.keys")), el("p", {}, t("chrome.keys-about")), error, list, reset);
}

/** Takes the next key as the action's own; Escape leaves it, a key that is taken is refused. */
function listen(b: HTMLButtonElement, id: string, error: HTMLElement, done: () => void): void {
  b.setAttribute("aria-pressed", "true");
  b.textContent = "…";
  error.textContent = "";
  const end = (): void => {
    b.removeEventListener("keydown", take);
    b.removeEventListener("blur", end);
    done();
  };
  const take = (e: KeyboardEvent): void => {
    const key = e.key === " " ? "Space" : e.shiftKey && /^\p{L}$/u.test(e.key) ? `Shift+${e.key.toLowerCase()}` : e.key.toLowerCase();
    if (e.key === "Tab" || e.key === "Shift") {
      return;
    }
    e.preventDefault();
    e.stopPropagation();
    const taken = ACTIONS.find((a) => a.id !== id && keysOf(a, { ...settings.all, singleKeys: true }).includes(key));
    if (e.key !== "Escape" && !single(key)) {
      error.textContent = t("chrome.key-bad");
    } else if (e.key !== "Escape" && taken !== undefined) {
      error.textContent = t("chrome.key-taken", { key: keyName(key), action: t(taken.label) });
    } else if (e.key !== "Escape") {
      settings.set({ keys: { ...settings.all.keys, [id]: key } });
    }
    end();
  };
  b.addEventListener("keydown", take);
  b.addEventListener("blur", end);
}
