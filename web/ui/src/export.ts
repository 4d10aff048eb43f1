// The sheet for files to take along: picture, film, numbers, the run itself.

import type { Actions } from "./actions.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import { caption, fileName, png, poster, save } from "./picture.js";
import type { Stage } from "./stage.js";
import { sheet } from "./sheet.js";
import type { States } from "./states.js";

type Maker = (form: FormData) => Promise<void>;

/** Lets the sheet be opened by its action. */
export function exporting(model: Model, stage: Stage, actions: Actions, states: States): void {
  actions.on("record", () => new Exports(model, stage, states).open());
}

class Exports {
  private readonly bar = el("progress", { hidden: true, "aria-label": t("share.progress") });
  private readonly told = el("p", { role: "status" });
  private readonly go = el("button", { class: "btn strong" }, t("share.make"));
  private dialog: HTMLDialogElement | null = null;

  constructor(private readonly model: Model, private readonly stage: Stage, private readonly states: States) {}

  open(): void {
    const kind = select("kind", ["png", "film", "csv", "run"], "share.kind-");
    const scale = select("scale", ["1", "2", "4", "8"], "share.scale-");
    const mode = select("mode", ["shown", "every"], "share.mode-");
    const frames = el("input", { name: "frames", type: "number", min: 2, max: 5000, value: 120, required: true });
    const ticks = el("input", { name: "ticks", type: "number", min: 1, max: 2880, value: 12, required: true });
    const rows = { scale: row("share.size", scale), mode: row("share.mode", mode), frames: row("share.frames", frames), ticks: row("share.ticks", ticks) };
    const form = el("form", {}, row("share.what", kind), ...Object.values(rows), this.bar, this.told, el("div", { class: "tour-buttons" }, this.go));
    const fit = (): void => {
      rows.scale.hidden = kind.value !== "png";
      rows.mode.hidden = rows.frames.hidden = kind.value !== "film";
      rows.ticks.hidden = kind.value !== "film" || mode.value !== "every";
      frames.disabled = rows.frames.hidden;
      ticks.disabled = rows.ticks.hidden;
    };
    form.addEventListener("change", fit);
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      void this.make(new FormData(form));
    });
    fit();
    this.dialog = sheet("export", t("share.export"), form);
  }

  private async make(form: FormData): Promise<void> {
    const makers: Readonly<Record<string, Maker>> = { png: this.picture, film: this.film, csv: this.series, run: this.run };
    this.busy(true);
    try {
      await makers[String(form.get("kind"))]?.(form);
    } catch (e) {
      this.say(e instanceof Error ? e.message : String((e as { msg?: string }).msg ?? e));
    }
    this.busy(false);
  }

  private busy(is: boolean): void {
    this.go.disabled = is;
    this.bar.hidden = !is;
    if (is) {
      this.told.textContent = "";
    }
  }

  /** Tells it in the sheet, or over the picture once the sheet is closed. */
  private say(text: string): void {
    this.told.textContent = text;
    if (this.dialog?.open !== true) {
      this.model.say(text);
    }
  }

  private readonly picture: Maker = async (form) => {
    const canvas = await poster(this.model, this.stage, Number(form.get("scale")));
    this.keep("png", await png(canvas));
  };

  /** Films what is seen: the sheet goes away, and the line over the picture tells how far it is. */
  private readonly film: Maker = async (form) => {
    const { states } = this;
    if (states.has("exporting")) {
      throw new Error(t("share.films"));
    }
    const frames = Number(form.get("frames"));
    let canceled = false;
    const tell = (frame: number, dropped: number): void => states.set("exporting", { frame, frames, dropped });
    states.on("exporting", "cancel", () => (canceled = true));
    tell(0, 0);
    this.dialog?.close();
    try {
      const { record } = await import("./record.js"); // only those who film load the encoders
      const take = { frames, ticks: form.get("mode") === "every" ? Number(form.get("ticks")) : 0 };
      const { film, ending } = await record(this.model, this.stage, take, (done, dropped) => {
        tell(done, dropped);
        return !canceled;
      });
      this.keep(ending, film);
    } finally {
      states.clear("exporting");
    }
  };

  private readonly series: Maker = () => {
    const { welcome, series } = this.model;
    const head = ["tick", "day", ...(welcome?.series ?? []).map((c) => c.id)].join();
    const rows = series.ticks().map((tick, i) => [tick, (tick / this.model.ticksPerDay).toFixed(4), ...series.columns.map((c) => number(c[i]))].join());
    this.keep("csv", new Blob([`# ${caption(this.model)}\n${head}\n${rows.join("\n")}\n`], { type: "text/csv" }));
    return Promise.resolve();
  };

  private readonly run: Maker = async () => {
    const answer = await fetch("/run.yaml");
    if (!answer.ok) {
      throw new Error(await answer.text());
    }
    this.keep("yaml", await answer.blob());
  };

  private keep(ending: string, content: Blob): void {
    const name = fileName(this.model, ending);
    save(name, content);
    this.say(t("share.saved", { name, kb: Math.ceil(content.size / 1000) }));
  }
}

function number(v: number | undefined): string {
  return v === undefined || Number.isNaN(v) ? "" : String(Number(v.toPrecision(7)));
}

function select(name: string, values: readonly string[], key: string): HTMLSelectElement {
  return el("select", { name }, ...values.map((v) => el("option", { value: v }, t(key + v))));
}

function row(key: string, field: HTMLElement): HTMLElement {
  return el("label", {}, el("span", {}, t(key)), field);
}
