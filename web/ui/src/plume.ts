// An infusion into the marrow, seen in depth: the blood at each place of the sinusoids
// glows as strongly as what is infused is there. Its clock is its own, slow at first: GET
// /plume, as web/plume.go writes it.

import { el, reducedMotion, setText } from "./dom.js";
import { t } from "./i18n.js";
import type { Depth } from "./march.js";
import { brief, percent } from "./numbers.js";
import { project } from "./orbit.js";

/** Time from moment to moment where they play [ms]. */
const STEP = 250;
/** Share of the dose that counts as arrived. */
const FIRST = 0.01;

const BONES = ["sternum", "humerus", "tibia"] as const;
const CIRCULATIONS = ["normal", "shock", "arrest"] as const;

export interface Moment {
  /** Seconds since the begin. */
  readonly t: number;
  /** Base64 of a byte for each place: 255 is the concentration in the needle. */
  readonly at: string;
  readonly infused: number;
  readonly held: number;
  readonly underway: number;
  readonly arrived: number;
  readonly escaped: number;
}

export interface PlumeInfo {
  readonly places: readonly (readonly [number, number, number])[];
  readonly moments: readonly Moment[];
}

/** When a share of the dose has left the marrow, and when it is in the arteries [s]; NaN if never. Pure. */
export function arrivals(moments: readonly Moment[], share: number): { vein: number; artery: number } {
  const first = (f: (m: Moment) => number): number => moments.find((m) => f(m) >= share)?.t ?? NaN;
  return { vein: first((m) => m.underway + m.arrived), artery: first((m) => m.arrived) };
}

export class Plume {
  readonly root: HTMLElement;
  private readonly bone = choice("plume-bone", BONES, "humerus");
  private readonly circulation = choice("plume-circulation", CIRCULATIONS, "normal");
  private readonly time = el("input", { type: "range", id: "plume-time", min: 0, max: 0, value: 0, disabled: true });
  private readonly clock = el("output", {});
  private readonly state = el("p", { role: "status" });
  private readonly arrival = el("p", {});
  private info: PlumeInfo | null = null;
  private level = new Uint8Array(0);
  private timer = 0;

  constructor(private readonly redraw: () => void) {
    const go = el("button", { type: "button", class: "small" }, t("picture.depth.infuse"));
    go.addEventListener("click", () => void this.infuse());
    this.time.addEventListener("input", () => {
      this.stop();
      this.show();
    });
    this.root = el("details", { class: "plume" }, el("summary", {}, t("picture.depth.plume")),
      el("label", {}, t("picture.depth.bone"), this.bone), el("label", {}, t("picture.depth.circulation"), this.circulation),
      el("div", { class: "buttons" }, go), el("label", {}, t("picture.depth.moment"), this.time, this.clock), this.state, this.arrival);
  }

  /** Ends the playing. */
  stop(): void {
    window.clearInterval(this.timer);
  }

  /** Draws the plume onto the picture. */
  draw(c: CanvasRenderingContext2D, v: Depth, ratio: number): void {
    const { info, level } = this;
    const { texel, w, z0 } = v.solid;
    c.fillStyle = v.skin.dark ? "#7fe9ff" : "#0b62c4";
    info?.places.forEach(([x, y, z], i) => {
      const strength = (level[i] ?? 0) / 255;
      if (strength < 0.02 || x / texel < v.cut * w) {
        return;
      }
      const p = project(v.eye, [x / texel + 0.5, y / texel + 0.5, z0 > 0 ? z0 + 0.5 : z / texel + 0.5], v.w, v.h);
      if (p !== null) {
        c.globalAlpha = 0.75 * strength;
        c.beginPath();
        c.arc(p.x, p.y, Math.max(1.2, Math.min(5, (0.8 * v.h) / p.far)) * ratio, 0, 7);
        c.fill();
      }
    });
    c.globalAlpha = 1;
  }

  private async infuse(): Promise<void> {
    this.stop();
    setText(this.state, t("picture.depth.wait"));
    const r = await fetch(`/plume?site=${this.bone.value}&circulation=${this.circulation.value}`);
    if (!r.ok) {
      setText(this.state, await r.text());
      return;
    }
    this.info = (await r.json()) as PlumeInfo;
    const { moments } = this.info;
    const { vein, artery } = arrivals(moments, FIRST);
    setText(this.arrival, t("picture.depth.arrival", { vein: span(vein), artery: span(artery) }));
    this.time.max = String(moments.length - 1);
    this.time.disabled = false;
    this.time.value = reducedMotion() ? this.time.max : "0";
    this.show();
    if (!reducedMotion()) {
      this.timer = window.setInterval(() => this.step(), STEP);
    }
  }

  private step(): void {
    this.time.value = String(Number(this.time.value) + 1);
    this.show();
    if (this.time.value === this.time.max) {
      this.stop();
    }
  }

  /** Shows the moment that is chosen. */
  private show(): void {
    const m = this.info?.moments[Number(this.time.value)];
    if (m === undefined) {
      return;
    }
    this.level = Uint8Array.from(atob(m.at), (c) => c.charCodeAt(0));
    setText(this.clock, span(m.t));
    this.time.setAttribute("aria-valuetext", span(m.t));
    setText(this.state, t("picture.depth.held", { marrow: percent(m.held), way: percent(m.underway), there: percent(m.arrived) }));
    this.redraw();
  }
}

function choice(id: string, names: readonly string[], chosen: string): HTMLSelectElement {
  return el("select", { id }, ...names.map((n) => el("option", { value: n, selected: n === chosen }, t(`tools.name.${n}`))));
}

/** A length of time from milliseconds to minutes. */
function span(seconds: number): string {
  if (seconds < 1) {
    return t("picture.depth.ms", { n: brief(1000 * seconds) });
  }
  return seconds < 120 ? t("picture.depth.s", { n: brief(seconds) }) : t("picture.depth.min", { n: brief(seconds / 60) });
}
