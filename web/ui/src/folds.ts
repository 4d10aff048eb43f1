// Which panels are shown, on a wide screen; and on a phone which of them is in the sheet
// and how tall that is.

import { ACTIONS, type Actions } from "./actions.js";
import { byId, el } from "./dom.js";
import { t } from "./i18n.js";

const PANELS = ["cells", "blood", "map"] as const;
type Panel = (typeof PANELS)[number];

const SIZES = ["peek", "half", "full"] as const;
type SheetSize = (typeof SIZES)[number];

/** Below this the cells lie over the picture, so they are hidden at first [rem]. */
const NARROW = 118;
/** Up to this width there are tabs and a sheet, on a flat screen up to the lesser one [rem]. See css/layout.css. */
const PHONE = { width: 76, flatWidth: 60, height: 52 };
/** A drag of the grip must be this long to mean a size [CSS pixels]. */
const DRAG = 24;

export class Folds {
  private readonly app = byId("app");
  private readonly tabs = [...byId("tabs").querySelectorAll<HTMLButtonElement>("[role=tab]")];
  private narrow: boolean | null = null;

  constructor(private readonly actions: Actions) {
    for (const p of PANELS) {
      actions.on(`panel-${p}`, () => (this.phone && p !== "map" ? this.showTab(p) : this.fold(p, !this.folded(p))));
    }
    actions.on("panel-all", () => this.foldAll());
    actions.onClose(() => this.phone && this.size !== "peek" && this.resize("peek"));
    this.listenTabs();
    this.listenGrip();
    new ResizeObserver(() => this.fit()).observe(document.body);
    this.fit();
  }

  /** Whether the page has the layout of a phone. */
  get phone(): boolean {
    const { clientWidth: w, clientHeight: h } = document.body;
    return w / this.rem <= (h / this.rem <= PHONE.height ? PHONE.flatWidth : PHONE.width);
  }

  /** Shows a tab of the phone's sheet, taller if it was just a strip. */
  showTab(name: string): void {
    this.app.dataset["tab"] = name;
    for (const b of this.tabs) {
      const on = b.dataset["for"] === name;
      b.setAttribute("aria-selected", String(on));
      b.tabIndex = on ? 0 : -1;
    }
    if (name === "more") {
      this.fillMore();
    }
  }

  /** CSS pixels of a unit of the text. */
  private get rem(): number {
    return parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  private folded(p: Panel): boolean {
    return this.app.classList.contains(`no-${p}`);
  }

  private fold(p: Panel, hide: boolean): void {
    this.app.classList.toggle(`no-${p}`, hide);
    document.querySelectorAll(`[data-action=panel-${p}]`).forEach((b) => b.setAttribute("aria-expanded", String(!hide)));
  }

  private foldAll(): void {
    const hide = PANELS.some((p) => !this.folded(p));
    PANELS.forEach((p) => this.fold(p, hide));
    this.app.classList.toggle("kiosk", hide);
  }

  /** Folds what there is no room for, when the room changes. */
  private fit(): void {
    const narrow = document.body.clientWidth / this.rem <= NARROW;
    if (narrow !== this.narrow) {
      this.narrow = narrow;
      this.fold("cells", narrow);
      this.fold("blood", this.app.classList.contains("kiosk"));
    }
  }

  private get size(): SheetSize {
    return SIZES.find((s) => s === this.app.dataset["sheet"]) ?? "peek";
  }

  private resize(size: SheetSize): boolean {
    this.app.dataset["sheet"] = size;
    byId("grip").setAttribute("aria-label", t("chrome.grip-at", { size: t(`chrome.sheet.${size}`) }));
    return true;
  }

  private grow(by: 1 | -1): void {
    this.resize(SIZES[Math.min(2, Math.max(0, SIZES.indexOf(this.size) + by))] as SheetSize);
  }

  /** A tab shows its part of the sheet; the chosen one makes it taller, and small again. */
  private listenTabs(): void {
    this.tabs.forEach((b, i) => {
      b.addEventListener("click", () => {
        const name = b.dataset["for"] ?? "";
        if (name === this.app.dataset["tab"]) {
          this.resize(this.size === "peek" ? "half" : "peek");
          return;
        }
        this.showTab(name);
        if (this.size === "peek" && name !== "blood") {
          this.resize("half");
        }
      });
      b.addEventListener("keydown", (e) => {
        const by = { ArrowRight: 1, ArrowLeft: -1 }[e.key] ?? 0;
        const next = this.tabs[(i + by * (document.dir === "rtl" ? -1 : 1) + this.tabs.length) % this.tabs.length];
        if (by !== 0 && next !== undefined) {
          e.preventDefault();
          this.showTab(next.dataset["for"] ?? "");
          next.focus();
        }
      });
    });
  }

  /** The grip goes through the sizes when it is pressed, and follows a drag and the arrow keys. */
  private listenGrip(): void {
    const grip = byId("grip");
    let from: number | null = null;
    let dragged = false;
    grip.addEventListener("pointerdown", (e) => {
      grip.setPointerCapture(e.pointerId);
      from = e.clientY;
      dragged = false;
    });
    grip.addEventListener("pointermove", (e) => {
      const way = from === null ? 0 : e.clientY - from;
      if (Math.abs(way) > DRAG) {
        this.grow(way < 0 ? 1 : -1);
        from = e.clientY;
        dragged = true;
      }
    });
    grip.addEventListener("pointerup", () => (from = null));
    grip.addEventListener("click", () => {
      if (!dragged) {
        this.resize(SIZES[(SIZES.indexOf(this.size) + 1) % 3] as SheetSize);
      }
    });
    grip.addEventListener("keydown", (e) => {
      if (e.key === "ArrowUp" || e.key === "ArrowDown") {
        e.preventDefault();
        this.grow(e.key === "ArrowUp" ? 1 : -1);
      }
    });
    this.resize("peek");
  }

  /** What a phone's header has no room for, and what needs keys elsewhere. */
  private fillMore(): void {
    const wanted = ["compare", "clear3d", "palette", "record", "share", "gallery", "find", "tables", "undo", "redo", "back", "step", "goto", "live", "fit", "cells", "settings", "help"];
    byId("more").replaceChildren(...wanted.flatMap((id) => ACTIONS.filter((a) => a.id === id && this.actions.knows(id))).map((a) => {
      const b = el("button", { class: "ib", type: "button" }, t(a.label));
      b.addEventListener("click", () => this.actions.run(a.id));
      return b;
    }));
  }
}
