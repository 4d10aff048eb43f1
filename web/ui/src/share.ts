// The sheet of links: address, code for phones, frame for other pages, command line.

import { renderSVG } from "uqr";
import type { Bookmark } from "./bookmark.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import { sheet } from "./sheet.js";

/** Opens the sheet. */
export function share(model: Model, bookmark: Bookmark): void {
  const link = bookmark.link;
  const code = new DOMParser().parseFromString(renderSVG(link), "image/svg+xml").documentElement;
  Object.entries({ class: "qr", role: "img", "aria-label": t("share.qr"), width: "176", height: "176" }).forEach(([k, v]) => code.setAttribute(k, v));
  sheet("share", t("share.title"),
    el("div", { class: "share-cols" },
      el("div", {},
        line(model, "link", link),
        line(model, "embed", `<iframe src="${link}&k=1" width="800" height="500" title="marrow"></iframe>`),
        line(model, "command", command(bookmark)),
        el("p", { class: "fine" }, t("share.token"))),
      code));
}

/** The command that runs the same to the same time without a page. */
function command(b: Bookmark): string {
  const v = b.view;
  const until = v.hours === undefined ? "" : ` --until ${Number(v.hours.toFixed(2))}h`;
  return `marrow run ${v.scenario ?? "healthy"} --seed ${v.seed ?? 42}${until}`;
}

/** A text to be taken along, with a button that copies it. */
function line(model: Model, kind: string, text: string): HTMLElement {
  const field = el("input", { id: `share-${kind}`, readonly: true, value: text, dir: "ltr" });
  field.addEventListener("focus", () => field.select());
  const copy = el("button", { class: "btn", type: "button" }, t("share.copy"));
  copy.addEventListener("click", () => {
    field.select();
    navigator.clipboard.writeText(text).then(
      () => model.say(t("share.copied")),
      () => model.say(t("share.select")), // the browser keeps the clipboard to itself: the text is marked
    );
  });
  return el("div", { class: "share-line" }, el("label", { for: field.id }, t(`share.${kind}`)), field, copy);
}
