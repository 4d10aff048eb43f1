// The cards on the picture: scale bar, zoom, slice, map.

import { CELLS_FROM, DETAIL_FROM, DISCS_FROM, PORTRAIT_FROM, roundLength, toSite, visible, type Size } from "./camera.js";
import { pick } from "./pick.js";
import { CODE_UNKNOWN } from "./codec.js";
import { byId, setText } from "./dom.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import { mix, rgb, type Rgb } from "./color.js";
import { isCell } from "./palettes.js";
import type { Stage } from "./stage.js";
import { fixed } from "./numbers.js";
import { length } from "./text.js";

/** Largest map [CSS pixels]. */
const MAP_WIDTH = 172;
const MAP_HEIGHT = 132;
/** The map's cells are drawn anew this often [ms]. */
const MAP_EVERY = 2000;
/** The frame of the view on it follows the camera this often [ms]. */
const FRAME_EVERY = 60;

export function viewCards(stage: Stage, model: Model): void {
  byId("zoom-in").addEventListener("click", () => stage.zoomBy(1));
  byId("zoom-out").addEventListener("click", () => stage.zoomBy(-1));
  byId("zoom-label").addEventListener("click", () => stage.cells());
  model.bus.on(["camera", "welcome"], () => {
    scaleBar(stage, model);
    zoomLabel(stage);
  });
  model.bus.on(["picture"], () => stage.camera.scale > PORTRAIT_FROM && scaleBar(stage, model));
  slices(stage, model);
  map(stage, model);
}

function scaleBar(stage: Stage, model: Model): void {
  const um = model.world?.um ?? 10;
  const perPixel = um / stage.camera.scale;
  const bar = roundLength(120 * perPixel);
  byId("scale-bar").style.width = `${bar / perPixel}px`;
  setText(byId("scale-text"), length(bar));
  setText(byId("scale-lod"), badge(stage, model));
}

/** Says what a dot on the screen stands for. */
function badge(stage: Stage, model: Model): string {
  const { scale } = stage.camera;
  const texel = 2 ** stage.lod;
  const depth = (model.world?.d ?? 1) > 1 ? texel : 1;
  if (texel > 1) {
    return t("picture.badge.dots", { n: texel * texel * depth });
  }
  if (scale > PORTRAIT_FROM) {
    const at = toSite(stage.camera, stage.view, stage.view.w / 2, stage.view.h / 2);
    return pick(model, at.x, at.y)?.name ?? t("picture.badge.disc");
  }
  if (scale >= DETAIL_FROM) {
    return t("picture.badge.moves");
  }
  if (scale >= DISCS_FROM) {
    return t(scale >= CELLS_FROM || stage.painter.maturity ? "picture.badge.disc" : "picture.badge.lineage");
  }
  return t("picture.badge.pixel");
}

function zoomLabel(stage: Stage): void {
  const s = stage.camera.scale;
  setText(byId("zoom-label"), t("chrome.zoom-label", { n: fixed(s, s >= 10 ? 0 : s >= 1 ? 1 : 2) }));
}

function slices(stage: Stage, model: Model): void {
  const input = byId("slice-input") as HTMLInputElement;
  model.bus.on(["welcome"], () => {
    const depth = model.world?.d ?? 1;
    byId("slice").hidden = depth < 2;
    input.max = String(depth - 1);
  });
  model.bus.on(["camera", "welcome", "picture"], () => {
    if (document.activeElement !== input) {
      input.value = String(stage.slice);
    }
    setText(byId("slice-value"), String(stage.slice));
  });
  input.addEventListener("input", () => stage.turnTo(Number(input.value)));
}

/** The map: the whole patch, small, with the view's frame. */
function map(stage: Stage, model: Model): void {
  const canvas = byId("map") as HTMLCanvasElement;
  let ground: HTMLCanvasElement | null = null;
  let drawn = 0;
  const redraw = (moved: boolean): void => {
    const old = ground === null || performance.now() - drawn > MAP_EVERY;
    if (old) {
      ground = mapGround(model);
      drawn = performance.now();
    }
    if (old || moved) {
      frame(canvas, ground, stage, model);
    }
  };
  model.bus.on(["picture"], () => redraw(false));
  let later = 0;
  model.bus.on(["camera"], () => {
    later ||= window.setTimeout(() => {
      later = 0;
      redraw(true);
    }, FRAME_EVERY);
  });
  model.bus.on(["palette"], () => {
    ground = null;
    redraw(true);
  });
  model.bus.on(["welcome"], () => {
    ground = null;
    shape(canvas, stage.world);
  });
  const go = (e: PointerEvent): void => {
    const m = mapping(canvas, stage);
    const box = canvas.getBoundingClientRect();
    const x = ((e.clientX - box.left) / box.width) * canvas.width;
    const y = ((e.clientY - box.top) / box.height) * canvas.height;
    stage.moveTo({ ...stage.camera, x: (x - m.x) / m.scale, y: (y - m.y) / m.scale });
  };
  canvas.addEventListener("pointerdown", (e) => {
    canvas.setPointerCapture(e.pointerId);
    go(e);
  });
  canvas.addEventListener("pointermove", (e) => {
    if (e.buttons > 0) {
      go(e);
    }
  });
  canvas.addEventListener("dblclick", () => stage.fit());
}

