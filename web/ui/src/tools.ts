// The tool bar: looking, moving, and interventions: a button for each group of the
// server's table, with a menu of the group and a form made from the arguments.

import type { Aim } from "./aim.js";
import { byId, el, icon } from "./dom.js";
import { formOf, refused, type Field } from "./fields.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import type { Err, Op } from "./protocol.js";
import type { States } from "./states.js";
import { decimal, said, title } from "./text.js";

/** Variable of the color, and path. */
export const ICONS: Readonly<Record<string, readonly [string, string]>> = {
  "blood": ["--acc", "M8 1.8S3.6 6.7 3.6 9.8a4.4 4.4 0 0 0 8.8 0C12.4 6.7 8 1.8 8 1.8z"],
  "infection": ["--leaf", "M8 4.4a3.6 3.6 0 1 0 0 7.2a3.6 3.6 0 1 0 0-7.2M8 1.5v3M8 11.5v3M1.5 8h3M11.5 8h3M3.4 3.4l2 2M10.6 10.6l2 2M3.4 12.6l2-2M10.6 5.4l2-2"],
  "drugs": ["--warn", "m9 3 4 4-6 6a2.8 2.8 0 0 1-4-4zM6 6l4 4"],
  "growth factors": ["--acc2", "m10 2 4 4M12 4l-6.5 6.5-2-2L10 2M3.5 8.5 2 14l5.5-1.5"],
  "immunity": ["--leaf", "M8 1.8 13 3.6v4.2c0 3.2-2.2 5.4-5 6.4-2.8-1-5-3.2-5-6.4V3.6z"],
  "life": ["--gold", "M4 1.8h8M4 14.2h8M5 1.8c0 4 6 4.4 6 12.4M11 1.8c0 4-6 4.4-6 12.4"],
  "experiments": ["--violet", "M6 2h4M7 2v4l-4 7a.8.8 0 0 0 .7 1.2h8.6A.8.8 0 0 0 13 13L9 6V2M5 10h6"],
};
export const OTHER: readonly [string, string] = ["--gold", "M8 5.6a2.4 2.4 0 1 0 0 4.8a2.4 2.4 0 1 0 0-4.8M8 1.5V4M8 12v2.5M1.5 8H4M12 8h2.5M8 2.2a5.8 5.8 0 1 0 0 11.6a5.8 5.8 0 1 0 0-11.6"];

/** What the hand does in the picture. */
export type Hand = "inspect" | "pan";

const HANDS: Readonly<Record<Hand, readonly [string, string]>> = {
  inspect: ["V", "m3 2 9.5 6-4.3 1L6 13.5z"],
  pan: ["H", "M8 2v12M2 8h12M8 2 6.5 3.5M8 2l1.5 1.5M8 14l-1.5-1.5M8 14l1.5-1.5M2 8l1.5-1.5M2 8l1.5 1.5M14 8l-1.5-1.5M14 8l-1.5 1.5"],
};

interface Group {
  readonly name: string;
  readonly ops: readonly Op[];
  chosen: Op;
}

export class Tools {
  private readonly bar = byId("tools");
  private readonly form = byId("act") as HTMLFormElement;
  private readonly error = el("p", { class: "error", role: "alert", hidden: true });
  private ops: readonly Op[] = [];
  private groups: readonly Group[] = [];
  private fields: readonly Field[] = [];
  private open = -1;
  /** What the hand does in the picture. */
  hand: Hand = "inspect";

  constructor(private readonly model: Model, private readonly states: States, private readonly aim: Aim) {
    this.build();
    model.bus.on(["welcome"], () => this.build());
    this.bar.addEventListener("keydown", (e) => this.walk(e));
    this.form.addEventListener("submit", (e) => {
      e.preventDefault();
      void this.apply();
    });
  }

  /** Takes another hand. */
  hold(hand: Hand): void {
    this.hand = hand;
    this.close();
    byId("picture").classList.toggle("pan", hand === "pan");
    this.mark();
  }

  /** Opens the form of a group, or closes it. */
  toggle(i: number): void {
    const group = this.groups[i];
    if (group === undefined) {
      return;
    }
    if (this.open === i) {
      this.close();
      return;
    }
    this.open = i;
    this.mark();
    this.form.hidden = false;
    this.choose(group, group.chosen);
    this.form.querySelector<HTMLElement>("input, .entry select")?.focus();
  }

  /** Closes the form; false if none was open. */
  close(): boolean {
    if (this.open < 0) {
      return false;
    }
    this.bar.querySelector<HTMLElement>(`[data-group="${this.open}"]`)?.focus();
    this.open = -1;
    this.states.clear("range");
    this.aim.stop();
    this.form.hidden = true;
    this.mark();
    return true;
  }

  private build(): void {
    const ops = this.model.welcome?.ops ?? [];
    if (this.bar.childElementCount > 0 && JSON.stringify(ops) === JSON.stringify(this.ops)) {
      return; // the same server again: leave an open form alone
    }
    this.close();
    this.ops = ops;
    this.groups = grouped(ops);
    const rule = this.groups.length === 0 ? [] : [el("div", { class: "sep", role: "separator" })];
    this.bar.replaceChildren(this.handle("inspect"), this.handle("pan"), ...rule, ...this.groups.map((g, i) => this.button(g, i)));
    this.mark();
  }

