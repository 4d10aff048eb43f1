// What is written and marked over the picture: names, stem cells, exits, contacts, the
// selected cell, the cross-hair.

import { CELLS_FROM, DETAIL_FROM, PORTRAIT_FROM, roundLength, toScreen, visible } from "./camera.js";
import { t } from "./i18n.js";
import type { Labels } from "./labels.js";
import { cellName } from "./names.js";
import { shapeOf, isCell } from "./palettes.js";
import { radiusOf } from "./glyph.js";
import { font, zoom } from "./paint.js";
import type { CellType } from "./protocol.js";
import type { Scene } from "./scene.js";
import { standing } from "./stamps.js";
import { length } from "./text.js";

/** From here on stem cells have their ring [CSS pixels per site]. */
const RING_FROM = 1.5;

export function drawOverlay(canvas: HTMLCanvasElement, s: Scene, names: Labels): void {
  const c = canvas.getContext("2d");
  if (c === null) {
    return;
  }
  c.setTransform(s.ratio, 0, 0, s.ratio, 0, 0);
  c.clearRect(0, 0, s.view.w, s.view.h);
  c.font = font(11, 600);
  c.lineWidth = 3.2;
  c.lineJoin = "round";
  const scale = s.camera.scale;
  if (scale >= DETAIL_FROM) {
    contacts(c, s);
  }
  if (scale >= RING_FROM) {
    rings(c, s);
  }
  if (scale >= CELLS_FROM) {
    markExits(c, s);
  }
  for (const l of names.of(s)) {
    const p = toScreen(s.camera, s.view, l.x, l.y);
    write(c, s, l.text, p.x - c.measureText(l.text).width / 2, p.y + 4 * zoom(), l.color);
  }
  if (scale > PORTRAIT_FROM) {
    portraits(c, s);
  }
  marks(c, s);
  if (crossed()) {
    ring(c, s, s.view.w / 2, s.view.h / 2, 9, true);
  }
}

/**
 * What the overlay of a scene depends on: while all of it is the same, so is the overlay.
 * From DETAIL_FROM on that is every cell, and nothing is the same.
 */
export function overlayKey(s: Scene): readonly unknown[] {
  const { camera, view } = s;
  const cells = camera.scale >= DETAIL_FROM ? {} : stemSites(s);
  return [camera.x, camera.y, camera.scale, view.w, view.h, s.ratio, s.skin, s.looks, s.outlines, s.marks, crossed(), cells];
}

/** Whether the cross-hair is shown. */
function crossed(): boolean {
  return document.activeElement?.id === "picture" && document.activeElement.matches(":focus-visible");
}

/** Where stem cells are, as one text. */
function stemSites(s: Scene): string {
  const found: number[] = [];
  if (s.camera.scale >= RING_FROM) {
    const stems = stemTypes(s);
    eachSite(s, (code) => stems.has(code), (x, y, code) => found.push(x, y, code));
  }
  return found.join();
}

/** Types of stem cells that are drawn in color, by code. */
function stemTypes(s: Scene): ReadonlyMap<number, CellType> {
  const all = s.types.filter((type) => isCell(type) && shapeOf(type).mark === "halo" && s.looks.shown(type.code) && s.looks.lit(type.code));
  return new Map(all.map((type) => [type.code, type]));
}

/** Adds the scale bar of the page to an exported picture. */
export function drawScaleBar(canvas: HTMLCanvasElement, s: Scene, um: number): void {
  const c = canvas.getContext("2d");
  if (c === null) {
    return;
  }
  c.setTransform(s.ratio, 0, 0, s.ratio, 0, 0);
  const bar = roundLength((120 * um) / s.camera.scale);
  const [w, x, y, z] = [(bar / um) * s.camera.scale, 18, s.view.h - 22, zoom()];
  c.fillStyle = s.skin.dark ? "#0b0f16d9" : "#ffffffe6";
  c.beginPath();
  c.roundRect(x - 10, y - 10 - 14 * z, Math.max(w, 48 * z) + 20, 24 + 14 * z, 8);
  c.fill();
  c.fillStyle = c.strokeStyle = s.skin.dark ? "#fff" : "#151a23";
  c.font = font(12, 600);
  c.fillText(length(bar), x, y - 6);
  c.lineWidth = 2;
  c.lineJoin = "miter";
  c.beginPath();
  c.moveTo(x, y);
  c.lineTo(x, y + 5);
  c.lineTo(x + w, y + 5);
  c.lineTo(x + w, y);
  c.stroke();
}

function write(c: CanvasRenderingContext2D, s: Scene, text: string, x: number, y: number, color: string): void {
  c.lineWidth = 3.2;
  c.strokeStyle = `${s.skin.casing}d0`;
  c.strokeText(text, x, y);
  c.fillStyle = color;
  c.fillText(text, x, y);
}

