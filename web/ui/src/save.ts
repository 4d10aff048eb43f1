// Files that the page hands out, and what stands at their head.

import { csv, type Table } from "./csv.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";

/** What says from which run a file is. */
export function runHeader(model: Model): string[] {
  const run = model.welcome?.run;
  return [
    `${run?.title ?? "marrow"}, ${run?.species ?? ""}, ${run?.tissue ?? ""}, seed ${run?.seed ?? 0}`,
    `tick ${model.tick}, day ${model.day.toFixed(3)}, world ${model.world?.world ?? 0}, epoch ${model.world?.epoch ?? 0}`,
    model.welcome?.server ?? "",
  ];
}

export function saveCsv(model: Model, table: Table): void {
  save(`${table.name}.csv`, "text/csv", csv(runHeader(model), table), model);
}

export function saveSvg(model: Model, name: string, text: string): void {
  save(`${name}.svg`, "image/svg+xml", text, model);
}

function save(name: string, type: string, text: string, model: Model): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const file = `marrow-day${model.day.toFixed(1)}-${name.replaceAll(/[^\p{L}\p{N}.]+/gu, "-")}`;
  el("a", { href: url, download: file }).click();
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
  model.say(t("panels.saved", { file }));
}
