// The dialog that looks for cells by words.

import type { Found } from "./cellwire.js";
import { swatchOf } from "./cellcard.js";
import { nameOf, number } from "./celltext.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";
import type { Individuals } from "./individuals.js";
import type { Model } from "./model.js";
import { isCell } from "./palettes.js";
import { sheet } from "./sheet.js";

export function findDialog(model: Model, cells: Individuals): void {
  const types = model.welcome?.types.filter(isCell) ?? [];
  const words = new Map(types.map((type) => [nameOf(model, type.code).toLowerCase(), type.id.replace(/^n_/, "")]));
  const options = el("datalist", { id: "find-names" }, ...types.map((type) => el("option", { value: nameOf(model, type.code) })));
  const input = el("input", { id: "find-words", type: "search", list: "find-names", autocomplete: "off", maxlength: 80, placeholder: t("cell.find.example") });
  const results = el("ul", { class: "found", "aria-live": "polite" });
  const note = el("p", { class: "fine" }, t("cell.find.hint"));
  const quick = el("div", { class: "cell-buttons" }, ...["oldest hsc", "nearest megakaryocyte", "nearest plasma_cell"].map((q) => {
    const b = el("button", { class: "small", type: "button" }, t(`cell.find.${q.replaceAll(/[ _]/g, "-")}`));
    b.addEventListener("click", () => void look(q));
    return b;
  }));
  const form = el("form", { class: "find" }, el("label", { for: "find-words" }, t("cell.find.label")), input, options,
    el("button", { class: "btn", type: "submit" }, t("cell.find.go")));
  const dialog = sheet("find-sheet", t("cell.find.title"), form, quick, results, note);
  const take = async (cell: { cell: number; x: number; y: number; z: number }): Promise<void> => {
    dialog.close();
    await (cell.cell > 0 ? cells.select(cell.cell) : cells.inspect(cell.x, cell.y, cell.z));
    cells.show();
  };
  const look = async (q: string): Promise<void> => {
    try {
      const found = await cells.find(q);
      if (found.cells.length === 1 && found.cells[0] !== undefined) {
        await take(found.cells[0]);
        return;
      }
      results.replaceChildren(...found.cells.map((c) => hit(model, c, take)));
      note.textContent = t("cell.find.n", { n: found.cells.length });
    } catch (e) {
      results.replaceChildren();
      note.textContent = (e as { code?: string }).code === "no_such_cell" ? t("cell.find.none") : t("cell.find.refused");
    }
  };
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    void look(english(input.value.trim().toLowerCase(), words));
  });
  input.focus();
}

/** The words as the server knows them: names of stages in its own form, "oldest" and "nearest" in English. */
function english(q: string, words: ReadonlyMap<string, string>): string {
  for (const order of ["oldest", "nearest"] as const) {
    const own = t(`cell.find.word-${order}`);
    for (const w of [own, order]) {
      if (q.startsWith(`${w} `)) {
        const rest = q.slice(w.length + 1);
        return `${order} ${words.get(rest) ?? rest}`;
      }
    }
  }
  return words.get(q) ?? q;
}

function hit(model: Model, c: Found["cells"][number], take: (c: Found["cells"][number]) => Promise<void>): HTMLElement {
  const um = model.world?.um ?? 10;
  const b = el("button", { type: "button" }, swatchOf(model, c.code), el("b", {}, nameOf(model, c.code)), ` #${number(c.cell)} `,
    el("small", {}, t("cell.find.at", { x: number(c.x * um), y: number(c.y * um) })));
  b.addEventListener("click", () => void take(c));
  return el("li", {}, b);
}
