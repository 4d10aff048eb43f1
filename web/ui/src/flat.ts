// Draws a scene with a 2-D canvas, where there is no WebGL2: the same picture with
// plainer means.

import { CELLS_FROM, DISCS_FROM, toScreen, visible } from "./camera.js";
import { groupColor, isCell, kept } from "./palette.js";
import { specials, type Renderer, type Scene } from "./scene.js";
import type { CellType } from "./protocol.js";
import type { Level } from "./tiles.js";

const GROUND = "#110b12";
const OUTSIDE = "#070a0f";
const CLASS_COLORS: Readonly<Record<string, string>> = {
  b: "#8d857a", f: "#5a5243", s: "#3d0e16", a: "#5d1a20", c: "#4a1218", v: "#3d0e16",
};

export function flatRenderer(canvas: HTMLCanvasElement): Renderer | null {
  const c = canvas.getContext("2d", { alpha: false });
  if (c === null) {
    return null;
  }
  return { name: "2-D canvas", draw: (s) => draw(c, s) };
}

function draw(c: CanvasRenderingContext2D, s: Scene): void {
  c.setTransform(s.ratio, 0, 0, s.ratio, 0, 0);
  c.fillStyle = OUTSIDE;
  c.fillRect(0, 0, s.view.w, s.view.h);
  const a = toScreen(s.camera, s.view, 0, 0);
  c.fillStyle = GROUND;
  c.fillRect(a.x, a.y, s.world.w * s.camera.scale, s.world.h * s.camera.scale);
  drawTissue(c, s);
  if (s.level !== null) {
    drawCells(c, s, s.level);
    drawSpecials(c, s);
  }
}

function drawTissue(c: CanvasRenderingContext2D, s: Scene): void {
  if (s.outlines === null) {
    return;
  }
  const { w, h, classes, fat } = s.outlines.tissue;
  const r = visible(s.camera, s.view);
  const step = Math.max(1, Math.floor(1 / s.camera.scale));
  const edge = s.camera.scale * step + 0.5;
  for (let y = Math.max(0, Math.floor(r.y)); y < Math.min(h, r.y + r.h); y += step) {
    for (let x = Math.max(0, Math.floor(r.x)); x < Math.min(w, r.x + r.w); x += step) {
      const color = CLASS_COLORS[classes[y * w + x] as string];
      if (color !== undefined) {
        const p = toScreen(s.camera, s.view, x, y);
        c.fillStyle = color;
        c.fillRect(p.x, p.y, edge, edge);
      }
    }
  }
  c.fillStyle = "#6a604e";
  c.strokeStyle = "#c9b98f";
  for (const [x, y, radius] of fat) {
    const p = toScreen(s.camera, s.view, x, y);
    c.beginPath();
    c.arc(p.x, p.y, radius * s.camera.scale, 0, 7);
    c.fill();
    c.stroke();
  }
}

/** Cells of one color are one path: far fewer calls than one a cell. */
function drawCells(c: CanvasRenderingContext2D, s: Scene, level: Level): void {
  const texel = 2 ** level.lod;
  const edge = texel * s.camera.scale;
  const round = edge >= DISCS_FROM && level.lod === 0;
  const paths = new Map<number, Path2D>();
  const r = visible(s.camera, s.view);
  for (let y = Math.max(0, Math.floor(r.y / texel)); y < Math.min(level.h, (r.y + r.h) / texel); y++) {
    for (let x = Math.max(0, Math.floor(r.x / texel)); x < Math.min(level.w, (r.x + r.w) / texel); x++) {
      const code = level.at(x, y);
      let path = paths.get(code);
      if (path === undefined) {
        path = new Path2D();
        paths.set(code, path);
      }
      const p = toScreen(s.camera, s.view, x * texel, y * texel);
      if (round) {
        path.moveTo(p.x + edge * 0.98, p.y + edge / 2);
        path.arc(p.x + edge / 2, p.y + edge / 2, edge * 0.48, 0, 7);
      } else {
        path.rect(p.x, p.y, edge, edge);
      }
    }
  }
  for (const t of s.types) {
    const path = paths.get(t.code);
    if (path !== undefined && isCell(t)) {
      paint(c, s, t, path);
    }
  }
  c.globalAlpha = 1;
}

function paint(c: CanvasRenderingContext2D, s: Scene, t: CellType, path: Path2D): void {
  const keep = kept(t.code, s.highlight, s.solo);
  if (keep === 0) {
    return;
  }
  c.globalAlpha = keep;
  c.fillStyle = s.camera.scale >= CELLS_FROM ? t.color : groupColor(t);
  c.fill(path);
  if (s.camera.scale >= CELLS_FROM) {
    c.strokeStyle = "#0006";
    c.stroke(path);
  }
}

function drawSpecials(c: CanvasRenderingContext2D, s: Scene): void {
  const { giants, stems } = specials(s);
  for (const [list, ring] of [[giants, false], [stems, true]] as const) {
    for (const g of list) {
      c.fillStyle = g.type.color;
      c.strokeStyle = "#ffd76a";
      for (let i = 0; i < g.at.length; i += 4) {
        const p = toScreen(s.camera, s.view, g.at[i] as number, g.at[i + 1] as number);
        c.beginPath();
        c.arc(p.x, p.y, (g.at[i + 2] as number) * s.camera.scale, 0, 7);
        if (ring) {
          c.stroke();
        } else {
          c.fill();
        }
      }
    }
  }
}