/** Calls f for each site in the view whose code is wanted. */
function eachSite(s: Scene, wanted: (code: number) => boolean, f: (x: number, y: number, code: number) => void): void {
  const level = s.level;
  if (level === null || level.lod > 0) {
    return;
  }
  const table = Uint8Array.from({ length: 256 }, (_, code) => (wanted(code) ? 1 : 0));
  const r = visible(s.camera, s.view);
  for (let y = Math.max(0, Math.floor(r.y) - 1); y < Math.min(level.h, r.y + r.h + 1); y++) {
    const row = (y & (level.height - 1)) * level.width;
    for (let x = Math.max(0, Math.floor(r.x) - 1); x < Math.min(level.w, r.x + r.w + 1); x++) {
      const code = level.codes[row + (x & (level.width - 1))] as number;
      if (table[code] === 1) {
        f(x, y, code);
      }
    }
  }
}

/** A golden ring around each stem cell, so that two among thousands are found, and its name. */
function rings(c: CanvasRenderingContext2D, s: Scene): void {
  const stems = stemTypes(s);
  const scale = s.camera.scale;
  const color = s.skin.id === "stain" ? "#5a3a00" : s.skin.id === "if" ? "#c9ffd8" : "#ffe9a8";
  eachSite(s, (code) => stems.has(code), (x, y, code) => {
    const at = standing(x, y);
    const p = toScreen(s.camera, s.view, at.x, at.y);
    c.strokeStyle = s.skin.id === "stain" ? "#c98a00" : s.skin.halo;
    c.lineWidth = Math.max(1.2, Math.min(3, scale * 0.13));
    c.beginPath();
    c.arc(p.x, p.y, Math.max(3.5, 1.04 * scale), 0, 7);
    c.stroke();
    if (scale >= CELLS_FROM && scale <= PORTRAIT_FROM) {
      write(c, s, shortName(stems.get(code)), p.x + Math.max(6, 1.45 * scale), p.y + 4, color);
    }
  });
}

/** "HSC (hematopoietic stem cell)" is "HSC". */
function shortName(type: CellType | undefined): string {
  return type === undefined ? "" : cellName(type).replace(/\s*\(.*\)$/, "");
}

/** Within this of a megakaryocyte's middle its body hides the seams of others [sites]. */
const COVERED = 2.6;

/** Seams where neighbors touch. */
function contacts(c: CanvasRenderingContext2D, s: Scene): void {
  const level = s.level;
  const reach = new Float32Array(256);
  s.types.filter((type) => isCell(type) && s.looks.shown(type.code) && shapeOf(type).nucleus !== "mega")
    .forEach((type) => (reach[type.code] = radiusOf(shapeOf(type))));
  if (level === null || s.motion !== null && s.motion.part < 1) {
    return;
  }
  const giants = new Set(s.types.filter((type) => isCell(type) && shapeOf(type).nucleus === "mega").map((type) => type.code));
  const covered: { x: number; y: number }[] = [];
  eachSite(s, (code) => giants.has(code), (x, y) => covered.push(standing(x, y)));
  c.beginPath();
  eachSite(s, (code) => (reach[code] as number) > 0, (x, y, code) => {
    const a = standing(x, y);
    if (covered.some((g) => Math.hypot(g.x - a.x, g.y - a.y) < COVERED)) {
      return;
    }
    const diagonal = (y & 1) === 0 ? -1 : 1;
    for (const [dx, dy] of [[1, 0], [0, 1], [diagonal, 1]] as const) {
      const other = reach[level.at(x + dx, y + dy)] ?? 0;
      const b = standing(x + dx, y + dy);
      const d = Math.hypot(b.x - a.x, b.y - a.y);
      const ra = reach[code] as number;
      if (other === 0 || d >= ra + other) {
        continue;
      }
      // The chord in which two circles meet.
      const along = (d * d + ra * ra - other * other) / (2 * d);
      const half = Math.sqrt(Math.max(0, ra * ra - along * along));
      const [ux, uy] = [(b.x - a.x) / d, (b.y - a.y) / d];
      const p = toScreen(s.camera, s.view, a.x + ux * along - uy * half, a.y + uy * along + ux * half);
      const q = toScreen(s.camera, s.view, a.x + ux * along + uy * half, a.y + uy * along - ux * half);
      c.moveTo(p.x, p.y);
      c.lineTo(q.x, q.y);
    }
  });
  c.strokeStyle = s.skin.dark ? "#04060aa0" : "#ffffffc0";
  c.lineWidth = Math.max(1, s.camera.scale * 0.05);
  c.lineCap = "round";
  c.stroke();
}

