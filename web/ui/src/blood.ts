// The blood count: value, unit, place in the normal band, flag.

import { byId, el, setText } from "./dom.js";
import type { Model } from "./model.js";
import type { Column } from "./protocol.js";
import { bloodValue } from "./text.js";

/** Columns of the series that the panel shows, in the order of a laboratory. */
const SHOWN = ["wbc_e9_l", "anc_e9_l", "lymph_e9_l", "mono_e9_l", "hb_g_dl", "retic_e9_l", "plt_e9_l"];

export type Flag = "ok" | "low" | "high" | "danger" | "none";

/** How a value stands to its normal range. */
export function flagOf(c: Column, v: number): Flag {
  if (Number.isNaN(v) || c.range === undefined) {
    return "none";
  }
  if (c.low !== undefined && v < c.low) {
    return "danger";
  }
  return v < c.range[0] ? "low" : v > c.range[1] ? "high" : "ok";
}

const SIGNS: Readonly<Record<Flag, readonly [string, string]>> = {
  ok: ["✓", "normal"], low: ["↓L", "low"], high: ["↑H", "high"], danger: ["↓↓", "dangerously low"], none: ["", "no normal range"],
};

interface Line {
  readonly column: Column;
  readonly value: Element;
  readonly mark: HTMLElement;
  readonly flag: HTMLElement;
  readonly scale: (v: number) => number;
}

export function bloodPanel(model: Model): void {
  let lines: Line[] = [];
  model.bus.on(["welcome"], () => {
    const columns = model.welcome?.series ?? [];
    lines = SHOWN.flatMap((id) => columns.filter((c) => c.id === id)).map(line);
    byId("cbc").replaceChildren(...lines.map((l) => l.mark.closest(".c") as Element));
  });
  model.bus.on(["status", "series"], () => {
    setText(byId("blood-day"), `day ${model.day.toFixed(1)} · band = adult man`);
    lines.forEach((l) => update(l, model.value(l.column.id)));
  });
}

function line(column: Column): Line {
  const value = el("span");
  const mark = el("s");
  const flag = el("span", { class: "flag" });
  const bar = el("span", { class: "bar" });
  const scale = (v: number): number => 100 * Math.min(1, Math.max(0, v / extent(column)));
  if (column.range !== undefined) {
    const [low, high] = column.range;
    const band = el("u");
    band.style.left = `${scale(low)}%`;
    band.style.width = `${scale(high) - scale(low)}%`;
    bar.append(band);
  }
  bar.append(mark);
  el("div", { class: "c", "data-id": column.id },
    el("span", { class: "l" }, column.label),
    el("span", { class: "v" }, value, " ", el("small", {}, column.unit)),
    bar, flag);
  return { column, value, mark, flag, scale };
}

/** Right end of the bar. */
function extent(c: Column): number {
  return (c.range?.[1] ?? 1) * 1.45;
}

function update(l: Line, v: number): void {
  const flag = flagOf(l.column, v);
  setText(l.value, Number.isNaN(v) ? "–" : bloodValue(l.column.id, v));
  l.mark.hidden = Number.isNaN(v);
  l.mark.style.left = `${l.scale(v)}%`;
  l.mark.classList.toggle("danger", flag === "danger");
  const [sign, words] = SIGNS[flag];
  setText(l.flag, sign);
  l.flag.className = `flag f-${flag}`;
  l.flag.setAttribute("aria-label", words);
}
