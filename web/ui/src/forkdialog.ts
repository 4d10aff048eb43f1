// Asks what happens differently in world B: one intervention more, or one less.

import { el } from "./dom.js";
import { formOf, type Field } from "./fields.js";
import { t } from "./i18n.js";
import { described } from "./marks.js";
import type { Model } from "./model.js";
import type { Err, Ok, Op } from "./protocol.js";
import { decimal, said, title } from "./text.js";

type Choice = "more" | "less";

/** Opens the dialog. at is the tick at which something more would happen; the promise is of a fork or of nothing. */
export function askFork(model: Model, at: number): Promise<Ok | null> {
  return new Promise((done) => new ForkDialog(model, at, done).open());
}

class ForkDialog {
  private readonly dialog = el("dialog", { class: "fork", "aria-labelledby": "fork-title" });
  private readonly body = el("div", { class: "act" });
  private readonly error = el("p", { class: "error", role: "alert", hidden: true });
  private choice: Choice = "more";
  private op: Op | undefined;
  private without = 0;
  private fields: readonly Field[] = [];
  private made: Ok | null = null;

  constructor(
    private readonly model: Model,
    private readonly at: number,
    done: (ok: Ok | null) => void,
  ) {
    this.op = model.welcome?.ops[0];
    this.without = model.run?.events.at(-1)?.n ?? 0;
    this.dialog.addEventListener("close", () => {
      this.dialog.remove();
      done(this.made);
    });
  }

  open(): void {
    const close = el("button", { type: "button", class: "ib", "aria-label": t("chrome.close") }, "×");
    close.addEventListener("click", () => this.dialog.close());
    const form = el("form", { method: "dialog", novalidate: true, class: "in" },
      el("h1", { id: "fork-title" }, t("time.fork.title"), close),
      el("p", {}, t("time.fork.intro")),
      this.choices(),
      this.body, this.error,
      el("div", { class: "foot" }, el("button", { class: "btn", id: "fork-start" }, t("time.fork.start"))));
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      void this.start();
    });
    this.dialog.append(form);
    document.body.append(this.dialog);
    this.fill();
    this.dialog.showModal();
  }

  private choices(): HTMLElement {
    const some = (this.model.run?.events.length ?? 0) > 0;
    const radio = (c: Choice, enabled: boolean): HTMLElement => {
      const input = el("input", { type: "radio", name: "fork-choice", value: c, checked: c === this.choice, disabled: !enabled });
      input.addEventListener("change", () => {
        this.choice = c;
        this.fill();
      });
      return el("label", {}, input, t(`time.fork.${c}`, { day: decimal(this.at / this.model.ticksPerDay) }));
    };
    return el("fieldset", { class: "choices" }, el("legend", { class: "sr" }, t("time.fork.title")), radio("more", true), radio("less", some));
  }

  private fill(): void {
    this.error.hidden = true;
    this.body.replaceChildren(...(this.choice === "more" ? this.intervention() : this.event()));
  }

  private intervention(): HTMLElement[] {
    const ops = this.model.welcome?.ops ?? [];
    const select = el("select", { id: "fork-op", "aria-label": t("time.fork.what") }, ...ops.map((o) => el("option", { value: o.name, selected: o === this.op }, title(o.name))));
    select.addEventListener("change", () => {
      this.op = ops.find((o) => o.name === select.value);
      this.fill();
    });
    this.fields = this.op === undefined ? [] : formOf(this.op);
    const help = this.op === undefined ? "" : said(`tools.help.${this.op.name}`, this.op.help);
    return [select, el("p", {}, help), ...this.fields.map((f) => f.element)];
  }

  private event(): HTMLElement[] {
    const events = this.model.run?.events ?? [];
    const select = el("select", { id: "fork-without", "aria-label": t("time.fork.less") }, ...events.map((e) =>
      el("option", { value: e.n, selected: e.n === this.without }, t("time.fork.event", { what: described(e), day: decimal(e.tick / this.model.ticksPerDay) }))));
    select.addEventListener("change", () => (this.without = Number(select.value)));
    return [select];
  }

  private args(): object {
    if (this.choice === "less") {
      const e = this.model.run?.events.find((x) => x.n === this.without);
      return { at: e?.tick ?? this.at, without: this.without };
    }
    const given = this.fields.flatMap((f) => [f.value() ?? []]).filter((v) => v.length === 2);
    return { at: this.at, op: "event", args: { name: this.op?.name ?? "", ...Object.fromEntries(given) } };
  }

  private async start(): Promise<void> {
    const { link } = this.model;
    try {
      if (this.model.fork !== null) {
        await link.command("drop", {}, 1);
      }
      this.made = await link.command("fork", this.args());
      this.dialog.close();
    } catch (e) {
      this.refuse(e as Err);
    }
  }

  private refuse(e: Err): void {
    const at = this.fields.find((f) => f.has(e.field ?? ""));
    this.fields.forEach((f) => f.refuse(f === at ? e.msg : ""));
    this.error.textContent = at === undefined ? e.msg : "";
    this.error.hidden = this.error.textContent === "";
  }
}
