// Interventions: a button for each group of the server's table, with a menu of the
// group and a form made from the arguments.

import { byId, el, icon } from "./dom.js";
import { fieldsOf, type Field } from "./fields.js";
import type { Model } from "./model.js";
import type { Err, Op } from "./protocol.js";
import { TEXT, title } from "./text.js";

export const ICONS: Readonly<Record<string, readonly [string, string]>> = {
  "blood": ["#ff6b5e", "M8 1.8S3.6 6.7 3.6 9.8a4.4 4.4 0 0 0 8.8 0C12.4 6.7 8 1.8 8 1.8z"],
  "infection": ["#8fe36b", "M8 4.4a3.6 3.6 0 1 0 0 7.2a3.6 3.6 0 1 0 0-7.2M8 1.5v3M8 11.5v3M1.5 8h3M11.5 8h3M3.4 3.4l2 2M10.6 10.6l2 2M3.4 12.6l2-2M10.6 5.4l2-2"],
  "drugs": ["#ffb224", "m9 3 4 4-6 6a2.8 2.8 0 0 1-4-4zM6 6l4 4"],
  "growth factors": ["#6ea8fe", "m10 2 4 4M12 4l-6.5 6.5-2-2L10 2M3.5 8.5 2 14l5.5-1.5"],
  "experiments": ["#c79bff", "M6 2h4M7 2v4l-4 7a.8.8 0 0 0 .7 1.2h8.6A.8.8 0 0 0 13 13L9 6V2M5 10h6"],
};
export const OTHER: readonly [string, string] = ["#ffd76a", "M8 5.6a2.4 2.4 0 1 0 0 4.8a2.4 2.4 0 1 0 0-4.8M8 1.5V4M8 12v2.5M1.5 8H4M12 8h2.5"];

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

  constructor(private readonly model: Model) {
    model.bus.on(["welcome"], () => this.build());
    this.form.addEventListener("submit", (e) => {
      e.preventDefault();
      void this.apply();
    });
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
    (this.bar.children[this.open] as HTMLElement | undefined)?.focus();
    this.open = -1;
    this.form.hidden = true;
    this.mark();
    return true;
  }

  private build(): void {
    const ops = this.model.welcome?.ops ?? [];
    if (JSON.stringify(ops) === JSON.stringify(this.ops)) {
      return; // the same server again: leave an open form alone
    }
    this.close();
    this.ops = ops;
    this.groups = grouped(ops);
    this.bar.replaceChildren(...this.groups.map((g, i) => this.button(g, i)));
    this.bar.hidden = ops.length === 0;
  }

  private button(g: Group, i: number): HTMLElement {
    const [color, path] = ICONS[g.name] ?? OTHER;
    const drawing = icon(path);
    drawing.setAttribute("color", color);
    const names = g.ops.map((op) => title(op.name)).join(", ");
    const b = el("button", { class: "tool", "aria-expanded": "false", "aria-controls": "act", "aria-label": title(g.name), title: names },
      drawing, el("span", {}, title(g.name)), el("kbd", {}, String(i + 1)));
    b.addEventListener("click", () => this.toggle(i));
    return b;
  }

  private mark(): void {
    [...this.bar.children].forEach((b, i) => b.setAttribute("aria-expanded", String(i === this.open)));
  }

  /** Shows the form of an intervention under the menu of its group. */
  private choose(g: Group, op: Op): void {
    g.chosen = op;
    const close = el("button", { type: "button", "aria-label": "Close" }, "×");
    close.addEventListener("click", () => this.close());
    this.fields = fieldsOf(op.args);
    this.linkDoses(op);
    this.error.hidden = true;
    this.form.replaceChildren(
      el("h3", {}, title(g.name), close),
      this.menu(g),
      el("p", {}, op.help),
      ...this.fields.map((f) => f.element),
      this.error,
      el("button", { class: "btn", id: "apply" }, TEXT.apply),
      el("p", { class: "fine" }, `Sources: ${op.sources.join(", ")}`),
    );
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
    return el("div", { class: "menu", role: "group", "aria-label": title(g.name) }, ...items);
  }

  /** Lets the field of a dose follow the agent that is chosen. */
  private linkDoses(op: Op): void {
    const dose = op.args.find((a) => a.kind === "dose");
    const agent = op.args.find((a) => a.kind === "word");
    if (dose === undefined || agent === undefined) {
      return;
    }
    const asked = this.fieldOf(dose.name);
    this.fieldOf(agent.name)?.watch((word) => asked?.offer(op.doses?.[word]));
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
    const given = this.fields.flatMap((f) => [f.value() ?? []]).filter((v) => v.length === 2);
    this.refuse({ msg: "" });
    try {
      const ok = await this.model.link.command(op.op, { name: op.name, ...Object.fromEntries(given) });
      this.model.say(`${title(op.name)} on day ${(ok.tick / this.model.ticksPerDay).toFixed(1)}`);
    } catch (e) {
      this.refuse(e as Err);
    }
  }

  private refuse(e: Pick<Err, "msg" | "field">): void {
    const at = this.fieldOf(e.field ?? "");
    this.fields.forEach((f) => f.refuse(f === at ? e.msg : ""));
    this.error.textContent = at === undefined ? e.msg : "";
    this.error.hidden = this.error.textContent === "";
  }
}

/** The groups of the table, in the order in which they first come. */
function grouped(ops: readonly Op[]): Group[] {
  return [...new Set(ops.map((op) => op.group))].map((name) => {
    const own = ops.filter((op) => op.group === name);
    return { name, ops: own, chosen: own[0] as Op };
  });
}