/** Gives the map the form of the patch. */
function shape(canvas: HTMLCanvasElement, world: Size): void {
  const scale = Math.min(MAP_WIDTH / world.w, MAP_HEIGHT / world.h);
  const [w, h] = [Math.max(40, Math.round(world.w * scale)), Math.max(24, Math.round(world.h * scale))];
  canvas.width = 2 * w;
  canvas.height = 2 * h;
  canvas.style.width = `${w}px`;
  canvas.style.height = `${h}px`;
}

function mapping(canvas: HTMLCanvasElement, stage: Stage): { x: number; y: number; scale: number } {
  const { w, h } = stage.world;
  const scale = Math.min(canvas.width / w, canvas.height / h);
  return { scale, x: (canvas.width - w * scale) / 2, y: (canvas.height - h * scale) / 2 };
}

/** One pixel for each site or texel of what was sent so far, over bone, fat and vessels. */
function mapGround(model: Model): HTMLCanvasElement | null {
  const t = model.outlines?.tissue;
  if (t === undefined) {
    return null;
  }
  const step = Math.max(1, Math.ceil(Math.max(t.w, t.h) / 512));
  const out = document.createElement("canvas");
  out.width = Math.ceil(t.w / step);
  out.height = Math.ceil(t.h / step);
  const c = out.getContext("2d");
  if (c === null) {
    return null;
  }
  const image = c.createImageData(out.width, out.height);
  const pixels = new Uint32Array(image.data.buffer);
  const { cells, classes } = mapColors(model);
  const level = model.tiles.shown;
  const texel = 2 ** (level?.lod ?? 0);
  for (let y = 0; y < out.height; y++) {
    for (let x = 0; x < out.width; x++) {
      const code = level?.at(Math.floor((x * step) / texel), Math.floor((y * step) / texel)) ?? CODE_UNKNOWN;
      pixels[y * out.width + x] = cells[code] || (classes[t.classes.charCodeAt(y * step * t.w + x * step)] as number);
    }
  }
  c.putImageData(image, 0, 0);
  return out;
}

/** Pixels by code of a cell, 0 of what is none, and by letter of the tissue. */
function mapColors(model: Model): { cells: Uint32Array; classes: Uint32Array } {
  const { palettes } = model;
  const types = model.welcome?.types ?? [];
  const pixel = (c: Rgb): number => new Uint32Array(Uint8Array.of(...c.map(Math.round), 255).buffer)[0] as number;
  const cells = new Uint32Array(256);
  for (const c of types.filter(isCell)) {
    const { group } = palettes.inks(c);
    cells[c.code] = pixel(palettes.skin.dark ? mix(group, [0, 0, 0], 0.2) : group);
  }
  const letter: Readonly<Record<string, string>> = { bone: "b", fat: "f", sinusoid: "s", arteriole: "a", capillary: "c", vein: "v" };
  const classes = new Uint32Array(128).fill(pixel(rgb(palettes.skin.stroma[1] ?? "#000000")));
  for (const c of types.filter((k) => letter[k.id] !== undefined)) {
    classes[(letter[c.id] as string).charCodeAt(0)] = pixel(palettes.structure(c.id));
  }
  return { cells, classes };
}

function frame(canvas: HTMLCanvasElement, ground: HTMLCanvasElement | null, stage: Stage, model: Model): void {
  const c = canvas.getContext("2d");
  if (c === null) {
    return;
  }
  c.fillStyle = model.palettes.skin.outside;
  c.fillRect(0, 0, canvas.width, canvas.height);
  const m = mapping(canvas, stage);
  const { w, h } = stage.world;
  if (ground !== null) {
    c.drawImage(ground, m.x, m.y, w * m.scale, h * m.scale);
  }
  const r = visible(stage.camera, stage.view);
  c.lineWidth = 3;
  const dark = model.palettes.skin.dark;
  c.strokeStyle = dark ? "#fff" : "#10141c";
  c.fillStyle = dark ? "#ffffff1c" : "#10141c1c";
  const box = [m.x + r.x * m.scale, m.y + r.y * m.scale, r.w * m.scale, r.h * m.scale] as const;
  c.fillRect(...box);
  c.strokeRect(...box);
  const um = model.world?.um ?? 10;
  setText(byId("map-at"), t("chrome.map-at", { x: fixed((stage.camera.x * um) / 1000, 2), y: fixed((stage.camera.y * um) / 1000, 2) }));
}
