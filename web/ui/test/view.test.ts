// Camera, outlines and first view.

import assert from "node:assert/strict";
import { test } from "node:test";
import { between, fit, keep, lodFor, pan, roundLength, toScreen, toSite, zoomAt } from "../src/camera.js";
import { distanceField } from "../src/field.js";
import { Labels } from "../src/labels.js";
import { Looks } from "../src/looks.js";
import { Palettes } from "../src/palettes.js";
import { landing } from "../src/landing.js";
import type { Scene } from "../src/scene.js";
import { outlines, type Tissue } from "../src/tissue.js";

const view = { w: 800, h: 600 };
const world = { w: 512, h: 512 };
const camera = { x: 100, y: 200, scale: 8 };

test("zooming keeps the site under the pointer", () => {
  const before = toSite(camera, view, 123, 456);
  const after = toSite(zoomAt(camera, view, 123, 456, 1.25), view, 123, 456);
  assert.ok(Math.abs(before.x - after.x) < 1e-9 && Math.abs(before.y - after.y) < 1e-9);
});

test("zoom has ends", () => {
  assert.equal(zoomAt(camera, view, 0, 0, 1e6).scale, 96);
  assert.equal(zoomAt(camera, view, 0, 0, 1e-6).scale, 1 / 64);
});

test("sites and screen agree both ways", () => {
  const p = toScreen(camera, view, 90, 210);
  assert.deepEqual(toSite(camera, view, p.x, p.y), { x: 90, y: 210 });
  assert.deepEqual(pan(camera, 8, -16), { x: 99, y: 202, scale: 8 });
});

test("a quarter of the view stays on the world", () => {
  const far = keep({ x: 9999, y: -9999, scale: 8 }, world, view);
  assert.deepEqual(far, { x: 512 + 25, y: -18.75, scale: 8 });
});

test("the whole world fits", () => {
  const c = fit(world, view);
  const a = toScreen(c, view, 0, 0);
  const b = toScreen(c, view, 512, 512);
  assert.ok(a.x >= 0 && a.y >= 0 && b.x <= 800 && b.y <= 600);
});

test("a flight ends where it should and is on its way before", () => {
  const to = { x: 300, y: 100, scale: 1 };
  assert.deepEqual(between(camera, to, 1), to);
  const mid = between(camera, to, 0.5);
  assert.ok(mid.scale < 8 && mid.scale > 1 && mid.x > 100 && mid.x < 300);
});

test("a texel is at least a pixel", () => {
  assert.deepEqual([8, 1, 0.99, 0.5, 0.25, 0.1].map((s) => lodFor(s, 5)), [0, 0, 1, 1, 2, 4]);
  assert.equal(lodFor(0.1, 2), 1);
});

test("the scale bar has round lengths", () => {
  assert.deepEqual([1, 1.9, 4.9, 99, 120, 700].map(roundLength), [1, 1, 2, 50, 100, 500]);
});

test("distances are negative inside and grow with depth", () => {
  const n = 40;
  const disc = distanceField(n, n, 2, (i) => Math.hypot((i % n) - 20, Math.floor(i / n) - 20) < 10);
  const at = (x: number): number => disc[20 * n + x] as number;
  assert.ok(at(20) < -7 && at(20) > -11, `middle ${at(20)}`);
  assert.ok(Math.abs(at(30)) < 1, `rim ${at(30)}`);
  assert.ok(at(38) > 6 && at(38) < 10, `outside ${at(38)}`);
  assert.ok(distanceField(5, 5, 1, () => false).every((d) => d === 64));
});

test("labels name what is there and stay with it", () => {
  const w = 200;
  const classes = Array.from({ length: w * w }, (_, i) => (i % w < 90 ? "b" : i % w > 130 && i % w < 150 ? "s" : ".")).join("");
  const tissue: Tissue = { w, h: w, d: 1, z: 0, um: 10, classes, fat: [[110, 100, 8]], exits: [] };
  const palettes = new Palettes(() => undefined, null, { calm: false, set: () => undefined });
  const scene = (x: number): Scene => ({
    world: { w, h: w }, types: [], camera: { x, y: 100, scale: 8 }, view, ratio: 1, level: null, backdrop: null, outlines: outlines(tissue),
    looks: new Looks([], palettes, new Set(), false, new Set()), skin: palettes.skin, maturity: false, motion: null, moving: false,
    labels: [], marks: { selected: null, trail: [] },
  });
  const names = new Labels();
  const first = names.of(scene(105));
  assert.deepEqual(first.map((l) => l.text).sort(), ["cortical bone", "fat cell", "sinusoid"]);
  assert.deepEqual(names.of(scene(106)), first, "a small step moves no label");
  assert.deepEqual(names.of(scene(-50)).map((l) => l.text), []);
});

test("the first view has vessels in it", () => {
  const w = 300;
  const classes = Array.from({ length: w * w }, (_, i) => (i % w > 200 && i % 7 === 0 ? "s" : i % w < 100 ? "b" : "."));
  const t: Tissue = { w, h: w, d: 1, z: 0, um: 10, classes: classes.join(""), fat: [], exits: [] };
  assert.ok(landing(t, 90, 70).x > 200);
});
