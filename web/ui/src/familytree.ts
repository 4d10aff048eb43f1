// The drawer with the family of the selected cell: time runs from left to right, each
// line is a life, a branch is a division.

import type { Kin, Relative } from "./cellwire.js";
import { moment, nameOf, number } from "./celltext.js";
import { byId, el, svg } from "./dom.js";
import { t } from "./i18n.js";
import type { Individuals } from "./individuals.js";
import type { Model } from "./model.js";

const LANE = 13;
const WIDTH = 320;

/** Shows the drawer while a family is shown. */
export function familyTree(model: Model, cells: Individuals): void {
  const close = el("button", { class: "ib", type: "button", "aria-label": t("cell.close") }, "×");
  const note = el("p", { class: "fine" });
  const tree = el("div", { class: "family-tree" });
  const drawer = el("section", { class: "float family", "aria-label": t("cell.family"), hidden: true },
    el("h3", {}, t("cell.family"), el("span", { class: "sp" }), close), tree, note);
  byId("stage").append(drawer);
  close.addEventListener("click", () => void cells.family());
  let shown: Kin | null = null;
  model.bus.on(["cell"], () => {
    drawer.hidden = cells.kin === null;
    if (cells.kin === shown || cells.kin === null) {
      shown = cells.kin;
      return;
    }
    shown = cells.kin;
    tree.replaceChildren(draw(model, cells, shown));
    const living = shown.cells.filter((r) => r.end === undefined).length;
    note.textContent = t("cell.family-note", { living, all: shown.cells.length }) + (shown.cut ? ` ${t("cell.family-cut")}` : "");
  });
}

function draw(model: Model, cells: Individuals, kin: Kin): SVGElement {
  const from = Math.min(...kin.cells.map((r) => r.birth));
  const to = Math.max(kin.tick, from + 1);
  const x = (tick: number): number => 8 + ((tick - from) / (to - from)) * (WIDTH - 16);
  const lane = new Map(kin.cells.map((r, i) => [r.cell, i]));
  const y = (cell: number): number => 10 + (lane.get(cell) ?? 0) * LANE;
  const one = (r: Relative): SVGElement => {
    const end = r.end?.tick ?? kin.tick;
    const name = t("cell.relative", { name: nameOf(model, r.code), id: number(r.cell), day: moment(model, r.birth) });
    const g = svg("g", { class: `life${r.end === undefined ? "" : " gone"}${r.cell === cells.info?.cell ? " me" : ""}`, tabindex: 0, role: "button", "aria-label": name },
      svg("title", {}, name));
    if (r.parent !== 0 && lane.has(r.parent)) {
      g.append(svg("path", { d: `M${x(r.birth)} ${y(r.parent)}V${y(r.cell)}`, class: "branch" }));
    }
    const color = model.swatch(r.code);
    g.append(svg("path", { d: `M${x(r.birth)} ${y(r.cell)}H${x(end)}`, stroke: color, class: "line" }),
      svg("circle", { cx: x(end), cy: y(r.cell), r: r.end === undefined ? 4 : 2.5, fill: color }));
    const choose = (): void => void cells.select(r.cell).then(() => cells.show());
    g.addEventListener("click", choose);
    g.addEventListener("keydown", (e) => {
      if (e.key === "Enter") {
        e.stopPropagation();
        choose();
      }
    });
    return g;
  };
  const h = 20 + kin.cells.length * LANE;
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${h}`, width: WIDTH, height: h }, ...kin.cells.map(one));
}
