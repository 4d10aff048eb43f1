// The words and numbers that people read, in one place.

export const LINEAGES: Readonly<Record<string, string>> = {
  stem: "Stem & progenitor", ery: "Erythroid", neu: "Neutrophil", eos: "Eosinophil", baso: "Basophil / mast",
  mono: "Mono-macrophage", mk: "Megakaryocyte", lym: "Lymphoid", stroma: "Stroma", clone: "Marked clone",
  tissue: "Bone, fat, vessels",
};

export const PLACES: Readonly<Record<string, string>> = {
  "iliac-crest": "iliac crest", "femur-shaft": "femur shaft", open: "open box",
};

export const TEXT = {
  apply: "Apply now",
  connecting: "Connecting…",
  live: "Live",
  paused: "Paused",
  reconnecting: "Connection lost",
  refused: "Use the link that marrow serve printed: this address needs its token",
  full: "The server has all its viewers; it is tried again in 30 s",
  version: "This page is older than the server",
  elsewhere: "This view is open in another tab",
  faulted: "The simulation stopped",
  flat: "Drawing without the graphics card",
  notDriver: "Somebody else is driving",
  why: { user: "Paused", step: "Paused after the step", until: "Paused: the scenario is over" } as Readonly<Record<string, string>>,
} as const;

const count = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

export function integer(n: number): string {
  return count.format(n);
}

/** A number with about three digits: 14.5, 0.42, 250. */
export function three(n: number): string {
  const a = Math.abs(n);
  return n.toFixed(a >= 100 ? 0 : a >= 10 ? 1 : a >= 0.1 ? 2 : a === 0 ? 0 : 3);
}

/** A blood value as a laboratory prints it. */
export function bloodValue(id: string, n: number): string {
  switch (id) {
    case "hb_g_dl":
      return n.toFixed(1);
    case "plt_e9_l":
    case "retic_e9_l":
      return n.toFixed(n < 10 ? 1 : 0);
  }
  return n.toFixed(n >= 10 ? 1 : 2);
}

/** 09:36, the time within the simulated day. */
export function clock(day: number): string {
  const minutes = Math.floor((day - Math.floor(day)) * 1440 + 1e-6);
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** 3600 is "1 h / s". */
export function speedName(perSecond: number): string {
  if (perSecond === 0) {
    return "as fast as possible";
  }
  for (const [unit, seconds] of [["week", 604800], ["day", 86400], ["h", 3600], ["min", 60]] as const) {
    if (perSecond >= seconds) {
      return `${three(perSecond / seconds).replace(/\.0+$/, "")} ${unit} / s`;
    }
  }
  return `${three(perSecond)} s / s`;
}

/** A time in days as people write it: 5m, 12h, 7d. */
export function duration(days: number): string {
  const minutes = Math.round(days * 1440);
  for (const [unit, length] of [["d", 1440], ["h", 60]] as const) {
    if (minutes !== 0 && minutes % length === 0) {
      return `${minutes / length}${unit}`;
    }
  }
  return `${minutes}m`;
}

/** A length in sites of um micrometers: 1.2 mm, 96 µm. */
export function length(um: number): string {
  return um >= 1000 ? `${(um / 1000).toFixed(um % 1000 === 0 ? 0 : 1)} mm` : `${Math.round(um)} µm`;
}

/** Names that are not written as they are spelled. */
const NAMES: Readonly<Record<string, string>> = {
  "g-csf": "G-CSF", "epo": "EPO", "tpo-agonist": "TPO agonist", "chemo-g-csf": "Chemotherapy and G-CSF", "cd34": "CD34+",
  "5-fu": "5-FU", "brdu": "BrdU", "edu": "EdU", "hsc": "HSC", "mpp": "MPP", "clp": "CLP", "gmp": "GMP",
};

export function title(id: string): string {
  return NAMES[id] ?? id.charAt(0).toUpperCase() + id.slice(1).replaceAll(/[_-]/g, " ");
}

/** A text that begins with a capital letter. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
