// The card of the selected cell, vessel or site, at the end of the panel of blood.

import type { Actions } from "./actions.js";
import type { CellInfo, Station } from "./cellwire.js";
import {
  chances, felt, inBlood, moment, nameOf, nicheName, number, percent, plain, pool, reasons, shortNameOf, span, um,
} from "./celltext.js";
import { byId, el } from "./dom.js";
import { t } from "./i18n.js";
import type { Individuals } from "./individuals.js";
import type { Model } from "./model.js";

export function cellCard(model: Model, cells: Individuals, actions: Actions): void {
  const card = el("section", { class: "cell-card", "aria-live": "off", "aria-label": t("cell.card"), "data-tab": "inspect", hidden: true });
  byId("panel-blood").append(card);
  let before = "";
  model.bus.on(["cell"], () => {
    const c = cells.info;
    card.hidden = c === null;
    if (c === null) {
      before = "";
      return;
    }
    const body = content(model, cells, c);
    // Only what changed is put in, so that a focus inside stays.
    if (body.outerHTML !== before) {
      before = body.outerHTML;
      keepFocus(card, () => card.replaceChildren(...body.childNodes));
      wire(card, cells, actions);
    }
  });
  let shown = "";
  model.bus.on(["cell"], () => {
    const now = cells.info === null ? "" : `${cells.info.cell} ${cells.explained}`;
    if (now !== shown && now !== "") {
      card.scrollIntoView({ block: "nearest" });
    }
    shown = now;
  });
}

/** A square in the color of a code. */
export function swatchOf(m: Model, code: number): HTMLElement {
  const sw = el("span", { class: "sw" });
  sw.style.background = m.swatch(code);
  return sw;
}

/** Does something that makes the elements of a card anew, and gives the focus back to its like. */
function keepFocus(card: HTMLElement, change: () => void): void {
  const key = card.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["key"] : undefined;
  change();
  if (key !== undefined) {
    card.querySelector<HTMLElement>(`[data-key="${key}"]`)?.focus();
  }
}

function wire(card: HTMLElement, cells: Individuals, actions: Actions): void {
  for (const b of card.querySelectorAll<HTMLElement>("button")) {
    const { act, cell } = b.dataset;
    b.addEventListener("click", () => {
      if (act === "close") {
        cells.clear();
        byId("picture").focus({ preventScroll: true }); // the button is gone
      } else if (act !== undefined) {
        actions.run(act);
      } else if (cell !== undefined) {
        void cells.jump(Number(cell), Number(b.dataset["tick"]));
      }
    });
  }
}

function content(m: Model, cells: Individuals, c: CellInfo): HTMLElement {
  const body = el("div", {}, title(m, cells, c));
  if (c.way !== undefined && c.way.length > 1) {
    body.append(crumbs(m, c));
  }
  body.append(el("p", { class: c.end === undefined ? "plain" : "plain ended" }, plain(m, c)));
  if (c.blood !== undefined) {
    body.append(blood(m, c));
  }
  body.append(facts(m, c));
  if (c.code > 0 && m.type(c.code)?.color !== "") {
    body.append(buttons(cells, c));
  }
  if (cells.explained && c.why !== undefined) {
    body.append(why(m, c));
  }
  return body;
}

function title(m: Model, cells: Individuals, c: CellInfo): HTMLElement {
  const sw = swatchOf(m, c.code);
  const h = el("h3", {}, sw, el("b", {}, nameOf(m, c.code)));
  if (c.cell > 0) {
    h.append(el("span", { class: "id" }, ` #${number(c.cell)}`));
  }
  h.append(el("span", { class: "sp" }));
  if (cells.following) {
    h.append(el("span", { class: "state" }, t("cell.following")));
  } else if (c.end !== undefined) {
    h.append(el("span", { class: "state" }, t("cell.gone")));
  }
  h.append(el("button", { class: "ib", type: "button", "data-act": "close", "data-key": "close", "aria-label": t("cell.close") }, "×"));
  return h;
}

/** The stages on the way of a cell; those whose cell is known are links to it. */
function crumbs(m: Model, c: CellInfo): HTMLElement {
  const way = c.way ?? [];
  const one = (s: Station, i: number): HTMLElement => {
    const sw = swatchOf(m, s.code);
    const last = i === way.length - 1;
    const name = shortNameOf(m, s.code);
    if (last || s.cell === 0 || s.cell === c.cell) {
      return el("li", last ? { "aria-current": "true" } : {}, sw, name);
    }
    const label = t("cell.ancestor", { name, id: number(s.cell), day: moment(m, s.tick) });
    return el("li", {}, el("button", { type: "button", "data-cell": s.cell, "data-tick": s.tick, "data-key": `way-${i}`, title: label, "aria-label": label }, sw, name));
  };
  return el("ol", { class: "crumbs", "aria-label": t("cell.way") }, ...way.map(one));
}

