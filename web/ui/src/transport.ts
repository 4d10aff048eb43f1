// Play, step, speed and the simulated clock.

import { byId, el, icon } from "./dom.js";
import type { Model } from "./model.js";
import { clock, speedName } from "./text.js";

/** Simulated seconds per second; 0 is as fast as possible. */
const SPEEDS = [600, 3600, 21600, 86400, 604800, 0];

const PLAY = "M5 3.2v9.6l8-4.8z";
const PAUSE = ["M5.5 3.5v9", "M10.5 3.5v9"];

export class Transport {
  private readonly play = byId("play") as HTMLButtonElement;
  private readonly speed = byId("speed") as HTMLSelectElement;
  private paused: boolean | null = null;
  private offered = "";

  constructor(private readonly model: Model) {
    const step = byId("step");
    step.append(icon("M4 3.5v9L10.5 8z", "M12.5 3.5v9"));
    step.addEventListener("click", (e) => this.step(e.shiftKey));
    this.play.addEventListener("click", () => this.toggle());
    this.speed.addEventListener("change", () => this.ask(Number(this.speed.value)));
    model.bus.on(["status", "picture", "welcome"], () => this.show());
  }

  toggle(): void {
    this.command(this.model.status?.paused === true ? "play" : "pause");
  }

  step(day: boolean): void {
    this.command("step", { n: day ? Math.round(this.model.ticksPerDay) : 1 });
  }

  /** The next speed of the menu, up or down. */
  shift(by: 1 | -1): void {
    const now = this.model.status?.asked ?? 0;
    const order = SPEEDS.map((s) => (s === 0 ? Infinity : s));
    const at = now === 0 ? Infinity : now;
    const next = by > 0 ? order.find((s) => s > at) : order.findLast((s) => s < at);
    if (next !== undefined) {
      this.ask(next === Infinity ? 0 : next);
    }
  }

  private ask(perSecond: number): void {
    this.command("speed", { perSecond: perSecond === 0 ? "max" : perSecond });
  }

  private command(op: string, args: object = {}): void {
    this.model.link.command(op, args).catch((e: { msg?: string }) => this.model.say(e.msg ?? "That was refused"));
  }

  private show(): void {
    const { status } = this.model;
    const day = this.model.day;
    byId("clock").replaceChildren(`Day ${Math.floor(day)} `, el("small", {}, clock(day)));
    if (status === null) {
      return;
    }
    if (status.paused !== this.paused) {
      this.paused = status.paused;
      this.play.replaceChildren(status.paused ? icon(PLAY) : icon(...PAUSE));
      this.play.setAttribute("aria-label", status.paused ? "Play" : "Pause");
    }
    this.offer(status.asked);
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