  private handle(hand: Hand): HTMLElement {
    const [key, path] = HANDS[hand];
    const b = el("button", { class: "tool", type: "button", "data-hand": hand, title: t(`chrome.act.tool-${hand}`), "aria-keyshortcuts": key },
      icon(path), el("span", {}, t(`tools.${hand}`)), el("kbd", {}, key));
    b.addEventListener("click", () => this.hold(hand));
    return b;
  }

  private button(g: Group, i: number): HTMLElement {
    const [color, path] = ICONS[g.name] ?? OTHER;
    const drawing = icon(path);
    drawing.style.color = `var(${color})`;
    const names = g.ops.map((op) => title(op.name)).join(", ");
    const name = groupName(g);
    const b = el("button", { class: "tool", type: "button", "data-group": i, "aria-expanded": "false", "aria-controls": "act", title: names, "aria-keyshortcuts": i + 1 },
      drawing, el("span", {}, name), el("kbd", {}, String(i + 1)));
    b.addEventListener("click", () => this.toggle(i));
    return b;
  }

  private get buttons(): readonly HTMLButtonElement[] {
    return [...this.bar.querySelectorAll("button")];
  }

  /** What is chosen is marked, and is the one that Tab goes to. */
  private mark(): void {
    for (const b of this.buttons) {
      const { hand, group } = b.dataset;
      const on = hand === undefined ? group === String(this.open) : hand === this.hand && this.open < 0;
      b.setAttribute(hand === undefined ? "aria-expanded" : "aria-pressed", String(on));
      b.tabIndex = on ? 0 : -1;
    }
  }

  /** Arrow keys go from one button to the next. */
  private walk(e: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[e.key];
    const all = this.buttons;
    const at = all.findIndex((b) => b === document.activeElement);
    if (by !== undefined && at >= 0) {
      e.preventDefault();
      all[(at + by + all.length) % all.length]?.focus();
    }
  }

  /** Shows the form of an intervention under the menu of its group. */
  private choose(g: Group, op: Op): void {
    g.chosen = op;
    const close = el("button", { type: "button", "aria-label": t("chrome.close") }, "×");
    close.addEventListener("click", () => this.close());
    this.fields = formOf(op);
    this.aim.stop();
    this.error.hidden = true;
    this.form.replaceChildren(
      el("h3", {}, groupName(g), close),
      this.menu(g),
      el("p", {}, said(`tools.help.${op.name}`, op.help)),
      ...this.fields.map((f) => f.element),
      ...this.aiming(),
      this.error,
      el("button", { class: "btn", id: "apply" }, t("tools.apply")),
      el("p", { class: "fine" }, t("tools.sources", { sources: op.sources.join(", ") })),
    );
  }

  /** For what can act on a ball or a point of the patch: a button that lets it be pointed at. */
  private aiming(): HTMLElement[] {
    const parts = (["x", "y", "z", "radius"] as const).map((name) => [name, this.fieldOf(name)] as const);
    if (parts.some(([name, f]) => f === undefined && name !== "radius")) {
      return [];
    }
    const b = el("button", { class: "btn plain", type: "button" }, t("tools.aim"));
    b.addEventListener("click", () => this.aim.start((c) => parts.forEach(([name, f]) => f?.put(c[name]))));
    return [b];
  }

  private menu(g: Group): HTMLElement {
    const items = g.ops.map((op) => {
      const b = el("button", { type: "button", "aria-pressed": String(op === g.chosen), "data-op": op.name }, title(op.name));
      b.addEventListener("click", () => {
        this.choose(g, op);
        this.form.querySelector<HTMLElement>("[aria-pressed=true]")?.focus();
      });
      return b;
    });
    return el("div", { class: "menu", role: "group", "aria-label": groupName(g) }, ...items);
  }

  private fieldOf(name: string): Field | undefined {
    return this.fields.find((f) => f.has(name));
  }

  /** Sends the form; what the server refuses is shown at its field. */
  private async apply(): Promise<void> {
    const op = this.groups[this.open]?.chosen;
    if (op === undefined) {
      return;
    }
    if (this.outside()) {
      return;
    }
    const given = this.fields.flatMap((f) => [f.value() ?? []]).filter((v) => v.length === 2);
    this.refuse({ msg: "" });
    try {
      const ok = await this.model.link.command(op.op, { name: op.name, ...Object.fromEntries(given) });
      this.model.say(t("tools.done", { name: title(op.name), day: decimal(ok.tick / this.model.ticksPerDay) }));
    } catch (e) {
      this.refuse(e as Err);
    }
  }

  /** Refuses a number that is out of its range: what was typed stays, and what is allowed is told. */
  private outside(): boolean {
    const wrong = refused(this.fields);
    this.states.clear("range");
    if (wrong !== undefined) {
      this.states.on("range", "field", () => wrong.focus());
      this.states.set("range", { what: wrong.name, range: wrong.outside() ?? "" });
    }
    return wrong !== undefined;
  }

  private refuse(e: Pick<Err, "msg" | "field">): void {
    const at = this.fieldOf(e.field ?? "");
    this.fields.forEach((f) => f.refuse(f === at ? e.msg : ""));
    this.error.textContent = at === undefined ? e.msg : "";
    this.error.hidden = this.error.textContent === "";
  }
}

function groupName(g: Group): string {
  return said(`tools.group.${g.name.replaceAll(" ", "-")}`, g.name);
}

/** The groups of the table, in the order in which they first come. */
function grouped(ops: readonly Op[]): Group[] {
  return [...new Set(ops.map((op) => op.group))].map((name) => {
    const own = ops.filter((op) => op.group === name);
    return { name, ops: own, chosen: own[0] as Op };
  });
}
