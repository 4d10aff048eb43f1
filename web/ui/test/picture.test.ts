// How the picture is drawn: colors, glyphs, moves, flashes.

import assert from "node:assert/strict";
import { test } from "node:test";
import table from "../../../assets/palette.json";
import { ciede2000, difference, hex, luminance, rgb, seenBy, type Lab, type Vision } from "../src/color.js";
import { FlashLimit } from "../src/flash.js";
import { Sheet, sheetSize } from "../src/glyphsheet.js";
import { Looks } from "../src/looks.js";
import { changes, snapshot, type Snapshot } from "../src/moves.js";
import { PALETTES, Palettes, shape, type Calm, typeOf } from "../src/palettes.js";
import type { CellType } from "../src/protocol.js";
import { Level } from "../src/tiles.js";

const VISIONS: readonly Vision[] = ["normal", "protan", "deutan", "tritan"];
const types: readonly CellType[] = table.types.map((t, i) => ({ ...typeOf(t.id), code: i + 1 }));
/** A switch for the calm palette. */
function mood(): Calm {
  const m = { calm: false, set: (s: { calm: boolean }): void => void (m.calm = s.calm) };
  return m;
}
const quiet = (): Palettes => new Palettes(() => undefined, null, mood());

test("differences are those of the paper that defines them", () => {
  // Sharma, Wu and Dalal 2005, table 1: pairs 1, 7, 17, 25 and 34.
  const pairs: [Lab, Lab, number][] = [
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 0, 0], [50, -1, 2], 2.3669],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ];
  pairs.forEach(([a, b, d]) => assert.ok(Math.abs(ciede2000(a, b) - d) < 1e-3, `${ciede2000(a, b)}, want ${d}`));
});

test("lineages are told apart whatever cones one has", () => {
  const palettes = quiet();
  for (const v of VISIONS) {
    const seen = types.map((t) => ({ t, c: seenBy(palettes.inks(t).body, v) }));
    const pairs = seen.flatMap((a, i) => seen.slice(i + 1).filter((b) => b.t.lineage !== a.t.lineage).map((b) => difference(a.c, b.c)));
    assert.ok(Math.min(...pairs) >= 7, `${v}: ${Math.min(...pairs).toFixed(1)}`);
  }
});

test("stages of a clone that have one form are told apart by color", () => {
  const palettes = quiet();
  const clone = types.filter((t) => t.lineage === "clone");
  for (const v of VISIONS) {
    const seen = clone.map((t) => ({ t, c: seenBy(palettes.inks(t).body, v) }));
    const pairs = seen.flatMap((a, i) => seen.slice(i + 1).filter((b) => shape(b.t.id).nucleus === shape(a.t.id).nucleus).map((b) => difference(a.c, b.c)));
    assert.ok(Math.min(...pairs) >= 4.4, `${v}: ${Math.min(...pairs).toFixed(1)}`);
  }
});

test("group colors are far apart whatever cones one has", () => {
  const palettes = quiet();
  const groups = [...new Set(table.types.map((t) => t.lineage))].map((l) => palettes.group(l));
  for (const v of VISIONS) {
    const seen = groups.map((c) => seenBy(c, v));
    const least = Math.min(...seen.flatMap((a, i) => seen.slice(i + 1).map((b) => difference(a, b))));
    assert.ok(least >= 15, `${v}: ${least.toFixed(1)}`);
  }
});