/** The stays of a cell that left in the blood, with where it is now. */
function blood(m: Model, c: CellInfo): HTMLElement {
  const stays = c.blood ?? [];
  const now = inBlood(stays, m.tick);
  const first = stays[0];
  if (first === undefined) {
    return el("p", { class: "fine" }, t("cell.blood.lost"));
  }
  const end = stays[stays.length - 1]?.to || m.tick + m.ticksPerDay;
  const share = (tick: number): number => Math.max(0, Math.min(1, (tick - first.from) / Math.max(1, end - first.from)));
  const bars = stays.map((s) => {
    const bar = el("i", { class: s === now ? "now" : false, title: pool(s) });
    bar.style.flexGrow = String(share(s.to === 0 ? end : s.to) - share(s.from));
    return bar;
  });
  const knob = el("b");
  knob.style.insetInlineStart = `${100 * share(m.tick)}%`;
  const says = now === null ? t("cell.blood.over", { day: moment(m, end) }) :
    t(now.to === 0 ? "cell.blood.open" : "cell.blood.now", { pool: pool(now), time: span(m, now.to - m.tick), since: span(m, m.tick - first.from) });
  return el("div", { class: "in-blood" },
    el("div", { class: "stays" }, ...bars, knob),
    el("p", {}, says), el("p", { class: "fine" }, t("cell.blood.tag")));
}

function facts(m: Model, c: CellInfo): HTMLElement {
  const rows: [string, string][] = [];
  const isCell = c.code > 0 && m.type(c.code)?.color !== "";
  if (c.cell > 0) {
    rows.push([t("cell.age"), span(m, c.age)], [t("cell.divisions"), number(c.divisions)]);
  }
  if (isCell && c.end === undefined) {
    rows.push([t("cell.niche"), nicheName(c)]);
  }
  if (c.cell > 0) {
    rows.push([t("cell.sisters"), number(c.sisters)], [t("cell.clone"), c.clone === 0 ? "–" : number(c.clone)]);
  }
  for (const [key, far] of [["sinusoid", c.niche.sinusoid], ["bone", c.niche.bone], ["macrophage", c.niche.macrophage]] as const) {
    if (c.end === undefined && far !== null && far > 0) {
      rows.push([t(`cell.to.${key}`), um(far)]);
    }
  }
  if (c.end === undefined && (isCell || c.code === 0)) {
    rows.push([t("cell.crowding"), percent(c.niche.crowding)]);
  }
  if (c.vessel !== undefined && c.vessel.exit > 0 && c.end === undefined) {
    rows.push([t("cell.drains"), number(c.vessel.exit)]);
    if (!isCell) {
      rows.push([t("cell.today"), number(c.vessel.today)]);
    }
  }
  for (const mark of c.marks ?? []) {
    rows.push([t("cell.mark"), t(`cell.mark.${mark}`)]);
  }
  return el("dl", { class: "facts" }, ...rows.map(([k, v]) => el("div", {}, el("dt", {}, k), el("dd", {}, v))));
}

function buttons(cells: Individuals, c: CellInfo): HTMLElement {
  const one = (act: string, key: string, pressed: boolean): HTMLElement =>
    el("button", { class: "small", type: "button", "data-act": act, "data-key": act, "aria-pressed": pressed ? "true" : "false" }, t(`cell.do.${act}`), " ", el("kbd", {}, key));
  const all = el("div", { class: "cell-buttons" });
  if (c.cell > 0 && c.alive) {
    all.append(one("follow", "F", cells.following));
  }
  if (c.cell > 0) {
    all.append(one("family", "L", cells.kin !== null));
  }
  if (c.end === undefined) {
    all.append(one("why", "W", cells.explained));
  }
  return all;
}

/** Why the cell is here and what may happen next. */
function why(m: Model, c: CellInfo): HTMLElement {
  const bar = ([what, p]: readonly [string, number]): HTMLElement => {
    const length = el("u");
    length.style.width = `${Math.max(1, 100 * Math.sqrt(p))}%`;
    return el("li", {}, el("span", {}, t(`cell.chance.${what}`)), el("i", {}, length), el("b", {}, percent(p)));
  };
  const signals = felt(c);
  return el("div", { class: "why" },
    el("h4", {}, t("cell.why.title")), ...reasons(m, c).map((line) => el("p", {}, line)),
    el("h4", {}, t("cell.why.next")), el("ul", { class: "chances" }, ...chances(c).map(bar)),
    ...(chances(c).length === 0 ? [el("p", {}, t("cell.why.nothing"))] : []),
    ...(signals.length > 0 ? [el("h4", {}, t("cell.why.signals")), ...signals.map((line) => el("p", {}, line))] : []),
    ...(c.why !== undefined && c.cell > 0 ? [el("p", { class: "fine" }, t(`cell.did.${c.why.last.did}`, { day: moment(m, c.why.last.tick) }))] : []));
}
