// What mouse and fingers do to the picture.

import type { Actions } from "./actions.js";
import { pan, toSite, zoomAt } from "./camera.js";
import { byId, el } from "./dom.js";
import { Gestures, type Point } from "./gesture.js";
import { openMenu } from "./menu.js";
import type { Model } from "./model.js";
import { pick } from "./pick.js";
import type { Stage } from "./stage.js";
import type { Tools } from "./tools.js";

/** Name of the event of the picture for a click or tap that looks at something; its detail is a Point. */
export const TAPPED = "marrow-tap";

/** Makes the picture movable by drag, wheel, pinch and double-click, and names what is pointed at. */
export function pointing(stage: Stage, model: Model, tools: Tools, actions: Actions): void {
  const canvas = stage.canvas;
  let hover: Point | null = null;
  const at = (e: MouseEvent): Point => {
    const box = canvas.getBoundingClientRect();
    return { x: e.clientX - box.left, y: e.clientY - box.top };
  };
  const gestures = meaning(stage, tools, actions, (p) => {
    hover = p;
    name();
  });
  const name = (): void => showTip(stage, model, gestures.active ? null : hover);

  canvas.addEventListener("pointerdown", (e) => {
    if (e.pointerType === "mouse" && e.button === 2) {
      return;
    }
    canvas.setPointerCapture(e.pointerId);
    gestures.press(e.pointerId, at(e), e.timeStamp, e.pointerType === "touch");
    canvas.classList.add("drag");
    name();
  });
  canvas.addEventListener("pointermove", (e) => {
    if (gestures.active) {
      gestures.move(e.pointerId, at(e));
      return;
    }
    hover = e.pointerType === "touch" ? null : at(e);
    name();
  });
  canvas.addEventListener("pointerup", (e) => {
    gestures.release(e.pointerId, at(e), e.timeStamp, e.pointerType === "touch");
    canvas.classList.toggle("drag", gestures.active);
    name();
  });
  canvas.addEventListener("pointercancel", (e) => {
    gestures.cancel(e.pointerId);
    canvas.classList.toggle("drag", gestures.active);
  });
  canvas.addEventListener("pointerleave", () => {
    hover = null;
    name();
  });
  canvas.addEventListener("wheel", (e) => {
    e.preventDefault();
    wheel(stage, actions, e, at(e));
  }, { passive: false });
  canvas.addEventListener("dblclick", (e) => {
    const p = at(e);
    stage.zoomBy(3, p.x, p.y);
  });
  canvas.addEventListener("contextmenu", (e) => {
    e.preventDefault();
    if (!gestures.active) {
      openMenu(stage, model, actions, at(e));
    }
  });
  canvas.addEventListener("marrow-hold", (e) => openMenu(stage, model, actions, (e as CustomEvent<Point>).detail));
  model.bus.on(["picture", "camera"], name);
}

/** What each gesture does; look is called with what was tapped by a finger. */
function meaning(stage: Stage, tools: Tools, actions: Actions, look: (p: Point) => void): Gestures {
  const tell = (name: string, p: Point): void => void stage.canvas.dispatchEvent(new CustomEvent(name, { detail: p }));
  return new Gestures({
    tap: (p, touch) => {
      if (touch) {
        look(p);
      }
      if (tools.hand === "inspect") {
        tell(TAPPED, p);
      }
    },
    doubleTap: (p) => stage.zoomBy(3, p.x, p.y),
    hold: (p) => tell("marrow-hold", p),
    drag: (a, b) => stage.panBy(b.x - a.x, b.y - a.y),
    pinch: (a, b) => pinch(stage, a, b),
    twoTap: () => void actions.run("undo"),
    twoDoubleTap: () => stage.fit(),
  });
}

/** Zooms at the pointer; with Alt it changes the brush. */
function wheel(stage: Stage, actions: Actions, e: WheelEvent, p: Point): void {
  if (e.altKey) {
    actions.run(e.deltaY < 0 ? "brush-larger" : "brush-smaller");
    return;
  }
  const lines = e.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? e.deltaY / 100 : e.deltaY / 3;
  stage.zoomBy(Math.max(-3, Math.min(3, -lines)), p.x, p.y);
}

/** The sites under both fingers stay under them. */
function pinch(stage: Stage, a: readonly [Point, Point], b: readonly [Point, Point]): void {
  const middle = ([p, q]: readonly [Point, Point]): Point => ({ x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 });
  const apart = ([p, q]: readonly [Point, Point]): number => Math.hypot(p.x - q.x, p.y - q.y);
  const [from, to] = [middle(a), middle(b)];
  const moved = pan(stage.camera, to.x - from.x, to.y - from.y);
  stage.moveTo(apart(a) > 0 ? zoomAt(moved, stage.view, to.x, to.y, apart(b) / apart(a)) : moved);
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
  tip.style.transform = `translate(${Math.round(Math.max(4, left))}px, ${Math.round(top)}px)`;
}
