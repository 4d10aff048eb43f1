// Opens and closes the view in depth. What it takes is loaded when it is first opened.

import { byId } from "./dom.js";
import type { DepthView } from "./depth.js";
import type { Model } from "./model.js";
import type { Stage } from "./stage.js";

export class DepthSwitch {
  view: DepthView | null = null;

  /** plain: without the graphics card. */
  constructor(private readonly model: Model, private readonly stage: Stage, private readonly plain: boolean) {}

  toggle(): void {
    if (this.view !== null) {
      this.view.close();
      return;
    }
    void import("./depth.js").then(({ DepthView: View }) => {
      this.view ??= new View(this.model, this.stage, byId("stage"), this.plain, () => this.pressed(null));
      this.pressed(this.view);
    });
  }

  private pressed(view: DepthView | null): void {
    this.view = view;
    document.querySelectorAll("[data-action=clear3d]").forEach((b) => b.setAttribute("aria-pressed", String(view !== null)));
  }
}