test("each palette has a body, a nucleus and a swatch for each type", () => {
  for (const id of PALETTES) {
    const palettes = quiet();
    assert.ok(palettes.use(id));
    for (const t of types) {
      const { body, nucleus } = palettes.inks(t);
      assert.match(palettes.color(t), /^#[0-9a-f]{6}$/);
      assert.ok(shape(t.form).nucleus === "pale" || difference(body, nucleus) > 4, `${id}: the nucleus of ${t.id} is not seen`);
    }
  }
});

test("own colors go into an address and come back, and a pair too much alike is told", () => {
  const palettes = quiet();
  palettes.recolor("eos", "#9862fb");
  palettes.recolor("ery", "#00ff80");
  assert.match(palettes.text, /^u\.[A-Za-z0-9_-]+$/);
  const other = quiet();
  assert.ok(other.use(palettes.text));
  const eos = types.find((t) => t.id === "eos") as CellType;
  assert.equal(other.color(eos), "#9862fb");
  assert.equal(hex(other.group("ery")), "#00ff80");
  assert.deepEqual([other.clashes(types)[0]?.a, other.clashes(types)[0]?.b], ["eos", "baso"]);
  assert.equal(other.use("u.@@@"), false);
  assert.equal(other.use("purple"), false);
  assert.equal(other.color(eos), "#9862fb", "what is not understood changes nothing");
  other.recolor("eos", null);
  assert.equal(other.color(eos), eos.color);
});

test("a calm palette is dull until a lineage is looked at", () => {
  const palettes = quiet();
  palettes.use("calm");
  const band = types.find((t) => t.id === "band") as CellType;
  const calm = palettes.color(band);
  palettes.enliven("neu");
  assert.equal(palettes.color(band), band.color);
  assert.notEqual(calm, band.color);
});

test("a highlight dims the others, a solo and a filter leave them out", () => {
  const palettes = quiet();
  const looks = new Looks(types, palettes, new Set([3]), false, new Set());
  assert.deepEqual(looks.at(0, 3), rgb(types[2]?.color ?? ""));
  assert.notDeepEqual(looks.at(0, 4), rgb(types[3]?.color ?? ""));
  assert.deepEqual([looks.shown(4), looks.lit(4)], [true, false]);
  assert.equal(new Looks(types, palettes, new Set([3]), true, new Set()).shown(4), false);
  assert.equal(new Looks(types, palettes, new Set(), false, new Set([4])).shown(4), false);
  assert.deepEqual([looks.isCell(3), looks.isCell(0)], [true, false]);
});

test("a glyph is opaque in the middle, free in its corners, and never brighter than its cover", () => {
  const sheet = new Sheet(types, sheetSize(8.4));
  for (const t of types) {
    const g = sheet.glyph(shape(t.form), 3);
    const at = (x: number, y: number): number => sheet.data[((g.v + Math.floor(y * g.edge)) * sheet.width + g.u + Math.floor(x * g.edge)) * 4 + 3] as number;
    assert.equal(at(0.5, 0.5), 255, t.id);
    assert.equal(at(0.01, 0.01), 0, t.id);
  }
  assert.ok(sheet.height < 2048 && new Sheet(types, sheetSize(400)).height <= 4096, "it fits into a texture everywhere");
});

test("a cell that changed its site is seen to move, a new one comes from its mother, a lost one goes", () => {
  const level = new Level(0, 64, 64, 1);
  const shot = (tick: number, cells: readonly (readonly [number, number, number])[]): Snapshot => {
    const body = new Uint8Array(4096);
    cells.forEach(([x, y, code]) => (body[y * 64 + x] = code));
    level.setKey({ tx: 0, ty: 0, z: 0, ver: tick, body });
    return snapshot(level, { x: 0, y: 0, w: 20, h: 20 }, tick);
  };
  const a = shot(1, [[5, 5, 7], [10, 10, 8], [15, 3, 9], [2, 2, 7]]);
  const b = shot(2, [[6, 5, 7], [10, 10, 8], [11, 10, 8], [2, 2, 8]]);
  const moves = changes(a, b, (c) => c > 0);
  assert.deepEqual(moves.came(6, 5), { x: 5, y: 5, born: false });
  assert.deepEqual(moves.came(11, 10), { x: 10, y: 10, born: true });
  assert.equal(moves.came(2, 2), undefined, "it only matured");
  assert.deepEqual(moves.gone, [{ x: 15, y: 3, code: 9 }]);
});

test("however fast pictures change, large areas flash at most three times a second", () => {
  const limit = new FlashLimit();
  const [dark, light] = [new Float32Array(160).fill(0.05), new Float32Array(160).fill(0.6)];
  let shown = 0.05;
  const path: number[] = [];
  limit.opacity(dark, 0);
  for (let frame = 1; frame <= 300; frame++) {
    const target = frame % 2 === 0 ? dark : light; // 15 a second would be 15 flashes
    const veil = limit.opacity(target, (frame * 1000) / 30);
    shown = veil * shown + (1 - veil) * (target[0] as number);
    path.push(shown);
  }
  assert.ok(flashes(path) <= 30, `${flashes(path)} in 10 s`);
  assert.equal(limit.opacity(light.map((v, i) => (i < 30 ? v : 0.05)), 60_000), 0, "a small area may change at once");
});

/** Pairs of opposite changes by 0.1 or more. */
function flashes(path: readonly number[]): number {
  let [turns, from, direction] = [0, path[0] as number, 0];
  for (const v of path) {
    const d = Math.sign(v - from);
    if (d === direction) {
      from = v;
    } else if (Math.abs(v - from) >= 0.1) {
      [turns, from, direction] = [turns + 1, v, d];
    }
  }
  return turns / 2;
}

test("white is light and black is dark", () => {
  assert.ok(luminance([255, 255, 255]) > 0.999 && luminance([0, 0, 0]) === 0);
});
