// Dialogs: a title, a way to close, and what is in them.

import { el } from "./dom.js";
import { t } from "./i18n.js";

/** Opens a dialog over the page; it is gone when it is closed, and the focus is where it was. */
export function sheet(name: string, title: string, ...content: (Node | string)[]): HTMLDialogElement {
  const close = el("button", { class: "ib", type: "button", "aria-label": t("chrome.close") }, "×");
  const dialog = el("dialog", { id: name, class: `sheet ${name}`, "aria-labelledby": `${name}-title` },
    el("div", { class: "in" }, el("h1", { id: `${name}-title` }, title, close), ...content));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (e) => {
    if (e.target === dialog) {
      dialog.close(); // beside the dialog
    }
  });
  document.getElementById(name)?.remove();
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
