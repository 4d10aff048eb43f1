// What is drawn over the picture for the selected cell: its ring, where it was, and the
// dimming of all that is no kin of it.

import { toScreen } from "./camera.js";
import { byId, el } from "./dom.js";
import { drawn, type Individuals, type Spot } from "./individuals.js";
import type { Model } from "./model.js";
import type { Stage } from "./stage.js";

/** A canvas over the picture that is drawn when the camera, the cell or the picture changes. */
export function cellLayer(model: Model, stage: Stage, cells: Individuals): void {
  const canvas = el("canvas", { class: "cell-layer", "aria-hidden": true });
  byId("overlay").after(canvas);
  let queued = false;
  let blank = true;
  const paint = (): void => {
    queued = false;
    if (cells.at === null && blank) {
      return; // nothing is selected, nothing was
    }
    blank = cells.at === null;
    const c = canvas.getContext("2d");
    if (c !== null) {
      draw(c, canvas, model, stage, cells);
    }
  };
  model.bus.on(["camera", "cell", "picture"], () => {
    if (!queued) {
      queued = true;
      window.requestAnimationFrame(paint);
    }
  });
}

function draw(c: CanvasRenderingContext2D, canvas: HTMLCanvasElement, model: Model, stage: Stage, cells: Individuals): void {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const { w, h } = stage.view;
  canvas.width = Math.round(w * ratio);
  canvas.height = Math.round(h * ratio);
  c.setTransform(ratio, 0, 0, ratio, 0, 0);
  const place = (s: Spot): { x: number; y: number } => {
    const p = drawn(model, s);
    return toScreen(stage.camera, stage.view, p.x, p.y);
  };
  const scale = stage.camera.scale;
  const here = (s: Spot): boolean => s.z === cells.slice;
  if (cells.relatives !== null) {
    dim(c, w, h, cells.relatives.filter(here).map(place), scale);
  }
  if (cells.at !== null) {
    trail(c, cells.trail.filter(here).map(place));
    ring(c, place(cells.at), Math.max(8, scale * 0.85), here(cells.at));
  }
}

/** Darkens everything but the family. */
function dim(c: CanvasRenderingContext2D, w: number, h: number, kin: readonly { x: number; y: number }[], scale: number): void {
  c.fillStyle = "#05070bc4";
  c.fillRect(0, 0, w, h);
  c.globalCompositeOperation = "destination-out";
  for (const p of kin) {
    c.beginPath();
    c.arc(p.x, p.y, Math.max(3.5, scale * 0.62), 0, 7);
    c.fill();
  }
  c.globalCompositeOperation = "source-over";
}

function trail(c: CanvasRenderingContext2D, at: readonly { x: number; y: number }[]): void {
  at.forEach((p, i) => {
    c.globalAlpha = 0.15 + (0.75 * (i + 1)) / at.length;
    for (const [r, color] of [[2.6, "#05070b"], [1.6, "#fff"]] as const) {
      c.fillStyle = color;
      c.beginPath();
      c.arc(p.x, p.y, r, 0, 7);
      c.fill();
    }
  });
  c.globalAlpha = 1;
}

/** A white ring with a dark casing; broken if the cell is in another slice. */
function ring(c: CanvasRenderingContext2D, p: { x: number; y: number }, r: number, whole: boolean): void {
  c.setLineDash(whole ? [] : [5, 5]);
  for (const [width, color] of [[5.5, "#05070bd0"], [2.6, "#fff"]] as const) {
    c.lineWidth = width;
    c.strokeStyle = color;
    c.beginPath();
    c.arc(p.x, p.y, r, 0, 7);
    c.stroke();
  }
  c.setLineDash([]);
}
