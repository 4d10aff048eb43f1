// Interventions: a tool for each one of the server's table, with a form made from
// its arguments.

import { byId, el, icon } from "./dom.js";
import type { Model } from "./model.js";
import type { Argument, Err, Op } from "./protocol.js";
import { title } from "./text.js";

const ICONS: Readonly<Record<string, readonly [string, string]>> = {
  bleed: ["#ff6b5e", "M8 1.8S3.6 6.7 3.6 9.8a4.4 4.4 0 0 0 8.8 0C12.4 6.7 8 1.8 8 1.8z"],
  infect: ["#8fe36b", "M8 4.4a3.6 3.6 0 1 0 0 7.2a3.6 3.6 0 1 0 0-7.2M8 1.5v3M8 11.5v3M1.5 8h3M11.5 8h3M3.4 3.4l2 2M10.6 10.6l2 2M3.4 12.6l2-2M10.6 5.4l2-2"],
  drug: ["#ffb224", "m9 3 4 4-6 6a2.8 2.8 0 0 1-4-4zM6 6l4 4"],
  infuse: ["#6ea8fe", "m10 2 4 4M12 4l-6.5 6.5-2-2L10 2M3.5 8.5 2 14l5.5-1.5"],
};
const OTHER: readonly [string, string] = ["#ffd76a", "M8 5.6a2.4 2.4 0 1 0 0 4.8a2.4 2.4 0 1 0 0-4.8M8 1.5V4M8 12v2.5M1.5 8H4M12 8h2.5"];

export class Tools {
  private readonly bar = byId("tools");
  private readonly form = byId("act") as HTMLFormElement;
  private ops: readonly Op[] = [];
  private open = -1;

  constructor(private readonly model: Model) {
    model.bus.on(["welcome"], () => this.build());
    this.form.addEventListener("submit", (e) => {
      e.preventDefault();
      void this.apply();
    });
  }

  /** Opens the form of a tool, or closes it. */
  toggle(i: number): void {
    const op = this.ops[i];
    if (op === undefined) {
      return;
    }
    if (this.open === i) {
      this.close();
      return;
    }
    this.open = i;
    this.mark();
    this.fill(op);
    this.form.hidden = false;
    this.form.querySelector<HTMLElement>("input, select")?.focus();
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
    this.ops = ops;
    this.bar.replaceChildren(...ops.map((op, i) => {
      const [color, path] = ICONS[op.name] ?? OTHER;
      const drawing = icon(path);
      drawing.setAttribute("color", color);
      const b = el("button", { class: "tool", "aria-expanded": "false", "aria-controls": "act", title: op.help },
        drawing, el("span", {}, title(op.name)), el("kbd", {}, String(i + 1)));
      b.addEventListener("click", () => this.toggle(i));
      return b;
    }));
    this.bar.hidden = ops.length === 0;
  }

  private mark(): void {
    [...this.bar.children].forEach((b, i) => b.setAttribute("aria-expanded", String(i === this.open)));
  }

  private fill(op: Op): void {
    const close = el("button", { type: "button", "aria-label": "Close" }, "×");
    close.addEventListener("click", () => this.close());
    const choices = [...new Set(op.args.map((a) => a.choice ?? ""))];
    this.form.replaceChildren(
      el("h3", {}, title(op.name), close),
      el("p", {}, op.help),
      ...choices.flatMap((c) => {
        const args = op.args.filter((a) => (a.choice ?? "") === c);
        return c === "" ? args.map((a) => field([a])) : [field(args)];
      }),
      el("p", { class: "error", role: "alert", hidden: true }),
      el("button", { class: op.name === "bleed" ? "btn blood" : "btn", id: "apply" }, title(op.name)),
    );
  }

  /** Sends the form; what the server refuses is shown beside the button. */
  private async apply(): Promise<void> {
    const op = this.ops[this.open];
    const error = this.form.querySelector<HTMLElement>(".error");
    if (op === undefined || error === null) {
      return;
    }
    const args: Record<string, string | number> = { name: op.name };
    for (const f of this.form.querySelectorAll<HTMLInputElement>("input[data-unit]")) {
      if (f.value !== "") {
        args[f.name] = Number(f.value);
      }
    }
    error.hidden = true;
    try {
      const ok = await this.model.link.command(op.op, args);
      this.model.say(`${title(op.name)} on day ${(ok.tick / this.model.ticksPerDay).toFixed(1)}`);
    } catch (e) {
      error.textContent = (e as Err).msg;
      error.hidden = false;
    }
  }
}

/** The field of an argument; of a choice, one field with a menu of what it is. */
function field(args: readonly Argument[]): HTMLElement {
  const first = args[0] as Argument;
  const input = el("input", { type: "number", step: "any", required: first.choice !== undefined || first.default === undefined });
  const unit = el("span");
  const fine = el("span", { class: "fine" });
  const show = (a: Argument): void => {
    input.name = a.name;
    input.min = String(a.min);
    input.max = String(a.max);
    input.dataset["unit"] = a.unit;
    input.value = a.default === undefined ? String(start(a)) : String(parseFloat(a.default));
    input.setAttribute("aria-label", `${title(a.name)} in ${a.unit}`);
    unit.textContent = a.unit;
    fine.textContent = `${a.help}; ${a.min} to ${a.max} ${a.unit}`;
  };
  show(first);
  const label = args.length === 1 ? el("span", {}, title(first.name)) : menu(args, show);
  return el("div", {}, el("div", { class: "field" }, label, input, unit), fine);
}

function menu(args: readonly Argument[], show: (a: Argument) => void): HTMLElement {
  const select = el("select", { "aria-label": "What to give" }, ...args.map((a) => el("option", { value: a.name }, title(a.name))));
  select.addEventListener("change", () => show(args.find((a) => a.name === select.value) ?? (args[0] as Argument)));
  return select;
}

/** A round number well inside the range to start from. */
function start(a: Argument): number {
  const sixth = a.min + (a.max - a.min) / 6;
  const power = 10 ** Math.floor(Math.log10(sixth || 1));
  return Math.round(sixth / power) * power;
}
