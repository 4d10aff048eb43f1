// What the messages of the server look like, so far as the page relies on it. A message
// that looks otherwise is of a broken server and is not let in. Pure.

type Shape = (v: unknown) => boolean;

const text: Shape = (v) => typeof v === "string";
const flag: Shape = (v) => typeof v === "boolean";
/** JSON has 1e999 for infinity. */
const num: Shape = (v) => Number.isFinite(v);
const positive: Shape = (v) => num(v) && (v as number) > 0;
const within = (low: number, high: number): Shape => (v) => Number.isInteger(v) && (v as number) >= low && (v as number) <= high;
const tick = within(0, Number.MAX_SAFE_INTEGER);
const code = within(0, 255);
/** An edge of a world in sites: 65,536 tiles. */
const edge = within(1, 2 ** 22);

const maybe = (s: Shape): Shape => (v) => v === undefined || v === null || s(v);
const list = (s: Shape): Shape => (v) => Array.isArray(v) && v.every(s);
const oneOf = (...words: readonly string[]): Shape => (v) => words.includes(v as string);
const record = (fields: Readonly<Record<string, Shape>>): Shape => {
  const all = Object.entries(fields);
  return (v) => typeof v === "object" && v !== null && all.every(([name, s]) => s((v as Record<string, unknown>)[name]));
};
const named = (s: Shape): Shape => (v) => typeof v === "object" && v !== null && Object.values(v).every(s);

const world = record({
  world: within(0, 255), w: edge, h: edge, d: within(1, 65_536), um: positive, lods: within(1, 16),
  epoch: within(0, 2 ** 32 - 1), tick, tickSeconds: positive, ageUnit: maybe(positive),
});

const type = record({ code, id: text, lineage: text, stage: num, rank: num, label: text, color: text, form: text });

const norm = record({ sex: text, age: text, low: num, high: maybe(num), source: text, standing: text });
const column = record({
  id: text, unit: text, label: text, range: maybe(list(num)), low: maybe(num), norms: maybe(list(norm)),
  grades: maybe(list(record({ grade: num, below: num, source: text }))),
});

const argument = record({ name: text, kind: text, min: num, max: num, options: maybe(list(text)), default: maybe(text), choice: maybe(text), help: text });
const op = record({
  op: text, name: text, group: text, help: text, args: list(argument), sources: maybe(list(text)),
  doses: maybe(named(record({ unit: text, usual: num, most: num }))),
});

const stop = record({ tick, say: text, look: maybe(record({ x: num, y: num, z: num, zoom: num })) });
const run = record({
  title: text, scenario: text, species: text, tissue: text, seed: num, redPerSecond: maybe(num), question: maybe(text),
  tour: maybe(list(stop)), limits: maybe(list(text)),
});

const end = record({ kind: text, tick, exit: maybe(num) });
const blood = maybe(list(record({ pool: text, column: text, from: tick, to: tick })));
const place = { x: num, y: num, z: num };
const beside = maybe(num);
const niche = record({ kind: text, holds: flag, sinusoid: beside, bone: beside, fat: beside, macrophage: beside, crowding: num, room: num });
const inputs = record({
  ticks: num, phases: num, of: num, remaining: num, waits: flag, survive: num, repeat: num, half: num, stay: num, fill: num, give: num,
  atWall: flag, lookIn: num, leave: num, next: maybe(list(record({ code, chance: num }))),
});
const why = record({ rule: text, inputs, chances: named(num), last: record({ did: text, tick }) });
const cell = {
  world: num, tick, cell: tick, code, ...place, alive: flag, divisions: num, did: text, since: tick, end: maybe(end), blood,
};

const row = record({ tick, total: num, donor: num, clones: num, parts: list(list(num)) });

/** By kind of message. */
const SHAPES: Readonly<Record<string, Shape>> = {
  welcome: record({
    proto: num, server: text, ui: text, client: text, key: text, resumed: flag, role: oneOf("driver", "viewer"), run, worlds: list(world),
    scenarios: maybe(list(record({ id: text, title: text, question: maybe(text) }))), types: list(type), series: list(column),
    ops: list(op), clock: record({ paused: flag, speed: num }),
  }),
  status: record({
    world: maybe(num), tick, tps: num, speed: num, asked: num, paused: flag, why: text, viewers: num, now: list(maybe(num)),
    counts: list(num), left: maybe(list(num)), flow: maybe(list(num)),
  }),
  clones: record({ world: num, epoch: num, from: tick, rows: list(row) }),
  you: record({ fps: num, kbps: num, dropped: num }),
  event: record({ n: within(1, 2 ** 32), world: maybe(num), tick, kind: text, key: text, args: text, by: maybe(text) }),
  roles: record({ driver: maybe(record({ name: text })), you: oneOf("driver", "viewer"), may: maybe(flag), asked: maybe(flag), asks: maybe(record({ name: text })) }),
  progress: record({ id: text, done: num, of: num }),
  ok: record({ id: text, tick, world: maybe(num) }),
  err: record({ id: maybe(text), code: text, msg: text, field: maybe(text), min: maybe(num), max: maybe(num) }),
  fault: record({ tick, msg: text }),
  epoch: record({ world: num, epoch: within(0, 2 ** 32 - 1), tick, event: num, why: text, by: maybe(text), key: maybe(text) }),
  worlds: record({ worlds: list(world) }),
  track: record(cell),
  cell: record({
    ...cell, id: text, born: tick, age: num, clone: num, marks: maybe(list(text)), mother: num, sisters: num,
    way: maybe(list(record({ code, cell: num, tick }))), niche, fat: maybe(num), why: maybe(why),
    signals: maybe(list(record({ signal: text, level: num, act: text, effect: num }))),
    vessel: maybe(record({ exit: num, kind: text, left: num, today: num })),
  }),
  kin: record({ id: text, world: num, tick, cut: flag, cells: list(record({ cell: num, parent: num, code, birth: tick, end: maybe(end), ...place })) }),
  found: record({ id: text, world: num, cells: list(record({ cell: num, code, ...place })) }),
};

/** Whether a message of a kind looks as it should; kinds that are not known are passed over by all. */
export function shapely(kind: string, message: unknown): boolean {
  return !Object.hasOwn(SHAPES, kind) || (SHAPES[kind] as Shape)(message);
}
