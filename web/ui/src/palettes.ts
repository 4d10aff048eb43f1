// How everything is colored: the palettes, which of them is worn, and the colors that
// the user chose. Shapes and skins are those of assets/palette.json, which the window
// has too.

import table from "../../../assets/palette.json";
import { chroma, difference, hex, mix, moved, rgb, type Rgb } from "./color.js";
import type { CellType } from "./protocol.js";

export type PaletteId = "atlas" | "calm" | "stain" | "if" | "user";

/** In the order in which the key goes through them. */
export const PALETTES: readonly PaletteId[] = ["atlas", "calm", "stain", "if", "user"];

export type Skin = (typeof table.skins)[number];
export type Shape = (typeof table.types)[number];

/** The colors of a type: cytoplasm, nucleus, granules, and the one where form is too small to see. */
export interface Inks {
  readonly body: Rgb;
  readonly nucleus: Rgb;
  readonly mark: Rgb;
  readonly group: Rgb;
}

/** Two types of different lineages that look too much alike. */
export interface Clash {
  readonly a: string;
  readonly b: string;
  readonly distance: number;
}

/** Least CIEDE2000 difference between lineages that needs no warning. */
export const TELL_APART = 8;
const CALM = 0.7;
const DARK: Rgb = [5, 7, 11];
/** Where the browser keeps what is worn, and the colors of the user. */
const STORED = "marrow-palette";
const STORED_COLORS = "marrow-colors";

const shapes = new Map<string, Shape>(table.types.map((t) => [t.id, t]));
const groups = new Map<string, Rgb>(table.groups.map((g) => [g.id, rgb(g.hex)]));

/** What a cell of a type looks like; a type that the palette does not know is a blast. */
export function shapeOf(t: CellType): Shape {
  return shapes.get(t.form) ?? (shapes.get("blast") as Shape);
}

/** The look of a type of the palette. */
export function shape(id: string): Shape {
  return shapes.get(id) as Shape;
}

/** A type of the palette as if a world had it. */
export function typeOf(id: string): CellType {
  const own = shape(id);
  return { code: -1, id, lineage: own.lineage, stage: own.stage, rank: 0, kmax: 0, label: own.name, color: own.hex, form: id };
}

/** The one of the types of a lineage whose color stands for all: of a clone its blast, else the one at an index. */
export function bearer(types: readonly CellType[], index: number): CellType {
  return types.find((t) => t.form === "blast") ?? (types[index] as CellType);
}

export function isCell(t: CellType): boolean {
  return t.color !== "";
}

/** The setting that takes chroma away; the dialog of settings has it too. */
export interface Calm {
  readonly calm: boolean;
  set(s: { calm: boolean }): void;
}

export class Palettes {
  private worn: Exclude<PaletteId, "calm"> = "atlas";
  private own = new Map<string, string>();
  /** Lineage that is shown in full chroma while the rest is calm. */
  private lively = "";

  /** changed is called after each change; store keeps the choice for the next visit. */
  constructor(
    private readonly changed: () => void,
    private readonly store: Pick<Storage, "getItem" | "setItem"> | null,
    private readonly mood: Calm,
  ) {
    this.own = colorsOf((store?.getItem(STORED_COLORS) ?? "").slice(2)) ?? this.own;
    const worn = store?.getItem(STORED) ?? "";
    this.read(worn.startsWith("u.") ? "user" : worn);
  }

  get id(): PaletteId {
    return this.worn === "atlas" && this.mood.calm ? "calm" : this.worn;
  }

  get skin(): Skin {
    const id = this.worn === "stain" || this.worn === "if" ? this.worn : "atlas";
    return table.skins.find((s) => s.id === id) as Skin;
  }

  /** Palette and own colors as one word for the address: stain, u.ZXJ5PWZmMDA4MA. */
  get text(): string {
    return this.worn === "user" ? this.owned : this.id;
  }

