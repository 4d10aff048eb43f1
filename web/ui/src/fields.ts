// The fields of an intervention's form: one for each argument, and one with a menu for
// arguments of which exactly one is given.

import { el } from "./dom.js";
import { t } from "./i18n.js";
import type { Argument, Dose, Op } from "./protocol.js";
import { daysOf, duration, said, three, title } from "./text.js";

type Control = HTMLInputElement | HTMLSelectElement;

export class Field {
  readonly element = el("div", { class: "entry" });
  private readonly unit = el("span");
  private readonly fine = el("span", { class: "fine" });
  private readonly error = el("p", { class: "error", role: "alert", hidden: true });
  private arg: Argument;
  private control: Control;
  private offered: Dose | undefined;

  /** args are one argument, or those of one choice. */
  constructor(private readonly args: readonly Argument[], private readonly op: string) {
    this.arg = args[0] as Argument;
    this.control = control(this.arg);
    const label = args.length === 1 ? el("label", { for: id(this.arg) }, title(this.arg.name)) : this.menu();
    this.element.append(el("div", { class: "field" }, label, this.control, this.unit), this.fine, this.error);
    this.explain();
  }

  /** Calls f with the word that is chosen, now and whenever it changes. */
  watch(f: (word: string) => void): void {
    this.control.addEventListener("change", () => f(this.control.value));
    f(this.control.value);
  }

  /** Makes the field ask for a dose of an agent. */
  offer(dose: Dose | undefined): void {
    this.offered = dose;
    this.explain();
  }

  has(name: string): boolean {
    return this.args.some((a) => a.name === name);
  }

  /** What people call it. */
  get name(): string {
    return title(this.arg.name);
  }

  /** What is allowed, in words, if what is given is a number out of its range; else null. */
  outside(): string | null {
    const { kind, min, max } = this.arg;
    const [least, most] = kind === "dose" ? [0, this.offered?.most ?? Infinity] : [min, max];
    const text = this.given;
    const n = kind === "time" ? daysOf(text) : Number(text || NaN);
    return kind === "word" || Number.isNaN(n) || n >= least && n <= most ? null : range(this.arg, this.offered);
  }

  /** Lets the user go on with it. */
  focus(): void {
    this.control.focus();
  }

  /** What was typed, with a point before the decimals however the user writes them. */
  private get given(): string {
    const text = this.control.value.trim();
    return /^[\d\s]*,\d+/.test(text) ? text.replace(",", ".") : text;
  }

  /** Name and value to send; a number that has no unit is in the unit that is shown. */
  value(): readonly [string, string | number] | null {
    const text = this.given;
    const n = Number(text);
    if (text === "") {
      return null;
    }
    if (!Number.isFinite(n)) {
      return [this.arg.name, text];
    }
    switch (this.arg.kind) {
      case "number":
        return [this.arg.name, n];
      case "dose":
        return [this.arg.name, `${text} ${this.offered?.unit ?? ""}`.trim()];
    }
    return [this.arg.name, text];
  }

  /** Fills in a number. */
  put(value: number): void {
    this.control.value = String(value);
  }

  /** Shows what the server says of the value, or nothing. */
  refuse(text: string): void {
    this.error.textContent = text;
    this.error.hidden = text === "";
    this.control.setAttribute("aria-invalid", String(text !== ""));
    if (text !== "") {
      this.control.focus();
    }
  }

  private menu(): HTMLElement {
    const select = el("select", { "aria-label": t("tools.what") }, ...this.args.map((a) => el("option", { value: a.name }, title(a.name))));
    select.addEventListener("change", () => {
      this.arg = this.args.find((a) => a.name === select.value) ?? this.arg;
      const next = control(this.arg);
      this.control.replaceWith(next);
      this.control = next;
      this.refuse("");
      this.explain();
    });
    return select;
  }

  /** Unit, help and what is allowed. */
  private explain(): void {
    const unit = this.offered?.unit ?? this.arg.unit ?? "";
    this.unit.textContent = this.arg.kind === "time" ? "" : unit;
    this.control.setAttribute("aria-label", unit === "" ? this.name : t("tools.in-unit", { name: this.name, unit }));
    const help = this.offered === undefined ? said(`tools.arg.${this.op}.${this.arg.name}`, this.arg.help) : t("tools.dose-help");
    this.fine.textContent = [help, range(this.arg, this.offered)].filter((s) => s !== "").join("; ");
    if (this.offered !== undefined) {
      Object.assign(this.control, { placeholder: t("tools.usually", { n: this.offered.usual }) });
    }
  }
}

/** The fields of an intervention. That of a dose follows the agent that is chosen. */
export function formOf(op: Op): Field[] {
  const fields = fieldsOf(op.args, op.name);
  const field = (kind: Argument["kind"]): Field | undefined => {
    const arg = op.args.find((a) => a.kind === kind);
    return arg === undefined ? undefined : fields.find((f) => f.has(arg.name));
  };
  const dose = field("dose");
  if (dose !== undefined) {
    field("word")?.watch((word) => dose.offer(op.doses?.[word]));
  }
  return fields;
}

/** Refuses, at the first field with a number out of its range, what was typed, which stays; the field, if there is one. */
export function refused(fields: readonly Field[]): Field | undefined {
  const wrong = fields.find((f) => f.outside() !== null);
  fields.forEach((f) => f.refuse(f === wrong ? t("tools.outside", { range: f.outside() ?? "" }) : ""));
  return wrong;
}

/** The fields of arguments in their order, one for each choice. */
function fieldsOf(args: readonly Argument[], op: string): Field[] {
  const seen = new Set<string>();
  return args.flatMap((a) => {
    const choice = a.choice ?? "";
    if (choice === "") {
      return [new Field([a], op)];
    }
    if (seen.has(choice)) {
      return [];
    }
    seen.add(choice);
    return [new Field(args.filter((b) => b.choice === choice), op)];
  });
}

function id(a: Argument): string {
  return `arg-${a.name}`;
}

function control(a: Argument): Control {
  if (a.kind === "word") {
    const select = el("select", { id: id(a), name: a.name }, ...(a.options ?? []).map((o) => el("option", { value: o }, title(o))));
    select.value = a.default ?? a.options?.[0] ?? "";
    return select;
  }
  const hint = a.kind === "time" ? "90m, 12h, 7d" : "";
  const input = el("input", { id: id(a), name: a.name, autocomplete: "off", spellcheck: "false", placeholder: hint });
  if (a.kind === "time") {
    input.value = a.default ?? "";
    return input;
  }
  input.inputMode = "decimal";
  input.value = a.optional === true ? "" : String(a.default === undefined ? start(a) : parseFloat(a.default));
  return input;
}

/** What is allowed, in words. */
function range(a: Argument, dose: Dose | undefined): string {
  switch (a.kind) {
    case "word":
      return "";
    case "time":
      return t("tools.range", { from: duration(a.min), to: duration(a.max), unit: "" }).trim();
    case "dose":
      return dose === undefined ? "" : t("tools.range", { from: "0", to: three(dose.most), unit: dose.unit });
  }
  return t("tools.range", { from: String(a.min), to: String(a.max), unit: a.unit ?? "" }).trim();
}

/** A round number well inside the range to start from. */
function start(a: Argument): number {
  const sixth = a.min + (a.max - a.min) / 6;
  const power = 10 ** Math.floor(Math.log10(sixth || 1));
  return Math.round(sixth / power) * power;
}
