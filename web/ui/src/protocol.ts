// The JSON messages of marrow.v1, as web/messages.go writes them. Binary messages
// are in codec.ts.

import type { CellAnswer, Track } from "./cellwire.js";
import type { CloneRow } from "./muller.js";
import { shapely } from "./shapes.js";

export const PROTOCOLS = ["marrow.v1", "marrow.any"];

/** What a code of a site means. Codes are never hard-coded: they come from here. */
export interface CellType {
  readonly code: number;
  readonly id: string;
  readonly lineage: string;
  readonly stage: number;
  readonly rank: number;
  readonly kmax: number;
  readonly label: string;
  readonly color: string;
  readonly form: string;
  readonly blast?: boolean;
  /** Has no nucleus. */
  readonly bare?: boolean;
}

export interface WorldInfo {
  readonly world: number;
  readonly w: number;
  readonly h: number;
  readonly d: number;
  readonly um: number;
  readonly tileMax: number;
  readonly lods: number;
  readonly epoch: number;
  readonly tick: number;
  readonly tickSeconds: number;
  /** Of ages in CELLS [s]. */
  readonly ageUnit?: number;
}

export interface Column {
  readonly id: string;
  readonly unit: string;
  readonly label: string;
  readonly range?: readonly [number, number];
  readonly low?: number;
  readonly norms?: readonly Norm[];
  readonly grades?: readonly Grade[];
}

/** A range of healthy people of an age and a sex, with where it is from. */
export interface Norm {
  readonly sex: "M" | "F" | "any";
  readonly age: string;
  readonly low: number;
  readonly high?: number;
  readonly source: string;
  readonly standing: string;
}

/** A grade of toxicity: values below a limit are of it or worse. */
export interface Grade {
  readonly grade: number;
  readonly below: number;
  readonly source: string;
}

export interface Argument {
  readonly name: string;
  readonly kind: "number" | "time" | "word" | "dose";
  readonly unit?: string;
  readonly min: number;
  readonly max: number;
  readonly options?: readonly string[];
  readonly default?: string;
  readonly choice?: string;
  readonly optional?: boolean;
  readonly help: string;
}

/** The doses of an agent that can be asked for. */
export interface Dose {
  readonly unit: string;
  readonly usual: number;
  readonly most: number;
}

export interface Op {
  readonly op: string;
  readonly name: string;
  readonly group: string;
  readonly help: string;
  readonly args: readonly Argument[];
  readonly doses?: Readonly<Record<string, Dose>>;
  readonly sources: readonly string[];
}

export interface Welcome {
  readonly t: "welcome";
  readonly proto: number;
  readonly server: string;
  readonly ui: string;
  readonly client: string;
  readonly key: string;
  readonly resumed: boolean;
  readonly role: Role;
  readonly run: Run;
  readonly scenarios?: readonly ScenarioCard[];
  readonly worlds: readonly WorldInfo[];
  readonly types: readonly CellType[];
  readonly series: readonly Column[];
  readonly ops: readonly Op[];
  readonly clock: { readonly paused: boolean; readonly speed: number };
}

/** One of the patches of a body. */
export interface PatchInfo {
  readonly name: string;
  readonly tissue: string;
  /** Whose marrow it is; none of an organ. */
  readonly region?: string;
  readonly share: number;
  readonly shown: boolean;
}

/** What runs, for people. */
export interface Run {
  readonly title: string;
  readonly species: string;
  readonly tissue: string;
  readonly seed: number;
  /** The patches of a body of several. */
  readonly patches?: readonly PatchInfo[];
  readonly scenario: string;
  /** Red cells that the whole healthy body makes in a second. */
  readonly redPerSecond?: number;
  readonly question?: string;
  readonly tour?: readonly Stop[];
  /** What the model leaves out of this story. */
  readonly limits?: readonly string[];
}

/** A station of the guided tour. */
export interface Stop {
  readonly tick: number;
  readonly say: string;
  readonly look?: { readonly x: number; readonly y: number; readonly z: number; readonly zoom: number };
}

