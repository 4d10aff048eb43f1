// A body of several patches: which of them is shown, and how much of all blood is made in
// each. A card over the picture, a part of the gallery, a key, a word of the address.

import type { Actions } from "./actions.js";
import { BodyMap } from "./bodymap.js";
import type { Part } from "./bookmark.js";
import { byId, el, setText } from "./dom.js";
import { known, t } from "./i18n.js";
import type { Model } from "./model.js";
import { percent } from "./numbers.js";
import type { PatchInfo } from "./protocol.js";

/** Shows the card of a body of several patches, and lets its key go through them. */
export function bodyCard(model: Model, actions: Actions): void {
  const card = byId("body");
  let now: Switch | null = null;
  model.bus.on(["welcome"], () => {
    const focused = card.contains(document.activeElement);
    now = patchesOf(model).length > 1 ? new Switch(model, () => undefined) : null;
    card.hidden = now === null;
    card.replaceChildren(...(now === null ? [] : [now.e]));
    if (focused) {
      card.querySelector<HTMLElement>("[aria-current=true]")?.focus();
    }
  });
  model.bus.on(["status"], () => now?.update());
  actions.on("patch", (back) => step(model, back ? -1 : 1));
}

/** The patches of the body for the gallery; nothing of a body with one. */
export function bodySection(model: Model, chosen: () => void): HTMLElement[] {
  return patchesOf(model).length < 2 ? [] : [el("section", { class: "gallery-patches" }, el("h2", {}, t("body.title")), new Switch(model, chosen).e)];
}

/** The patch in the address. */
export function patchPart(model: Model): Part {
  return {
    now: () => {
      const i = patchesOf(model).findIndex((p) => p.shown);
      return i > 0 ? { patch: patchesOf(model)[i]?.name ?? "" } : {};
    },
    show: ({ patch }) => {
      if (patch !== undefined && !patchesOf(model).some((p) => p.name === patch && p.shown)) {
        show(model, patch);
      }
    },
  };
}

/** What people call a patch. */
export function patchName(p: PatchInfo): string {
  const key = [p.name, p.region ?? ""].map((name) => `body.at.${name}`).find(known);
  return key === undefined ? p.name : t(key);
}

function patchesOf(model: Model): readonly PatchInfo[] {
  return model.welcome?.run.patches ?? [];
}

function step(model: Model, by: number): void {
  const all = patchesOf(model);
  if (all.length < 2) {
    model.say(t("body.alone"));
    return;
  }
  const next = all[(all.findIndex((p) => p.shown) + by + all.length) % all.length] as PatchInfo;
  show(model, next.name);
}

function show(model: Model, patch: string): void {
  model.link.command("show", { patch }).catch((e: { msg?: string }) => model.say(e.msg ?? t("share.refused")));
}

/** Map and list, to choose from. */
class Switch {
  readonly e: HTMLElement;
  private readonly map: BodyMap;
  private readonly parts: readonly { readonly text: HTMLElement; readonly bar: HTMLElement }[];

  constructor(private readonly model: Model, chosen: () => void) {
    const patches = patchesOf(model);
    const choose = (name: string): void => {
      chosen();
      show(model, name);
    };
    this.map = new BodyMap(patches, choose);
    this.parts = patches.map(() => ({ text: el("small"), bar: el("i", { class: "body-part" }) }));
    const rows = patches.map((p, i) => {
      const { text, bar } = this.parts[i] as (typeof this.parts)[number];
      const b = el("button", { type: "button", "aria-current": p.shown ? "true" : "false" }, el("b", {}, patchName(p)), text, bar);
      b.addEventListener("click", () => choose(p.name));
      return el("li", {}, b);
    });
    this.e = el("div", { class: "body-switch" }, this.map.e, el("ul", { "aria-label": t("body.list") }, ...rows), el("p", {}, t("body.of")));
    this.update();
  }

  /** The parts as they are at the moment that is shown. */
  update(): void {
    const cells = this.model.status?.patches ?? this.model.run?.status?.patches ?? [];
    const all = cells.reduce((sum, n) => sum + n, 0);
    const parts = cells.map((n) => (all > 0 ? n / all : 0));
    this.map.glow(parts);
    this.parts.forEach(({ text, bar }, i) => {
      setText(text, percent(parts[i] ?? 0));
      bar.style.inlineSize = `${(100 * (parts[i] ?? 0)).toFixed(1)}%`;
    });
  }
}
