// Asks what happens differently in world B: one intervention more, or one less. Or the
// run itself goes on from the past.

import { el, icon } from "./dom.js";
import { formOf, refused, type Field } from "./fields.js";
import { t } from "./i18n.js";
import { described, differences } from "./marks.js";
import type { Model } from "./model.js";
import type { Err, Ok, Op } from "./protocol.js";
import { decimal, said, title } from "./text.js";

type Choice = "more" | "less" | "go";

/**
 * Opens the dialog. at is the tick at which something more would happen; the promise is of
 * the fork, of the run that goes on from there, or of nothing.
 */
export function askFork(model: Model, at: number): Promise<Ok | null> {
  return new Promise((done) => new ForkDialog(model, at, done).open());
}

class ForkDialog {
  private readonly dialog = el("dialog", { class: "fork", "aria-labelledby": "fork-title" });
  private readonly body = el("div", { class: "act" });
  private readonly start = el("button", { class: "btn", id: "fork-start" });
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
      el("div", { class: "foot" }, this.start));
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      void this.act();
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
    return el("fieldset", { class: "choices" }, el("legend", { class: "sr" }, t("time.fork.title")), radio("more", true), radio("less", some), radio("go", this.at < (this.model.run?.tick ?? 0)));
  }

  private fill(): void {
    const parts = { more: () => this.intervention(), less: () => this.event(), go: () => [this.warning(t("time.fork.gone", this.after))] };
    this.error.hidden = true;
    this.body.replaceChildren(...parts[this.choice](), ...this.replaced());
    this.start.textContent = t(this.choice === "go" ? "time.fork.turn" : this.model.fork === null ? "time.fork.start" : "time.fork.replace");
  }

  /** What would be given up if the run went on from here. */
  private get after(): { from: string; to: string; n: number } {
    const { run, ticksPerDay } = this.model;
    const day = (tick: number): string => decimal(tick / ticksPerDay);
    return { from: day(this.at), to: day(run?.tick ?? 0), n: run?.events.filter((e) => e.kind === "posted" && e.tick >= this.at).length ?? 0 };
  }

  /** There is one world B at a time: says which one would end. */
  private replaced(): HTMLElement[] {
    const { run, fork } = this.model;
    if (fork === null) {
      return [];
    }
    const { a, b } = differences(run?.events ?? [], fork.events);
    return [this.warning(t("time.fork.replaces", { more: b.map(described).join(", ") || "–", less: a.map(described).join(", ") || "–" }))];
  }

  private warning(text: string): HTMLElement {
    return el("p", { class: "warning" }, icon("M8 2 15 14H1z", "M8 6.5V10", "M8 12h.01"), el("span", {}, text));
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

  private async act(): Promise<void> {
    const { link } = this.model;
    if (this.choice === "more" && refused(this.fields) !== undefined) {
      return;
    }
    try {
      if (this.model.fork !== null) {
        await link.command("drop", {}, 1);
      }
      this.made = this.choice === "go" ? await link.command("turn", { at: this.at }) : await link.command("fork", this.args());
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
