// The JSON messages about single cells, as web/sight.go and web/cells.go write them.
// Times are ticks, distances micrometers.

/** What is at a site, or what became of a cell. */
export interface CellInfo {
  readonly t: "cell";
  readonly id: string;
  readonly world: number;
  readonly tick: number;
  /** Number of the cell; 0 where none is. */
  readonly cell: number;
  readonly code: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly alive: boolean;
  readonly born: number;
  readonly since: number;
  readonly did: string;
  readonly age: number;
  readonly divisions: number;
  readonly clone: number;
  readonly marks?: readonly string[];
  readonly mother: number;
  readonly sisters: number;
  readonly way?: readonly Station[];
  readonly niche: Place;
  readonly signals?: readonly Signal[];
  readonly end?: End;
  readonly blood?: readonly Sojourn[];
  readonly vessel?: Vessel;
  readonly fat?: number;
  readonly why?: Why;
}

/** A stage that a cell or an ancestor was in; cell is 0 where only the species' table says so. */
export interface Station {
  readonly code: number;
  readonly cell: number;
  readonly tick: number;
}

export interface Place {
  readonly kind: string;
  /** It is a stem-cell niche in use. */
  readonly holds: boolean;
  readonly sinusoid: number | null;
  readonly bone: number | null;
  readonly fat: number | null;
  readonly macrophage: number | null;
  readonly crowding: number;
  readonly room: number;
}

export interface Signal {
  readonly signal: string;
  readonly level: number;
  readonly act: string;
  readonly effect: number;
}

export interface End {
  readonly kind: string;
  readonly tick: number;
  readonly exit?: number;
}

/** A stay in a compartment of the blood. */
export interface Sojourn {
  readonly pool: string;
  readonly column: string;
  readonly from: number;
  /** 0 = not known. */
  readonly to: number;
}

export interface Vessel {
  readonly exit: number;
  readonly kind: string;
  readonly left: number;
  readonly today: number;
}

export interface Why {
  readonly rule: string;
  readonly inputs: WhyInputs;
  /** By what may happen in the next tick. */
  readonly chances: Readonly<Record<string, number>>;
  readonly last: { readonly did: string; readonly tick: number };
}

export interface WhyInputs {
  readonly ticks: number;
  readonly phases: number;
  readonly of: number;
  readonly remaining: number;
  readonly waits: boolean;
  readonly survive: number;
  readonly repeat: number;
  readonly half: number;
  readonly stay: number;
  readonly fill: number;
  readonly give: number;
  readonly atWall: boolean;
  readonly lookIn: number;
  readonly leave: number;
  readonly next: readonly { readonly code: number; readonly chance: number }[];
}

/** Where a followed cell is; the last one says how it ended. */
export interface Track {
  readonly t: "track";
  readonly world: number;
  readonly tick: number;
  readonly cell: number;
  readonly code: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly alive: boolean;
  readonly divisions: number;
  readonly did: string;
  readonly since: number;
  readonly end?: End;
  readonly blood?: readonly Sojourn[];
}

export interface Kin {
  readonly t: "kin";
  readonly id: string;
  readonly world: number;
  readonly tick: number;
  readonly cells: readonly Relative[];
  /** There were more. */
  readonly cut: boolean;
}

export interface Relative {
  readonly cell: number;
  readonly parent: number;
  readonly code: number;
  readonly birth: number;
  readonly end?: End;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export interface Found {
  readonly t: "found";
  readonly id: string;
  readonly world: number;
  readonly cells: readonly { readonly cell: number; readonly code: number; readonly x: number; readonly y: number; readonly z: number }[];
}

/** Answers to questions about cells; each has the id of its question. */
export type CellAnswer = CellInfo | Kin | Found;
