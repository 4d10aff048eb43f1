// Pictures of the view to take along: what is on the screen, with scale bar, legend
// and a caption that says how to have it again.

import { el } from "./dom.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import { isCell } from "./palettes.js";
import { countInView } from "./census.js";
import type { Stage } from "./stage.js";

/** Space below the picture for legend and caption [CSS pixels]. */
const FOOT = 54;

/** The picture as it is seen, scale times as large, with its foot. */
export async function poster(model: Model, stage: Stage, scale: number): Promise<HTMLCanvasElement> {
  const shot = await stage.snapshot(scale);
  const out = el("canvas", { width: shot.width, height: shot.height + Math.round(FOOT * scale) });
  const c = out.getContext("2d");
  if (c === null) {
    throw new Error(t("share.no-canvas"));
  }
  c.fillStyle = "#0b0e14";
  c.fillRect(0, 0, out.width, out.height);
  c.drawImage(shot, 0, 0);
  c.setTransform(scale, 0, 0, scale, 0, shot.height);
  c.font = "11px system-ui, sans-serif";
  legend(c, model, stage, shot.width / scale);
  c.fillStyle = "#a3adbf";
  c.fillText(caption(model), 10, FOOT - 10, shot.width / scale - 20);
  return out;
}

/** A swatch and a name for each lineage that is in view, as many as there is room for. */
function legend(c: CanvasRenderingContext2D, model: Model, stage: Stage, width: number): void {
  const types = (model.welcome?.types ?? []).filter(isCell);
  const { counts } = countInView(model, stage.seen);
  let x = 10;
  for (const type of types.filter((k) => (counts[k.code] ?? 0) > 0)) {
    const need = 24 + c.measureText(type.label).width;
    if (x + need > width) {
      return;
    }
    c.fillStyle = model.palettes.color(type);
    c.fillRect(x, 11, 10, 10);
    c.fillStyle = "#e8ecf3";
    c.fillText(type.label, x + 14, 20);
    x += need;
  }
}

/** Scenario, seed, time and build: what it takes to see the same again. */
export function caption(model: Model): string {
  const run = model.welcome?.run;
  return `${run?.title ?? ""} · ${run?.species ?? ""} · seed ${run?.seed ?? ""} · ${t("share.tick", { tick: model.tick })} · ${model.welcome?.server ?? ""}`;
}

/** Hands a file to the person. */
export function save(name: string, content: Blob): void {
  const a = el("a", { href: URL.createObjectURL(content), download: name });
  a.click();
  window.setTimeout(() => URL.revokeObjectURL(a.href), 60_000);
}

/** The bytes of a picture as PNG. */
export function png(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((b) => (b === null ? reject(new Error(t("share.too-large"))) : resolve(b)), "image/png");
  });
}

/** A name for a file of this run: marrow-healthy-day11.4.png. */
export function fileName(model: Model, ending: string): string {
  return `marrow-${model.welcome?.run.scenario ?? "run"}-day${model.day.toFixed(1)}.${ending}`;
}
