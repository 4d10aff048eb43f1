// What mouse and fingers do to the picture.

import { toSite } from "./camera.js";
import { byId, el } from "./dom.js";
import type { Model } from "./model.js";
import { pick } from "./pick.js";
import type { Stage } from "./stage.js";

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Makes the picture movable by drag, wheel, pinch and double-click, and names what is pointed at. */
export function pointing(stage: Stage, model: Model): void {
  const canvas = stage.canvas;
  const down = new Map<number, Point>();
  let hover: Point | null = null;
  const at = (e: MouseEvent): Point => {
    const box = canvas.getBoundingClientRect();
    return { x: e.clientX - box.left, y: e.clientY - box.top };
  };
  const name = (): void => showTip(stage, model, down.size === 0 ? hover : null);

  canvas.addEventListener("pointerdown", (e) => {
    canvas.setPointerCapture(e.pointerId);
    down.set(e.pointerId, at(e));
    canvas.classList.add("drag");
    name();
  });
  canvas.addEventListener("pointermove", (e) => {
    const p = at(e);
    const old = down.get(e.pointerId);
    if (old === undefined) {
      hover = e.pointerType === "touch" ? null : p;
      name();
      return;
    }
    const other = [...down].find(([id]) => id !== e.pointerId)?.[1];
    down.set(e.pointerId, p);
    if (other === undefined) {
      stage.panBy(p.x - old.x, p.y - old.y);
    } else {
      pinch(stage, old, p, other);
    }
  });
  const up = (e: PointerEvent): void => {
    down.delete(e.pointerId);
    canvas.classList.toggle("drag", down.size > 0);
    if (e.pointerType === "touch") {
      hover = at(e);
    }
    name();
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("pointerleave", () => {
    hover = null;
    name();
  });
  canvas.addEventListener("wheel", (e) => {
    e.preventDefault();
    const p = at(e);
    const lines = e.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? e.deltaY / 100 : e.deltaY / 3;
    stage.zoomBy(Math.max(-3, Math.min(3, -lines)), p.x, p.y);
  }, { passive: false });
  canvas.addEventListener("dblclick", (e) => {
    const p = at(e);
    stage.zoomBy(3, p.x, p.y);
  });
  model.bus.on(["picture", "camera"], name);
}

/** Two fingers: the sites under both stay under both. */
function pinch(stage: Stage, old: Point, now: Point, other: Point): void {
  const before = Math.hypot(old.x - other.x, old.y - other.y);
  const after = Math.hypot(now.x - other.x, now.y - other.y);
  stage.panBy((now.x - old.x) / 2, (now.y - old.y) / 2);
  if (before > 0) {
    stage.zoomBy(Math.log(after / before) / Math.log(1.25), (now.x + other.x) / 2, (now.y + other.y) / 2);
  }
}

function showTip(stage: Stage, model: Model, p: Point | null): void {
  const tip = byId("tip");
  const site = p === null ? null : toSite(stage.camera, stage.view, p.x, p.y);
  const found = site === null ? null : pick(model, site.x, site.y);
  model.palettes.enliven(found === null ? "" : (model.type(found.code)?.lineage ?? ""));
  tip.hidden = found === null;
  if (p === null || found === null) {
    return;
  }
  const sw = el("span", { class: "sw" });
  sw.style.background = model.swatch(found.code);
  tip.replaceChildren(sw, el("b", {}, found.name), el("br"), el("span", {}, found.detail));
  const left = p.x + 18 + tip.offsetWidth > stage.view.w ? p.x - 14 - tip.offsetWidth : p.x + 18;
  const top = p.y + 14 + tip.offsetHeight > stage.view.h ? p.y - 10 - tip.offsetHeight : p.y + 14;
  tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}