function markExits(c: CanvasRenderingContext2D, s: Scene): void {
  for (const e of s.outlines?.tissue.exits ?? []) {
    const p = toScreen(s.camera, s.view, e.x + 0.5, e.y + 0.5);
    if (e.z !== s.outlines?.tissue.z || p.x < -80 || p.y < -20 || p.x > s.view.w + 20 || p.y > s.view.h + 20) {
      continue;
    }
    c.beginPath();
    c.arc(p.x, p.y, 4.5, 0, 7);
    c.lineWidth = 3;
    c.strokeStyle = `${s.skin.casing}d0`;
    c.stroke();
    c.fillStyle = s.skin.dark ? "#ffb9b4" : "#a81d4a";
    c.fill();
    write(c, s, t(EXITS[e.kind] ?? "picture.exit"), p.x + 9, p.y + 4, s.skin.dark ? "#ffc9c4" : s.skin.ink);
  }
}

const EXITS: Readonly<Record<string, string>> = {
  "trans-cortical capillary": "picture.capillary", "central vein": "picture.vein", "collecting sinusoid": "picture.collecting",
};

/** Phases of the cell cycle that are drawn: what part of a circle has been gone. */
const CYCLE: readonly number[] = [0, 0.25, 0.55, 0.8, 1];

/** Name, age and clone of each cell, and how far it is in its cycle. */
function portraits(c: CanvasRenderingContext2D, s: Scene): void {
  const facts = new Map(s.labels.map((l) => [`${l.x},${l.y}`, l]));
  const types = new Map(s.types.filter(isCell).map((type) => [type.code, type]));
  const scale = s.camera.scale;
  c.textAlign = "center";
  eachSite(s, (code) => types.has(code) && s.looks.shown(code) && s.looks.lit(code), (x, y, code) => {
    const at = standing(x, y);
    const p = toScreen(s.camera, s.view, at.x, at.y);
    const fact = facts.get(`${x},${y}`);
    cycle(c, s, p.x, p.y, 0.44 * scale, fact?.phase ?? 0);
    const size = Math.min(12, Math.max(8, scale * 0.125));
    const lines = [...shortName(types.get(code)).split(" "), ...(fact?.lines ?? [])].map((line) => fitted(c, line, size, 1.15 * scale));
    lines.forEach((line, i) => write(c, s, line, p.x, p.y + 0.42 * scale + (i - lines.length + 1) * (size + 1) * zoom(), s.skin.ink));
  });
  c.textAlign = "start";
  c.font = font(11, 600);
}

/** Sets the font of a line; the beginning of the line if it is too wide. */
function fitted(c: CanvasRenderingContext2D, line: string, size: number, room: number): string {
  c.font = font(size, 600);
  let text = line;
  while (text.length > 3 && c.measureText(text).width > room) {
    text = `${text.replace(/…$/, "").slice(0, -1)}…`;
  }
  return text;
}

function cycle(c: CanvasRenderingContext2D, s: Scene, x: number, y: number, r: number, phase: number): void {
  const part = CYCLE[phase] ?? 0;
  if (part > 0) {
    c.strokeStyle = s.skin.dark ? "#ffffffb0" : "#3a1440b0";
    c.lineWidth = Math.max(1.5, r * 0.07);
    c.beginPath();
    c.arc(x, y, r, -Math.PI / 2, -Math.PI / 2 + part * 2 * Math.PI);
    c.stroke();
  }
}

/** The selected cell, and the way that it came. */
function marks(c: CanvasRenderingContext2D, s: Scene): void {
  const { selected, trail } = s.marks;
  const way = trail.map((p) => toScreen(s.camera, s.view, standing(p.x, p.y).x, standing(p.x, p.y).y));
  const [first] = way;
  if (first !== undefined) {
    c.beginPath();
    c.moveTo(first.x, first.y);
    way.slice(1).forEach((p) => c.lineTo(p.x, p.y));
    for (const [width, color] of s.skin.dark ? [[4, "#000a"], [1.6, "#fff"]] as const : [[4, "#fffc"], [1.6, "#10141c"]] as const) {
      c.lineWidth = width;
      c.strokeStyle = color;
      c.setLineDash(width === 4 ? [] : [2, 4]);
      c.stroke();
    }
    c.setLineDash([]);
  }
  if (selected !== null) {
    const at = standing(selected.x, selected.y);
    const p = toScreen(s.camera, s.view, at.x, at.y);
    ring(c, s, p.x, p.y, Math.max(8, 0.85 * s.camera.scale), false);
  }
}

/** A ring that is seen on any ground: white in a dark casing, on light skins the other way round. */
function ring(c: CanvasRenderingContext2D, s: Scene, x: number, y: number, r: number, cross: boolean): void {
  const [ink, casing] = s.skin.dark ? ["#fff", "#000d"] : ["#10141c", "#fff"];
  for (const [width, color] of [[5, casing], [2.2, ink]] as const) {
    c.lineWidth = width;
    c.strokeStyle = color ?? "#fff";
    c.beginPath();
    c.arc(x, y, r, 0, 7);
    for (const [dx, dy] of cross ? [[1, 0], [-1, 0], [0, 1], [0, -1]] as const : []) {
      c.moveTo(x + dx * r, y + dy * r);
      c.lineTo(x + dx * (r + 6), y + dy * (r + 6));
    }
    c.stroke();
  }
}
