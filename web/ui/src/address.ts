// The view as the part of an address behind "#": short, sorted, without what is
// preset, and without any secret. Pure.

/** What an address can say. Everything may be missing. */
export interface View {
  /** Scenario and seed of the run; what is shown may be another one. */
  readonly scenario?: string;
  readonly seed?: number;
  /** Simulated hours; none is live. */
  readonly hours?: number;
  /** Place in micrometers, pixels per site, slice. */
  readonly camera?: { readonly x: number; readonly y: number; readonly scale: number; readonly z: number };
  readonly cell?: number;
  readonly follow?: boolean;
  readonly palette?: string;
  readonly hidden?: readonly string[];
  readonly only?: readonly string[];
  readonly panels?: readonly string[];
  readonly kiosk?: boolean;
  readonly compare?: string;
  /** Name of the patch of a body of several. */
  readonly patch?: string;
}

/** Version of the format. */
const VERSION = "1";

/** What could not be read: keys that nobody knows, and the first bad value. */
export interface Trouble {
  readonly unknown: readonly string[];
  readonly bad: { readonly key: string; readonly value: string } | null;
}

/** Keys that other parts of the page read for themselves. */
const OTHERS = ["v", "draw", "embed"];

/** Of scenarios and patches. */
const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;
const NUMBER = /^-?\d+(\.\d+)?$/;

interface Key {
  readonly key: string;
  /** The value, "" to leave the key out. */
  write(v: View): string;
  /** What the value says, null if it says nothing that is allowed. */
  read(value: string): Partial<View> | null;
}

const KEYS: readonly Key[] = [
  { key: "b", write: (v) => v.patch ?? "", read: (s) => (NAME.test(s) ? { patch: s } : null) },
  {
    key: "c",
    write: ({ camera: c }) => (c === undefined ? "" : [round(c.x, 0), round(c.y, 0), round(c.scale, 2), ...(c.z > 0 ? [c.z] : [])].join(",")),
    read: (s) => {
      const [x = NaN, y = NaN, scale = NaN, z = 0] = s.split(",").map(numeric);
      return [x, y, scale, z].every(Number.isFinite) && scale > 0 ? { camera: { x, y, scale, z } } : null;
    },
  },
  { key: "cmp", write: (v) => v.compare ?? "", read: (s) => ({ compare: s }) },
  { key: "f", write: (v) => (v.follow === true ? "1" : ""), read: (s) => (s === "1" ? { follow: true } : null) },
  { key: "k", write: (v) => (v.kiosk === true ? "1" : ""), read: (s) => (s === "1" ? { kiosk: true } : null) },
  { key: "only", write: (v) => (v.only ?? []).join(), read: (s) => ({ only: s.split(",") }) },
  { key: "p", write: (v) => (v.palette === "atlas" ? "" : (v.palette ?? "")), read: (s) => (s === "" ? null : { palette: s }) },
  { key: "s", write: (v) => v.scenario ?? "", read: (s) => (NAME.test(s) ? { scenario: s } : null) },
  { key: "seed", write: (v) => (v.seed === undefined ? "" : String(v.seed)), read: whole((seed) => ({ seed })) },
  { key: "sel", write: (v) => (v.cell === undefined ? "" : String(v.cell)), read: whole((cell) => ({ cell })) },
  { key: "t", write: (v) => (v.hours === undefined ? "" : `${round(v.hours, 2)}h`), read: time },
  { key: "u", write: (v) => (v.panels ?? []).join(), read: (s) => ({ panels: s.split(",") }) },
  { key: "x", write: (v) => (v.hidden ?? []).join(), read: (s) => ({ hidden: s.split(",") }) },
];

/** The address of a view: keys sorted, "#" first. */
export function encode(v: View): string {
  const parts = [...KEYS.map((k) => [k.key, k.write(v)] as const), ["v", VERSION] as const];
  return `#${parts.filter(([, value]) => value !== "").sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}=${plain(value)}`).join("&")}`;
}

/** The view that an address asks for, with what could not be read. */
export function decode(hash: string): { view: View; trouble: Trouble } {
  let view: View = {};
  let bad: Trouble["bad"] = null;
  const unknown: string[] = [];
  for (const [key, value] of new URLSearchParams(hash.replace(/^#/, ""))) {
    const known = KEYS.find((k) => k.key === key);
    const said = known?.read(value);
    if (known === undefined && !OTHERS.includes(key)) {
      unknown.push(key);
    } else if (said === null) {
      bad ??= { key, value };
    } else {
      view = { ...view, ...said };
    }
  }
  return { view, trouble: { unknown, bad } };
}

/** Escapes only what would break the address: commas stay readable. */
function plain(value: string): string {
  return encodeURIComponent(value).replaceAll("%2C", ",");
}

function round(n: number, digits: number): string {
  return String(Number(n.toFixed(digits)));
}

function numeric(s: string): number {
  return NUMBER.test(s) ? Number(s) : NaN;
}

function whole(make: (n: number) => Partial<View>): (s: string) => Partial<View> | null {
  return (s) => (/^\d{1,15}$/.test(s) ? make(Number(s)) : null);
}

/** Hours of a time with its unit: 273.6h, 11.4d, 90m, 2w. */
function time(s: string): Partial<View> | null {
  const found = /^(\d+(?:\.\d+)?)(m|h|d|w)$/.exec(s);
  const hours: Readonly<Record<string, number>> = { m: 1 / 60, h: 1, d: 24, w: 168 };
  return found === null ? null : { hours: Number(found[1]) * (hours[found[2] as string] as number) };
}
