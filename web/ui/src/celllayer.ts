// Dims all of the picture but some cells: the family of the selected one while it is shown,
// else those of the clone that is chosen.

import { toScreen } from "./camera.js";
import { byId, el } from "./dom.js";
import type { Individuals } from "./individuals.js";
import type { Model } from "./model.js";
import type { Stage } from "./stage.js";
import { standing } from "./stamps.js";

/** Below this cells are seen as squares [CSS pixels per site]. */
const ROUND_FROM = 5;

/** A cell that stays in the light; the selected one with its ring. */
interface Lit {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly ringed: boolean;
}

/** A canvas over the picture that is drawn while there is something to be seen apart. */
export function cellLayer(model: Model, stage: Stage, cells: Individuals): void {
  const canvas = el("canvas", { class: "cell-layer", "aria-hidden": true, hidden: true });
  byId("overlay").after(canvas);
  const lit = (): readonly Lit[] | null =>
    cells.relatives?.map((r) => ({ ...r, ringed: r.cell === cells.info?.cell })) ?? model.cloneSites?.map((s) => ({ ...s, ringed: false })) ?? null;
  let queued = false;
  const paint = (): void => {
    queued = false;
    const c = canvas.getContext("2d");
    const all = lit();
    canvas.hidden = all === null;
    if (c !== null && all !== null) {
      draw(c, canvas, stage, all.filter((r) => r.z === cells.slice));
    }
  };
  model.bus.on(["camera", "cell", "clone", "picture"], () => {
    if (!queued && (cells.relatives !== null || model.cloneSites !== null || !canvas.hidden)) {
      queued = true;
      window.requestAnimationFrame(paint);
    }
  });
}

function draw(c: CanvasRenderingContext2D, canvas: HTMLCanvasElement, stage: Stage, lit: readonly Lit[]): void {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const { w, h } = stage.view;
  canvas.width = Math.round(w * ratio);
  canvas.height = Math.round(h * ratio);
  c.setTransform(ratio, 0, 0, ratio, 0, 0);
  c.fillStyle = "#05070bc4";
  c.fillRect(0, 0, w, h);
  c.globalCompositeOperation = "destination-out";
  c.beginPath();
  lit.forEach((r) => hole(c, stage, r));
  c.fill();
  c.globalCompositeOperation = "source-over";
}

/** Lets a cell be seen. */
function hole(c: CanvasRenderingContext2D, stage: Stage, cell: Lit): void {
  const { scale } = stage.camera;
  const at = standing(cell.x, cell.y);
  const p = toScreen(stage.camera, stage.view, at.x, at.y);
  if (scale < ROUND_FROM && !cell.ringed) {
    const edge = Math.max(2.5, scale);
    c.rect(p.x - edge / 2, p.y - edge / 2, edge, edge);
    return;
  }
  const r = cell.ringed ? Math.max(11, scale * 0.85 + 3) : Math.max(3.5, scale * 0.62);
  c.moveTo(p.x + r, p.y);
  c.arc(p.x, p.y, r, 0, 7);
}
