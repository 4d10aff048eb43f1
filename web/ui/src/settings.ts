// What the user has chosen for this browser. Others read `settings`; only the dialog of
// settings writes it. The language is in i18n.ts: it is needed before anything else.

import { PEOPLE } from "./people.js";
import { kept } from "./storage.js";

export interface Chosen {
  /** Units of blood values: those of the United States (g/dL), or SI (g/L, mmol/L). */
  readonly units: "us" | "si";
  /** Whose ranges blood values are compared with: an id of people.ts. */
  readonly person: string;
  readonly theme: "dark" | "light" | "system";
  /** Size of the text in percent, 100 to 200. */
  readonly text: number;
  /** Lineages at 70 % chroma until they are pointed at. */
  readonly calm: boolean;
  readonly motion: "system" | "reduced";
  /** How others are told who drives. */
  readonly name: string;
  /** Whether keys without Ctrl or Alt do anything. */
  readonly singleKeys: boolean;
  /** Actions with another key than that of the table. */
  readonly keys: Readonly<Record<string, string>>;
}

export const DEFAULTS: Chosen = {
  units: "us", person: "man", theme: "dark", text: 100, calm: false, motion: "system", name: "", singleKeys: true, keys: {},
};

/** Where the browser keeps them. */
const STORED = "marrow-settings";

export class Settings {
  private chosen: Chosen;
  private readonly listeners: (() => void)[] = [];

  constructor(stored: string | null) {
    this.chosen = valid(stored);
  }

  get units(): Chosen["units"] {
    return this.chosen.units;
  }

  get calm(): boolean {
    return this.chosen.calm;
  }

  get all(): Chosen {
    return this.chosen;
  }

  /** The theme that is shown, dark or light; where the system has colors of its own, theirs. */
  get theme(): "dark" | "light" {
    const { theme } = this.chosen;
    return theme !== "system" && !matches("(forced-colors: active)") ? theme : matches("(prefers-color-scheme: light)") ? "light" : "dark";
  }

  get reducedMotion(): boolean {
    return this.chosen.motion === "reduced" || matches("(prefers-reduced-motion: reduce)");
  }

  /** Changes some, keeps them, and tells who listens. */
  set(some: Partial<Chosen>): void {
    this.chosen = { ...this.chosen, ...some };
    kept.setItem(STORED, JSON.stringify(this.chosen));
    this.listeners.forEach((f) => f());
  }

  /** Calls f now and after each change. */
  watch(f: () => void): void {
    this.listeners.push(f);
    f();
  }
}

export const settings = new Settings(kept.getItem(STORED));

/** What is stored, with the default in the place of whatever has another form. */
function valid(stored: string | null): Chosen {
  const found = parsed(stored);
  const pick = <K extends keyof Chosen>(key: K, good: (v: unknown) => boolean): Pick<Chosen, K> =>
    ({ [key]: good(found[key]) ? found[key] : DEFAULTS[key] }) as Pick<Chosen, K>;
  const one = (...allowed: unknown[]) => (v: unknown): boolean => allowed.includes(v);
  return {
    ...pick("units", one("us", "si")),
    ...pick("person", one(...PEOPLE.map((p) => p.id))),
    ...pick("theme", one("dark", "light", "system")),
    ...pick("text", (v) => typeof v === "number" && v >= 100 && v <= 200),
    ...pick("calm", one(true, false)),
    ...pick("motion", one("system", "reduced")),
    ...pick("name", (v) => typeof v === "string" && v.length <= 40),
    ...pick("singleKeys", one(true, false)),
    ...pick("keys", (v) => typeof v === "object" && v !== null && Object.values(v).every((k) => typeof k === "string")),
  };
}

function parsed(stored: string | null): Readonly<Record<string, unknown>> {
  try {
    const v: unknown = JSON.parse(stored ?? "{}");
    return typeof v === "object" && v !== null ? (v as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function matches(query: string): boolean {
  return typeof window !== "undefined" && window.matchMedia(query).matches;
}
