// Shows the states: a word in the header, a line under it with what can be done next,
// and the two that take the center of the stage.

import { byId, el, icon, setText } from "./dom.js";
import { known, t } from "./i18n.js";
import type { Icon, State, States } from "./states.js";

const ICONS: Readonly<Record<Icon, readonly string[]>> = {
  dot: ["M8 8h.01"],
  wait: ["M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12", "M8 4.5V8l2.5 1.5"],
  pause: ["M5.5 3.5v9", "M10.5 3.5v9"],
  slow: ["M2.5 12a6 6 0 1 1 11 0", "m8 10 3-4"],
  lost: ["M2 5.5a9 9 0 0 1 12 0", "M4.5 8.5a5.5 5.5 0 0 1 7 0", "M8 12h.01", "m2.5 2 11 12"],
  replay: ["M3 8a5 5 0 1 0 1.5-3.6", "M3 2.500V5h2.5"],
  person: ["M8 2.500a2.6 2.6 0 1 0 0 5.200a2.6 2.6 0 1 0 0-5.2", "M3 14a5 5 0 0 1 10 0"],
  eye: ["M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z", "M8 6.400a1.6 1.6 0 1 0 0 3.200a1.6 1.6 0 1 0 0-3.2"],
  card: ["M2 4h12v8H2z", "M5 14v-2", "M8 14v-2", "M8 6.200a1.8 1.8 0 1 0 0 3.600a1.8 1.8 0 1 0 0-3.6"],
  warn: ["M8 2 15 14H1z", "M8 6.500v3.5", "M8 12h.01"],
  stop: ["M5.2 1.500h5.600l3.7 3.700v5.600l-3.7 3.700H5.200L1.5 10.800V5.200z", "M8 4.500v4.5", "M8 11.300h.01"],
  record: ["M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10", "M8 6a2 2 0 1 0 0 4a2 2 0 1 0 0-4"],
};

/** At most so many lines under the header. */
const LINES = 2;
/** How long news are told [ms]. */
const BRIEF = 8000;
/** The live region speaks no more often than this [ms]. */
const SPOKEN = 5000;

export function showStates(states: States): void {
  let timer = 0;
  const show = (): void => {
    const now = states.now;
    header(now, states);
    byId("app").classList.toggle("dimmed", now.some((s) => s.dim));
    lines(now.filter((s) => !s.quiet && !s.center && told(s, Date.now() - states.since(s.id))).slice(0, LINES), states);
    center(now.find((s) => s.center), states);
    window.clearTimeout(timer);
    const next = Math.min(...now.flatMap((s) => [states.since(s.id) + s.after, states.since(s.id) + BRIEF]).filter((at) => at > Date.now()));
    if (Number.isFinite(next)) {
      timer = window.setTimeout(show, next - Date.now() + 20);
    }
  };
  states.watch(show);
  speaker(states);
  show();
}

/** Whether a state is told over the picture when it has held for so long [ms]. */
function told(s: State, age: number): boolean {
  return age >= s.after && (!s.brief || age < BRIEF);
}

function header(now: readonly State[], states: States): void {
  const first = now.find((s) => !s.aside);
  const lost = first?.dim === true && first.icon !== "wait" && first.id !== "lostContext";
  byId("stat-dot").className = `dot${lost ? " lost" : first?.id === "live" ? "" : " warn"}`;
  setText(byId("stat-word"), first === undefined ? "" : short(first, states));
  byId("stat").classList.toggle("lost", lost);
}

/** A word or two; the text of the state if it has no shorter one. */
function short(s: State, states: States): string {
  const key = `states.short.${s.id}`;
  return known(key) ? t(key, states.values(s.id)) : t(s.text, states.values(s.id));
}

/** Lines are changed in place, so that a button keeps the focus while a countdown goes on. */
function lines(now: readonly State[], states: States): void {
  const root = byId("says");
  [...root.children].filter((e) => !now.some((s) => s.id === (e as HTMLElement).dataset["state"])).forEach(drop);
  now.forEach((s, i) => {
    const old = root.querySelector<HTMLElement>(`[data-state=${s.id}]`);
    const steps = s.next.filter((n) => states.step(s.id, n) !== undefined);
    if (old !== null && old.dataset["steps"] === steps.join()) {
      setText(old.querySelector("span") as Element, t(s.text, states.values(s.id)));
      return;
    }
    if (old !== null) {
      drop(old);
    }
    root.insertBefore(line(s, steps, states), root.children[i] ?? null);
  });
}

/** Takes away what is told no longer; a focus in it goes to the picture. */
function drop(e: Element): void {
  if (e.contains(document.activeElement)) {
    byId("picture").focus({ preventScroll: true });
  }
  e.remove();
}

function line(s: State, steps: readonly string[], states: States): HTMLElement {
  return el("div", { "data-state": s.id, "data-steps": steps.join(), class: s.dim ? "lost" : s.icon === "warn" || s.icon === "slow" ? "" : "calm" },
    icon(...ICONS[s.icon]), el("span", {}, t(s.text, states.values(s.id))), ...buttons(s, steps, states, "small"));
}

function buttons(s: State, steps: readonly string[], states: States, look: string): HTMLElement[] {
  return steps.map((n) => {
    const b = el("button", { class: look, type: "button", "data-step": n }, t(`states.do.${n}`));
    b.addEventListener("click", () => states.step(s.id, n)?.());
    return b;
  });
}

function center(s: State | undefined, states: States): void {
  const root = byId("center");
  const text = s === undefined ? "" : t(s.text, states.values(s.id));
  if (root.dataset["text"] === text) {
    return;
  }
  root.dataset["text"] = text;
  [...root.children].forEach(drop);
  root.hidden = s === undefined;
  if (s !== undefined) {
    const steps = s.next.filter((n) => states.step(s.id, n) !== undefined);
    root.replaceChildren(el("div", { class: "float" }, icon(...ICONS[s.icon]), el("p", {}, text), ...buttons(s, steps, states, "btn")));
  }
}

/** Tells the first state to who listens, when it is another one, not every second. */
function speaker(states: States): void {
  let last = "";
  let spoken = 0;
  let timer = 0;
  const speak = (): void => {
    timer = 0;
    const first = states.now[0];
    if (first !== undefined && first.id !== last) {
      last = first.id;
      spoken = Date.now();
      byId("live").textContent = t(first.text, states.values(first.id));
    }
  };
  states.watch(() => {
    if (timer === 0) {
      timer = window.setTimeout(speak, Math.max(0, spoken + SPOKEN - Date.now()));
    }
  });
}
