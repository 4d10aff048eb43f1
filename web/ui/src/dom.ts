// Short ways to make and find elements.

import { settings } from "./settings.js";

type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Makes an element. A false attribute is left out, a true one is empty. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const e = document.createElement(tag);
  setAll(e, attributes);
  e.append(...children);
  return e;
}

export function svg(tag: string, attributes: Attributes = {}, ...children: (Node | string)[]): SVGElement {
  const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAll(e, attributes);
  e.append(...children);
  return e;
}

function setAll(e: Element, attributes: Attributes): void {
  for (const [k, v] of Object.entries(attributes)) {
    if (v !== false) {
      e.setAttribute(k, v === true ? "" : String(v));
    }
  }
}

/** An icon of 16 x 16 from path data. */
export function icon(...paths: string[]): SVGElement {
  return svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, ...paths.map((d) => svg("path", { d })));
}

/** The element of the page with this id. */
export function byId(id: string): HTMLElement {
  const e = document.getElementById(id);
  if (e === null) {
    throw new Error(`the page has no #${id}`);
  }
  return e;
}

/** Sets text only if it differs: cheap to call often. */
export function setText(e: Element, text: string): void {
  if (e.textContent !== text) {
    e.textContent = text;
  }
}

export function reducedMotion(): boolean {
  return settings.reducedMotion;
}
