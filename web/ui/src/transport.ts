// Play, step, speed, the simulated clock, and the way back to what is live.

import { dayAndClock } from "./daytime.js";
import { byId, el, icon } from "./dom.js";
import { t } from "./i18n.js";
import type { Model } from "./model.js";
import { parseDay } from "./ruler.js";
import { clock, decimal, speedName } from "./text.js";
import type { Travel } from "./travel.js";

/** Simulated seconds per second; 0 is as fast as possible. */
const SPEEDS = [60, 600, 3600, 21600, 86400, 604800, 0];
/** Below this share of the speed that was asked for the run is slow. */
const HELD = 0.85;

const PLAY = "M5 3.2v9.6l8-4.8z";
const PAUSE = ["M5.5 3.5v9", "M10.5 3.5v9"];

export class Transport {
  private readonly play = byId("play") as HTMLButtonElement;
  private readonly speed = byId("speed") as HTMLSelectElement;
  private readonly liveButton = el("button", { class: "small", id: "live-button", "aria-pressed": "true" },
    el("span", { class: "dot" }), el("span", {}, t("time.live")));
  private readonly clockButton = el("button", { id: "clock-button", title: t("time.goto") });
  private readonly entry = el("input", {
    id: "goto", hidden: true, "aria-label": t("time.goto"), placeholder: t("time.goto-form"), autocomplete: "off", spellcheck: "false",
  });
  private going: boolean | null = null;
  private offered = "";

  constructor(
    private readonly model: Model,
    private readonly travel: Travel,
  ) {
    this.build();
    this.play.addEventListener("click", () => this.toggle());
    this.speed.addEventListener("change", () => this.ask(Number(this.speed.value)));
    this.liveButton.addEventListener("click", () => travel.live());
    this.clockButton.addEventListener("click", () => this.enter());
    this.entry.addEventListener("keydown", (e) => this.entered(e));
    this.entry.addEventListener("blur", () => this.leave());
    model.bus.on(["status", "picture", "welcome", "worlds"], () => this.show());
    travel.watch(() => this.show());
  }

  /** Plays or pauses what is looked at: the run, or the replay. */
  toggle(): void {
    if (this.travel.mode !== "live") {
      this.travel.toggle();
      return;
    }
    this.command(this.model.run?.status?.paused === true ? "play" : "pause");
  }

  /** One tick forward, or a day. Before the newest tick that is a look, after it the run is simulated on. */
  step(day: boolean): void {
    const n = day ? Math.round(this.model.ticksPerDay) : 1;
    if (this.travel.mode === "live") {
      this.command("step", { n });
    } else {
      this.travel.step(n);
    }
  }

  back(day: boolean): void {
    this.travel.step(day ? -Math.round(this.model.ticksPerDay) : -1);
  }

  /** The next speed of the menu, up or down. */
  shift(by: 1 | -1): void {
    const now = this.model.run?.status?.asked ?? 0;
    const order = SPEEDS.map((s) => (s === 0 ? Infinity : s));
    const at = now === 0 ? Infinity : now;
    const next = by > 0 ? order.find((s) => s > at) : order.findLast((s) => s < at);
    if (next !== undefined) {
      this.ask(next === Infinity ? 0 : next);
    }
  }

  /** Lets a time be typed in. */
  enter(): void {
    this.clockButton.hidden = true;
    this.entry.hidden = false;
    this.entry.value = "";
    this.entry.setAttribute("aria-invalid", "false");
    this.entry.focus();
  }

  private build(): void {
    const back = el("button", { class: "ib", id: "back", "aria-label": t("time.back"), title: t("time.back") }, icon("M12 3.5v9L5.5 8z", "M3.5 3.5v9"));
    back.addEventListener("click", (e) => this.back(e.shiftKey));
    this.play.before(back);
    const step = byId("step");
    step.append(icon("M4 3.5v9L10.5 8z", "M12.5 3.5v9"));
    step.title = t("chrome.step");
    step.addEventListener("click", (e) => this.step(e.shiftKey));
    const pick = this.speed.closest("label") as HTMLElement;
    const keys = el("div", { class: "keys" });
    pick.replaceWith(keys);
    keys.append(pick, this.liveButton);
    byId("clock").replaceChildren(this.clockButton, this.entry);
  }

  private entered(e: KeyboardEvent): void {
    e.stopPropagation();
    if (e.key === "Escape") {
      this.leave();
      this.clockButton.focus();
    } else if (e.key === "Enter") {
      const day = parseDay(this.entry.value);
      this.entry.setAttribute("aria-invalid", String(day === null));
      if (day === null) {
        this.model.say(t("time.goto-wrong", { form: t("time.goto-form") }));
        return;
      }
      this.leave();
      this.clockButton.focus();
      this.goto(Math.round(day * this.model.ticksPerDay));
    }
  }

  private goto(tick: number): void {
    if (tick > this.travel.end) {
      this.model.say(t("time.goto-ahead", { day: decimal(this.travel.end / this.model.ticksPerDay) }));
    }
    this.travel.goto(tick);
  }

  private leave(): void {
    this.entry.hidden = true;
    this.clockButton.hidden = false;
  }

  private ask(perSecond: number): void {
    this.command("speed", { perSecond: perSecond === 0 ? "max" : perSecond });
  }

  private command(op: string, args: object = {}): void {
    this.model.link.command(op, args).catch((e: { msg?: string }) => this.model.say(e.msg ?? t("time.refused")));
  }

  private show(): void {
    const { model, travel } = this;
    const status = model.run?.status ?? null;
    const day = travel.tick / model.ticksPerDay;
    this.showClock(day);
    const live = travel.mode === "live";
    this.liveButton.setAttribute("aria-pressed", String(live));
    if (status === null) {
      return;
    }
    const going = live ? !status.paused : travel.playing;
    if (going !== this.going) {
      this.going = going;
      this.play.replaceChildren(going ? icon(...PAUSE) : icon(PLAY));
      this.play.setAttribute("aria-label", t(going ? "time.pause" : "time.play"));
    }
    this.offer(status.asked);
    const slow = live && going && status.asked > 0 && status.speed > 0 && status.speed < HELD * status.asked;
    this.speed.parentElement?.classList.toggle("slow", slow);
  }

  private showClock(day: number): void {
    const [days, hours] = [t("time.day", { day: decimal(day) }), clock(day)];
    if (this.clockButton.dataset["at"] !== days + hours) {
      this.clockButton.dataset["at"] = days + hours;
      this.clockButton.replaceChildren(`${days} `, el("small", {}, hours));
      this.clockButton.setAttribute("aria-label", `${dayAndClock(day)}. ${t("time.goto")}`);
    }
  }

  /** Fills the menu; a speed that is not in it is put in. */
  private offer(asked: number): void {
    const rank = (s: number): number => (s === 0 ? Infinity : s);
    const all = [...new Set([...SPEEDS, asked])].sort((a, b) => rank(a) - rank(b));
    if (all.join() !== this.offered) {
      this.offered = all.join();
      this.speed.replaceChildren(...all.map((s) => el("option", { value: s }, speedName(s))));
    }
    if (document.activeElement !== this.speed || this.speed.value === "") {
      this.speed.value = String(asked);
    }
  }
}
