// "Marrow here": the differential of the cells in view and what a pathologist reads
// off them.

import { countInView, figuresOf, type Figures } from "./census.js";
import { el, setText } from "./dom.js";
import { hint } from "./hint.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import { lineageName } from "./names.js";
import { brief, fixed, percent, whole } from "./numbers.js";
import { bearer, isCell } from "./palettes.js";
import { section, type Section } from "./section.js";
import type { Stage } from "./stage.js";

/** Lineages from left to right in the bar. */
const ORDER = ["neu", "eos", "baso", "mono", "mk", "ery", "lym", "stem", "stroma", "clone"];
const EVERY = 500;

interface Part {
  readonly name: string;
  readonly n: number;
  readonly color: string;
}

export function herePanel(model: Model, stage: Stage): Section {
  const s = section("marrow-here", "inspect", t("panels.here"));
  const bar = el("div", { class: "mstack", role: "img", tabindex: 0 });
  const kv = el("dl", { class: "kv" });
  s.body.append(bar, kv);
  let parts: readonly Part[] = [];
  hint(bar, () => legend(parts));
  window.setInterval(() => {
    if (model.welcome !== null && document.visibilityState === "visible" && s.root.offsetParent !== null) {
      const seen = countInView(model, stage.seen);
      setText(s.note, t(seen.whole ? "panels.here.patch" : "panels.here.view"));
      parts = shares(model, seen.counts);
      drawBar(bar, parts);
      kv.replaceChildren(...figures(model, figuresOf(model, seen)));
    }
  }, EVERY);
  return s;
}

function shares(model: Model, counts: readonly number[]): Part[] {
  const types = (model.welcome?.types ?? []).filter(isCell);
  const lineages = [...new Set(types.map((x) => x.lineage))].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  return lineages.map((l) => {
    const own = types.filter((x) => x.lineage === l);
    return {
      name: lineageName(l),
      n: own.reduce((sum, x) => sum + (counts[x.code] ?? 0), 0),
      color: model.palettes.color(bearer(own, Math.floor(own.length / 2))),
    };
  }).filter((p) => p.n > 0);
}

function drawBar(bar: HTMLElement, parts: readonly Part[]): void {
  const all = parts.reduce((sum, p) => sum + p.n, 0) || 1;
  bar.replaceChildren(...parts.map((p) => {
    const i = el("i");
    i.style.flex = String(p.n);
    i.style.background = p.color;
    return i;
  }));
  bar.setAttribute("aria-label", `${t("panels.here.differential")}: ${parts.map((p) => `${p.name} ${percent(p.n / all)}`).join(", ")}`);
}

function legend(parts: readonly Part[]): HTMLElement[] {
  const all = parts.reduce((sum, p) => sum + p.n, 0) || 1;
  return [el("table", { class: "legend" }, ...parts.map((p) => {
    const sw = el("span", { class: "sw" });
    sw.style.background = p.color;
    return el("tr", {}, el("td", {}, sw), el("th", { scope: "row" }, p.name), el("td", {}, percent(p.n / all)), el("td", {}, whole(p.n)));
  }))];
}

/** Figures with their normal values in brackets. */
function figures(model: Model, f: Figures): HTMLElement[] {
  const range = (id: string): string => {
    const r = model.welcome?.series.find((c) => c.id === id)?.range;
    return r === undefined ? "" : `(${brief(r[0])}–${brief(r[1])})`;
  };
  const cell = (name: string, value: string, extra: string): HTMLElement[] =>
    [el("dt", {}, name), el("dd", {}, el("b", {}, value), " ", el("small", {}, extra))];
  const wbc = model.value("wbc_e9_l");
  const young = (model.value("band_e9_l") + model.value("meta_e9_l")) / wbc;
  return [
    ...cell(t("names.column.cellularity"), Number.isNaN(f.cellularity) ? "–" : percent(f.cellularity), range("cellularity")),
    ...cell(t("names.column.me_ratio"), fixed(f.me, 1), range("me_ratio")),
    ...cell(t("names.column.blast_fraction"), Number.isNaN(f.blasts) ? "–" : percent(f.blasts), "(< 5)"),
    ...cell(t("panels.here.shift"), Number.isNaN(young) ? "–" : percent(young), "(0–6)"),
  ];
}
