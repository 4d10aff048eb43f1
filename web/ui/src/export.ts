// The sheet for files to take along: picture, film, numbers, the run itself.

import type { Actions } from "./actions.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import { caption, fileName, png, poster, save } from "./picture.js";
import type { Stage } from "./stage.js";
import { sheet } from "./sheet.js";

type Maker = (form: FormData, bar: HTMLProgressElement) => Promise<void>;

/** Lets the sheet be opened by its action. */
export function exporting(model: Model, stage: Stage, actions: Actions): void {
  actions.on("record", () => new Exports(model, stage).open());
}

class Exports {
  private readonly bar = el("progress", { max: 1, value: 0, hidden: true, "aria-label": t("share.progress") });
  private readonly told = el("p", { role: "status" });
  private readonly go = el("button", { class: "btn strong" }, t("share.make"));
  private readonly cancel = el("button", { class: "btn", type: "button", hidden: true }, t("share.cancel"));
  private canceled = false;

  constructor(private readonly model: Model, private readonly stage: Stage) {
    this.cancel.addEventListener("click", () => (this.canceled = true));
  }

  open(): void {
    const kind = select("kind", ["png", "film", "csv", "run"], "share.kind-");
    const scale = select("scale", ["1", "2", "4", "8"], "share.scale-");
    const mode = select("mode", ["shown", "every"], "share.mode-");
    const frames = el("input", { name: "frames", type: "number", min: 2, max: 5000, value: 120, required: true });
    const ticks = el("input", { name: "ticks", type: "number", min: 1, max: 2880, value: 12, required: true });
    const rows = { scale: row("share.size", scale), mode: row("share.mode", mode), frames: row("share.frames", frames), ticks: row("share.ticks", ticks) };
    const form = el("form", {}, row("share.what", kind), ...Object.values(rows), this.bar, this.told, el("div", { class: "tour-buttons" }, this.go, this.cancel));
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
    sheet("export", t("share.export"), form).addEventListener("close", () => (this.canceled = true));
  }

  private async make(form: FormData): Promise<void> {
    const makers: Readonly<Record<string, Maker>> = { png: this.picture, film: this.film, csv: this.series, run: this.run };
    this.busy(true);
    try {
      await makers[String(form.get("kind"))]?.(form, this.bar);
    } catch (e) {
      this.told.textContent = e instanceof Error ? e.message : String((e as { msg?: string }).msg ?? e);
    }
    this.busy(false);
  }

  private busy(is: boolean): void {
    this.canceled = false;
    this.go.disabled = is;
    this.cancel.hidden = !is;
    this.bar.hidden = !is;
    this.bar.removeAttribute("value");
    if (is) {
      this.told.textContent = "";
    }
  }

  private readonly picture: Maker = async (form) => {
    const canvas = await poster(this.model, this.stage, Number(form.get("scale")));
    this.keep("png", await png(canvas));
  };

  private readonly film: Maker = async (form, bar) => {
    const frames = Number(form.get("frames"));
    const { record } = await import("./record.js"); // only those who film load the encoders
    const { film, ending } = await record(this.model, this.stage, { frames, ticks: form.get("mode") === "every" ? Number(form.get("ticks")) : 0 }, (done, dropped) => {
      bar.value = done / frames;
      this.told.textContent = t("share.recording", { n: done, of: frames, dropped });
      return !this.canceled;
    });
    this.keep(ending, film);
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
    this.told.textContent = t("share.saved", { name, kb: Math.ceil(content.size / 1000) });
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
