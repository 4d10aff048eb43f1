// "Marrow here": the differential of the cells in view and the patch's figures.

import { countInView } from "./census.js";
import { byId, el } from "./dom.js";
import type { Model } from "./model.js";
import { isCell } from "./palettes.js";
import type { Stage } from "./stage.js";
import { LINEAGES, title } from "./text.js";

/** Lineages from left to right in the bar. */
const ORDER = ["neu", "eos", "baso", "mono", "mk", "ery", "lym", "stem", "stroma", "clone"];

export function herePanel(model: Model, stage: Stage): void {
  window.setInterval(() => {
    if (model.welcome !== null && document.visibilityState === "visible") {
      differential(model, stage);
      figures(model);
    }
  }, 500);
}

function differential(model: Model, stage: Stage): void {
  const types = (model.welcome?.types ?? []).filter(isCell);
  const { counts } = countInView(model, stage.seen);
  const lineages = [...new Set(types.map((t) => t.lineage))].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  const shares = lineages.map((l) => {
    const own = types.filter((t) => t.lineage === l);
    const brightest = own[Math.floor(own.length / 2)];
    return {
      name: LINEAGES[l] ?? title(l),
      n: own.reduce((sum, t) => sum + (counts[t.code] ?? 0), 0),
      color: brightest === undefined ? "" : model.palettes.color(brightest),
    };
  }).filter((s) => s.n > 0);
  const all = shares.reduce((sum, s) => sum + s.n, 0) || 1;
  const bar = byId("differential");
  bar.replaceChildren(...shares.map((s) => {
    const i = el("i", { title: `${s.name}: ${((100 * s.n) / all).toFixed(1)} %` });
    i.style.flex = String(s.n);
    i.style.background = s.color;
    return i;
  }));
  bar.setAttribute("aria-label", shares.map((s) => `${s.name} ${((100 * s.n) / all).toFixed(0)} percent`).join(", "));
}

function figures(model: Model): void {
  const normal = (id: string): string => {
    const r = model.welcome?.series.find((c) => c.id === id)?.range;
    return r === undefined ? "" : ` (${r[0]}–${r[1]})`;
  };
  const cell = (id: string, digits: number, unit: string, extra: string): HTMLElement[] => {
    const c = model.welcome?.series.find((s) => s.id === id);
    const v = model.value(id);
    return [el("span", {}, c?.label ?? id), el("b", {}, Number.isNaN(v) ? "–" : v.toFixed(digits) + unit, el("small", {}, extra))];
  };
  byId("marrow").replaceChildren(
    ...cell("cellularity", 0, " %", normal("cellularity")),
    ...cell("me_ratio", 1, "", normal("me_ratio")),
    ...cell("blast_fraction", 1, " %", " (< 5)"),
    ...cell("epo_ratio", 2, " ×", ""),
  );
}
