// The menu of palettes, and the colors of one's own.

import type { Part } from "./bookmark.js";
import { hex } from "./color.js";
import { byId, el, setText } from "./dom.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import { isCell, PALETTES, Palettes, shapeOf, TELL_APART, type PaletteId } from "./palettes.js";
import type { CellType } from "./protocol.js";
import type { Stage } from "./stage.js";
import { lineageName } from "./names.js";

export class PaletteMenu {
  private readonly box = el("div", { class: "float palettes", id: "palettes", role: "dialog", "aria-label": t("picture.palettes"), hidden: true });
  private opener: HTMLElement | null = null;

  constructor(private readonly model: Model, private readonly stage: Stage) {
    byId("stage").append(this.box);
    model.bus.on(["palette", "welcome"], () => this.worn());
    this.box.addEventListener("keydown", (e) => {
      if (e.key === "Escape") {
        e.stopPropagation();
        this.close();
      }
    });
    for (const b of document.querySelectorAll<HTMLElement>("[data-action=palette]")) {
      b.setAttribute("aria-haspopup", "dialog");
      b.addEventListener("click", (e) => {
        e.stopImmediatePropagation(); // the key goes on to the next palette, the button opens the menu
        this.toggle(b);
      }, { capture: true });
    }
    this.worn();
  }

  /** Wears the next palette and says which. */
  next(): void {
    this.model.palettes.next();
    this.model.say(t("picture.palette.now", { name: name(this.model.palettes.id) }));
  }

  /** Opens or closes the menu; the focus goes back to who opened it. */
  toggle(opener: HTMLElement | null = null): void {
    if (!this.box.hidden) {
      this.close();
      return;
    }
    this.opener = opener;
    this.box.hidden = false;
    this.build();
    this.box.querySelector<HTMLElement>("[aria-checked=true]")?.focus();
  }

  close(): void {
    this.box.hidden = true;
    this.opener?.focus();
  }

  /** The palette is another one. */
  private worn(): void {
    const { palettes } = this.model;
    document.documentElement.dataset["ground"] = palettes.skin.dark ? "dark" : "light";
    const label = document.getElementById("palette-name");
    if (label !== null) {
      setText(label, t("picture.palette.button", { name: name(palettes.id) }));
    }
    if (!this.box.hidden) {
      this.build();
    }
  }

  private build(): void {
    const { palettes } = this.model;
    const had = document.activeElement?.id ?? "";
    const close = el("button", { class: "ib", "aria-label": t("picture.close") }, "×");
    close.addEventListener("click", () => this.close());
    const group = el("div", { role: "radiogroup", "aria-label": t("picture.palettes") }, ...PALETTES.map((id) => this.choice(id)));
    const maturity = el("input", { type: "checkbox", checked: this.stage.painter.maturity });
    maturity.addEventListener("change", () => {
      this.stage.painter.maturity = maturity.checked;
      this.stage.redraw();
    });
    const own = palettes.id === "user" ? [this.own()] : [];
    this.box.replaceChildren(
      el("h3", {}, t("picture.palettes"), close), group,
      el("label", { class: "check" }, maturity, t("picture.maturity")), ...own,
    );
    document.getElementById(had)?.focus();
  }

  private choice(id: PaletteId): HTMLElement {
    const on = this.model.palettes.id === id;
    const b = el("button", { class: "palette-choice", id: `palette-${id}`, role: "radio", "aria-checked": String(on), tabindex: on ? 0 : -1 },
      this.strip(id), el("b", {}, name(id)), el("small", {}, t(`picture.palette.${id}.note`)));
    b.addEventListener("click", () => this.model.palettes.use(id));
    b.addEventListener("keydown", (e) => {
      const step: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
      const by = step[e.key];
      if (by !== undefined) {
        e.preventDefault();
        e.stopPropagation();
        const to = PALETTES[(PALETTES.indexOf(id) + by + PALETTES.length) % PALETTES.length] as PaletteId;
        this.model.palettes.use(to);
        document.getElementById(`palette-${to}`)?.focus();
      }
    });
    return b;
  }


  /** One cell of each lineage in the colors of a palette. */
  private strip(id: PaletteId): HTMLElement {
    const calm = { calm: id === "calm", set: () => undefined };
    const palettes = new Palettes(() => undefined, null, calm);
    palettes.use(id === "user" ? this.model.palettes.owned : id);
    const middle = this.lineages().map((l) => l[Math.floor(l.length / 2)] as CellType);
    const strip = el("span", { class: "palette-strip", "aria-hidden": "true" }, ...middle.map((type) => {
      const i = el("i");
      i.style.background = palettes.swatch(type);
      return i;
    }));
    strip.style.background = hex(palettes.structure("empty"));
    return strip;
  }

  private lineages(): CellType[][] {
    const cells = (this.model.welcome?.types ?? []).filter(isCell);
    return [...new Set(cells.map((c) => c.lineage))].map((l) => cells.filter((c) => c.lineage === l));
  }

  /** A color field for each lineage and, folded, for each of its types. */
  private own(): HTMLElement {
    const { palettes } = this.model;
    const rows = this.lineages().map((types) => {
      const lineage = (types[0] as CellType).lineage;
      const head = el("summary", {}, this.field(lineage, lineageName(lineage), hex(palettes.group(lineage))));
      return el("details", {}, head, ...types.map((type) => this.field(shapeOf(type).id, type.label, palettes.color(type))));
    });
    const clashes = palettes.clashes(this.model.welcome?.types ?? []).slice(0, 4).map((c) => el("li", {}, t("picture.palette.clash", {
      a: this.label(c.a), b: this.label(c.b), d: c.distance.toFixed(1), least: TELL_APART,
    })));
    return el("div", { class: "own" }, ...(clashes.length === 0 ? [] : [el("ul", { class: "clash", role: "status" }, ...clashes)]), ...rows);
  }

  private label(id: string): string {
    return this.model.welcome?.types.find((type) => type.id === id)?.label ?? id;
  }

  private field(id: string, label: string, color: string): HTMLElement {
    const { palettes } = this.model;
    const input = el("input", { type: "color", id: `color-${id}`, value: color, "aria-label": t("picture.palette.color", { name: label }) });
    input.addEventListener("change", () => palettes.recolor(id, input.value));
    input.addEventListener("click", (e) => e.stopPropagation());
    const reset = el("button", { class: "small", type: "button", hidden: !palettes.recolored(id), "aria-label": t("picture.palette.reset.of", { name: label }) }, t("picture.palette.reset"));
    reset.addEventListener("click", (e) => {
      e.preventDefault();
      palettes.recolor(id, null);
    });
    return el("span", { class: "color" }, input, el("span", {}, label), reset);
  }
}

/** Palette and hidden lineages as parts of the address. */
export function coloring(model: Model): Part {
  const cells = (): CellType[] => (model.welcome?.types ?? []).filter(isCell);
  return {
    now: () => {
      const hidden = [...new Set(cells().map((c) => c.lineage))].filter((l) => cells().every((c) => c.lineage !== l || model.hidden.has(c.code)));
      return { palette: model.palettes.text, ...(hidden.length > 0 ? { hidden } : {}) };
    },
    show: ({ palette, hidden }) => {
      if (palette !== undefined) {
        model.palettes.use(palette);
      }
      if (hidden !== undefined) {
        model.setHidden(new Set(cells().filter((c) => hidden.includes(c.lineage)).map((c) => c.code)));
      }
    },
  };
}

function name(id: PaletteId): string {
  return t(`picture.palette.${id}`);
}
