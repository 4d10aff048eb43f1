// Dims all of the picture but the family of the selected cell, while it is shown.

import { toScreen } from "./camera.js";
import { byId, el } from "./dom.js";
import type { Individuals } from "./individuals.js";
import type { Model } from "./model.js";
import type { Stage } from "./stage.js";
import { standing } from "./stamps.js";

/** A canvas over the picture that is drawn while a family is shown. */
export function familyLayer(model: Model, stage: Stage, cells: Individuals): void {
  const canvas = el("canvas", { class: "cell-layer", "aria-hidden": true, hidden: true });
  byId("overlay").after(canvas);
  let queued = false;
  const paint = (): void => {
    queued = false;
    const c = canvas.getContext("2d");
    canvas.hidden = cells.relatives === null;
    if (c !== null && !canvas.hidden) {
      draw(c, canvas, stage, cells);
    }
  };
  model.bus.on(["camera", "cell", "picture"], () => {
    if (!queued && (cells.relatives !== null || !canvas.hidden)) {
      queued = true;
      window.requestAnimationFrame(paint);
    }
  });
}

function draw(c: CanvasRenderingContext2D, canvas: HTMLCanvasElement, stage: Stage, cells: Individuals): void {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const { w, h } = stage.view;
  canvas.width = Math.round(w * ratio);
  canvas.height = Math.round(h * ratio);
  c.setTransform(ratio, 0, 0, ratio, 0, 0);
  c.fillStyle = "#05070bc4";
  c.fillRect(0, 0, w, h);
  c.globalCompositeOperation = "destination-out";
  for (const r of cells.relatives ?? []) {
    if (r.z === cells.slice) {
      hole(c, stage, r.x, r.y, r.cell === cells.info?.cell);
    }
  }
  c.globalCompositeOperation = "source-over";
}

/** Lets a cell be seen, the selected one with its ring. */
function hole(c: CanvasRenderingContext2D, stage: Stage, x: number, y: number, whole: boolean): void {
  const at = standing(x, y);
  const p = toScreen(stage.camera, stage.view, at.x, at.y);
  const scale = stage.camera.scale;
  c.beginPath();
  c.arc(p.x, p.y, whole ? Math.max(11, scale * 0.85 + 3) : Math.max(3.5, scale * 0.62), 0, 7);
  c.fill();
}
