// A section of a side panel: heading, note, a menu of what can be done with it.

import { el, icon } from "./dom.js";
import { t } from "./i18n.js";

export interface Section {
  readonly root: HTMLElement;
  readonly head: HTMLElement;
  readonly note: HTMLElement;
  readonly body: HTMLElement;
}

/** On a phone each tab of the sheet shows the sections that name it. */
export type Tab = "blood" | "inspect" | "plots";

export function section(id: string, tab: Tab, heading: string): Section {
  const note = el("span", { class: "note" });
  const head = el("div", { class: "head" }, el("h2", { id: `h-${id}` }, heading), note);
  const body = el("div", { class: "body", id });
  return { root: el("section", { "aria-labelledby": `h-${id}`, "data-tab": tab, class: "panel-section" }, head, body), head, note, body };
}

export interface Item {
  readonly label: string;
  readonly run: () => void;
}

/** A button that opens a few others. Esc, leaving it and choosing close it. */
export function menu(name: string, items: readonly Item[]): HTMLElement {
  const summary = el("summary", { "aria-label": name, title: name }, icon("M3 8h.01M8 8h.01M13 8h.01"));
  const box = el("details", { class: "dots" }, summary);
  const close = (): void => {
    box.open = false;
  };
  const buttons = items.map(({ label, run }) => {
    const b = el("button", { type: "button" }, label);
    b.addEventListener("click", () => {
      close();
      summary.focus();
      run();
    });
    return b;
  });
  box.append(el("div", { class: "items" }, ...buttons));
  box.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && box.open) {
      e.stopPropagation();
      close();
      summary.focus();
    }
  });
  box.addEventListener("focusout", (e) => {
    if (!box.contains(e.relatedTarget as Node | null)) {
      close();
    }
  });
  return box;
}

/** The menu of a chart: its table, its numbers, its picture. */
export function chartMenu(name: string, table: () => void, csv: () => void, svg: () => void): HTMLElement {
  return menu(t("panels.menu", { name }), [
    { label: t("panels.menu.table"), run: table },
    { label: t("panels.menu.csv"), run: csv },
    { label: t("panels.menu.svg"), run: svg },
  ]);
}