  /** The own colors as such a word, whether they are worn or not. */
  get owned(): string {
    return `u.${btoa(this.list()).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
  }

  /** Wears what text says; false if it says nothing that is known. */
  use(text: string): boolean {
    if (!this.read(text)) {
      return false;
    }
    if (this.worn === "atlas" && this.mood.calm !== (text === "calm")) {
      this.mood.set({ calm: text === "calm" });
    }
    this.keep();
    return true;
  }

  /** Wears the next palette. */
  next(): void {
    this.use(PALETTES[(PALETTES.indexOf(this.id) + 1) % PALETTES.length] as PaletteId);
  }

  /** Gives a type or lineage a color of the user's, or with null takes it back; wears those colors. */
  recolor(id: string, color: string | null): void {
    if (color === null) {
      this.own.delete(id);
    } else {
      this.own.set(id, color.toLowerCase());
    }
    this.worn = "user";
    this.keep();
  }

  recolored(id: string): boolean {
    return this.own.has(id);
  }

  /** Says which lineage is looked at. */
  enliven(lineage: string): void {
    if (this.lively !== lineage) {
      this.lively = lineage;
      if (this.id === "calm") {
        this.changed();
      }
    }
  }

  inks(t: CellType): Inks {
    const shape = shapeOf(t);
    const lineage = groups.has(t.lineage) ? t.lineage : shape.lineage;
    const pair = this.pair(lineage, shape);
    const [body, nucleus] = pair ?? [this.plain(t, lineage), null];
    const dark = shape.nucleus === "pale" && this.skin.dark && nucleus !== null ? mix(body, DARK, 0.4) : nucleus ?? (shape.nucleus === "pale" ? mix(body, [42, 0, 0], 0.35) : mix(body, DARK, shape.nucleus === "mega" ? 0.6 : 0.46));
    return { body, nucleus: dark, mark: granules(shape.mark ?? "", body, dark, this.skin), group: pair === null ? this.group(lineage) : mix(body, dark, 0.5) };
  }

  /** One color for a type: its line in a chart, its cell in a table. */
  color(t: CellType): string {
    if (!isCell(t)) {
      return hex(this.structure(t.id));
    }
    const { body, nucleus } = this.inks(t);
    return hex(this.pair(t.lineage, shapeOf(t)) === null ? body : mix(body, nucleus, 0.5));
  }

  /** The same as a CSS background: in palettes with nuclei, a nucleus in its cell. */
  swatch(t: CellType): string {
    if (!isCell(t) || this.pair(t.lineage, shapeOf(t)) === null) {
      return this.color(t);
    }
    const { body, nucleus } = this.inks(t);
    return `radial-gradient(circle, ${hex(nucleus)} 0 36%, ${hex(body)} 42%)`;
  }

  /** The color of a lineage where cells are small. */
  group(lineage: string): Rgb {
    const own = this.worn === "user" ? this.own.get(lineage) : undefined;
    return this.calmed(own === undefined ? groups.get(lineage) ?? [168, 156, 132] : rgb(own), lineage);
  }

  /** The color of bone, fat and vessels where they are only a dot. */
  structure(id: string): Rgb {
    const s = this.skin;
    const two = (a: string | undefined, b: string | undefined, t: number): Rgb => mix(rgb(a ?? "#000000"), rgb(b ?? "#000000"), t);
    switch (id) {
      case "bone":
        return two(s.bone[0], s.bone[1], 0.7);
      case "fat":
        return s.id === "if" ? rgb("#6b5f0a") : two(s.fat[1], s.fat_rim, 0.12);
      case "arteriole":
        return two(s.artery[1], s.artery_wall, 0.25);
      case "sinusoid":
      case "capillary":
      case "vein":
        return two(s.lumen[1], s.wall, id === "vein" ? 0.3 : 0.45);
    }
    return rgb(s.stroma[1] ?? "#000000");
  }

  /** Pairs of types of different lineages that are hard to tell apart, nearest first. */
  clashes(types: readonly CellType[]): Clash[] {
    const cells = types.filter(isCell);
    const found = cells.flatMap((a, i) => cells.slice(i + 1)
      .filter((b) => b.lineage !== a.lineage && (this.touched(a) || this.touched(b)))
      .map((b) => ({ a: a.id, b: b.id, distance: difference(this.inks(a).body, this.inks(b).body) })));
    return found.filter((c) => c.distance < TELL_APART).sort((x, y) => x.distance - y.distance);
  }

  private touched(t: CellType): boolean {
    return this.own.has(shapeOf(t).id) || this.own.has(t.lineage);
  }

  /** Cytoplasm and nucleus of palettes that have both, else null. */
  private pair(lineage: string, shape: Shape): [Rgb, Rgb] | null {
    const cells = this.skin.cells as Readonly<Record<string, readonly string[]>> | undefined;
    const pair = cells?.[lineage] ?? (this.skin.dark ? undefined : shape.stain);
    return pair === undefined ? null : [rgb(pair[0] as string), rgb(pair[1] as string)];
  }

  private plain(t: CellType, lineage: string): Rgb {
    const own = this.worn === "user" ? this.own.get(shapeOf(t).id) : undefined;
    if (own !== undefined) {
      return rgb(own);
    }
    const base = this.worn === "user" ? this.own.get(lineage) : undefined;
    const color = base === undefined ? rgb(t.color) : moved(rgb(base), rgb(t.color), groups.get(lineage) ?? rgb(base));
    return this.calmed(color, lineage);
  }

  private calmed(c: Rgb, lineage: string): Rgb {
    return this.id === "calm" && this.lively !== lineage ? chroma(c, CALM) : c;
  }

  private list(): string {
    return [...this.own].map(([id, color]) => `${id}=${color.slice(1)}`).sort().join(",");
  }

  private read(text: string): boolean {
    const id = PALETTES.find((p) => p === text);
    if (id !== undefined) {
      this.worn = id === "calm" ? "atlas" : id;
      return true;
    }
    const own = text.startsWith("u.") ? colorsOf(text.slice(2)) : null;
    if (own === null) {
      return false;
    }
    this.worn = "user";
    this.own = own;
    return true;
  }

  private keep(): void {
    this.store?.setItem(STORED, this.text);
    this.store?.setItem(STORED_COLORS, this.owned);
    this.changed();
  }
}

/** Granules: of eosinophils bright, of basophils dark, fine ones in the color of the nucleus. */
function granules(mark: string, body: Rgb, nucleus: Rgb, skin: Skin): Rgb {
  switch (mark) {
    case "bright":
      return mix(body, [255, 236, 190], 0.5);
    case "dark":
      return mix(nucleus, [0, 0, 0], 0.4);
    case "halo":
      return rgb(skin.halo);
  }
  return nucleus;
}

/** Reads "ery=ff0080,hsc=00ff00" out of base64url; null if it is nothing of the kind. */
function colorsOf(packed: string): Map<string, string> | null {
  try {
    const text = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
    const parts = text === "" ? [] : text.split(",").map((p) => /^([a-z_]{1,20})=([0-9a-f]{6})$/.exec(p));
    return parts.includes(null) ? null : new Map(parts.map((p) => [p?.[1] ?? "", `#${p?.[2] ?? ""}`]));
  } catch {
    return null;
  }
}