/** A scenario that can be run here. */
export interface ScenarioCard {
  readonly id: string;
  readonly title: string;
  readonly question: string;
}

export type Role = "driver" | "viewer";

export interface Status {
  readonly t: "status";
  readonly world?: number;
  readonly tick: number;
  readonly tps: number;
  readonly speed: number;
  readonly asked: number;
  readonly paused: boolean;
  readonly why: string;
  readonly viewers: number;
  readonly now: readonly (number | null)[];
  readonly counts: readonly number[];
  /** Cells that left since the start, by exit. */
  readonly left: readonly number[];
  /** Another number when fat and bone have changed; 0 without it. */
  readonly ground?: number;
  /** Blood that leaves by each exit [nL/s]; null where the tissue has no vessels. */
  readonly flow: readonly number[] | null;
  /** Cells of the body that each of its patches stands for. */
  readonly patches?: readonly number[];
}

/** Rows of the clones; they take the place of those held from a tick on. */
export interface Clones {
  readonly t: "clones";
  readonly world: number;
  readonly epoch: number;
  readonly from: number;
  readonly rows: readonly CloneRow[];
}

export interface You {
  readonly t: "you";
  readonly fps: number;
  readonly kbps: number;
  readonly dropped: number;
}

export interface EventMark {
  readonly t: "event";
  readonly n: number;
  readonly world?: number;
  readonly tick: number;
  readonly kind: string;
  readonly key: string;
  readonly args: string;
  /** Who posted it. */
  readonly by?: string;
}

export interface Roles {
  readonly t: "roles";
  readonly driver: { readonly name: string } | null;
  readonly you: Role;
  /** Whether this link lets you drive. */
  readonly may?: boolean;
  /** You asked the driver for his place, and wait. */
  readonly asked?: boolean;
  /** Who asks you for it. */
  readonly asks?: { readonly name: string };
}

/** How far an answer is that takes long. */
export interface Progress {
  readonly t: "progress";
  readonly id: string;
  readonly done: number;
  readonly of: number;
}

export interface Ok {
  readonly t: "ok";
  readonly id: string;
  readonly tick: number;
  readonly world?: number;
  readonly data?: { readonly hash?: string };
}

/** A world starts another line of history after a tick. */
export interface Epoch {
  readonly t: "epoch";
  readonly world: number;
  readonly epoch: number;
  /** Rows after this tick are cut, and events with a number above that. */
  readonly tick: number;
  readonly event: number;
  readonly why: "load" | "reset" | "undo" | "redo" | "seek" | "fork";
  /** Who wanted it, and the intervention that was undone or redone. */
  readonly by?: string;
  readonly key?: string;
}

/** The worlds that there are for everybody. */
export interface Worlds {
  readonly t: "worlds";
  readonly worlds: readonly WorldInfo[];
}

export interface Err {
  readonly t: "err";
  readonly id?: string;
  readonly code: string;
  readonly msg: string;
  readonly field?: string;
  readonly min?: number;
  readonly max?: number;
}

export interface Fault {
  readonly t: "fault";
  readonly tick: number;
  readonly msg: string;
}

export interface Bye {
  readonly t: "bye";
  readonly why: string;
  readonly retryAfter?: number;
}

export interface Pong {
  readonly t: "pong";
  readonly c: number;
}

export type ServerMessage = Welcome | Clones | Status | You | EventMark | Roles | Progress | Ok | Err | Fault | Bye | Pong | Epoch | Worlds | CellAnswer | Track;

/** Reads a text frame, or throws a RangeError that says what is wrong with it. */
export function parseMessage(text: string): ServerMessage {
  const m = json(text);
  const kind = typeof m === "object" && m !== null ? (m as { t?: unknown }).t : undefined;
  if (typeof kind !== "string") {
    throw new RangeError(`message without a kind: ${text.slice(0, 80)}`);
  }
  if (!shapely(kind, m)) {
    throw new RangeError(`message of kind ${kind} that is not one: ${text.slice(0, 80)}`);
  }
  return m as ServerMessage;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RangeError(`message that is no JSON: ${text.slice(0, 80)}`);
  }
}
