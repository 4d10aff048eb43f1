// What is written over the picture: names of stem cells, exits, the cross-hair.

import { CELLS_FROM, toScreen } from "./camera.js";
import type { Labels } from "./labels.js";
import { specials, type Scene } from "./scene.js";

export function drawOverlay(canvas: HTMLCanvasElement, s: Scene, names: Labels): void {
  const c = canvas.getContext("2d");
  if (c === null) {
    return;
  }
  c.setTransform(s.ratio, 0, 0, s.ratio, 0, 0);
  c.clearRect(0, 0, s.view.w, s.view.h);
  c.font = '600 11px Inter, "Segoe UI", system-ui, sans-serif';
  c.lineWidth = 3;
  c.lineJoin = "round";
  for (const l of names.of(s)) {
    const p = toScreen(s.camera, s.view, l.x, l.y);
    write(c, l.text, p.x - c.measureText(l.text).width / 2, p.y + 4, l.color);
  }
  if (s.camera.scale >= CELLS_FROM) {
    nameStems(c, s);
    markExits(c, s);
  }
  if (document.activeElement?.id === "picture" && document.activeElement.matches(":focus-visible")) {
    crossHair(c, s);
  }
}

function write(c: CanvasRenderingContext2D, text: string, x: number, y: number, color: string): void {
  c.strokeStyle = "#05070bcc";
  c.strokeText(text, x, y);
  c.fillStyle = color;
  c.fillText(text, x, y);
}

function nameStems(c: CanvasRenderingContext2D, s: Scene): void {
  for (const h of specials(s).stems) {
    if (h.kept < 1) {
      continue;
    }
    for (let i = 0; i < h.at.length; i += 4) {
      const p = toScreen(s.camera, s.view, h.at[i] as number, h.at[i + 1] as number);
      write(c, h.type.label.split(" ")[0] ?? "", p.x + 1.5 * s.camera.scale, p.y + 4, "#ffe9a8");
    }
  }
}

function markExits(c: CanvasRenderingContext2D, s: Scene): void {
  for (const e of s.outlines?.tissue.exits ?? []) {
    const p = toScreen(s.camera, s.view, e.x + 0.5, e.y + 0.5);
    if (p.x < -80 || p.y < -20 || p.x > s.view.w + 20 || p.y > s.view.h + 20) {
      continue;
    }
    c.beginPath();
    c.arc(p.x, p.y, 5, 0, 7);
    c.strokeStyle = "#05070bcc";
    c.stroke();
    c.fillStyle = "#ffb9b4";
    c.fill();
    write(c, e.kind, p.x + 9, p.y + 4, "#ffc9c4");
  }
}

function crossHair(c: CanvasRenderingContext2D, s: Scene): void {
  const x = s.view.w / 2;
  const y = s.view.h / 2;
  c.strokeStyle = "#000c";
  for (const [width, color] of [[4, "#000c"], [1.5, "#fff"]] as const) {
    c.lineWidth = width;
    c.strokeStyle = color;
    c.beginPath();
    c.arc(x, y, 9, 0, 7);
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
      c.moveTo(x + dx * 9, y + dy * 9);
      c.lineTo(x + dx * 15, y + dy * 15);
    }
    c.stroke();
  }
}
