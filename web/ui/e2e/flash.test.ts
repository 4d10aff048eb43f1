// Nobody is made ill by the picture (WCAG 2.3.1): at full speed, while a whole body is bled,
// infected and irradiated, no large area flashes more than three times a second.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { look, openBrowser, openPage, Served, until } from "./marrow.js";

/** A change of relative luminance by this much, there and back, is a flash. */
const CHANGE = 0.1;
/** Part of the picture that must change to count. */
const AREA = 0.25;
/** Changes of its parts within this time are one change [ms]. */
const AT_ONCE = 150;

let server: Served;
let browser: Browser;

before(async () => {
  server = await Served.start("healthy", "--size", "128x128x1", "--speed", "0h");
  browser = await openBrowser();
});

after(async () => {
  await browser.close();
  await server.kill();
});

interface Shot {
  readonly ms: number;
  /** Relative luminance of the blocks of the picture. */
  readonly blocks: readonly number[];
}

/** When large areas went from dark to light or back [ms], with the direction. */
function changes(shots: readonly Shot[]): { ms: number; up: boolean }[] {
  const n = shots[0]?.blocks.length ?? 0;
  const each: { ms: number; up: boolean; i: number }[] = [];
  for (let i = 0; i < n; i++) {
    let [low, high] = [shots[0]?.blocks[i] ?? 0, shots[0]?.blocks[i] ?? 0];
    for (const { ms, blocks } of shots) {
      const v = blocks[i] ?? 0;
      [low, high] = [Math.min(low, v), Math.max(high, v)];
      if (v - low >= CHANGE || high - v >= CHANGE) {
        each.push({ ms, up: v - low >= CHANGE, i });
        [low, high] = [v, v];
      }
    }
  }
  each.sort((a, b) => a.ms - b.ms);
  const all: { ms: number; up: boolean }[] = [];
  for (const { ms, up } of each) {
    const together = new Set(each.filter((e) => e.up === up && e.ms >= ms && e.ms < ms + AT_ONCE).map((e) => e.i));
    if (together.size >= AREA * n && all.at(-1)?.up !== up) {
      all.push({ ms, up });
    }
  }
  return all;
}

test("what flashes is found", () => {
  const blink = Array.from({ length: 60 }, (_, i) => ({ ms: i * 33, blocks: Array.from({ length: 100 }, (_v, k) => (k < 30 && Math.floor(i / 3) % 2 === 0 ? 0.4 : 0.1)) }));
  assert.ok(changes(blink).length >= 18, `${changes(blink).length} changes of 20`);
  const still = blink.map(({ ms }, i) => ({ ms, blocks: Array.from({ length: 100 }, (_, k) => (k < 20 && i % 2 === 0 ? 0.4 : 0.1)) }));
  assert.equal(changes(still).length, 0);
});

test("at full speed and under interventions the picture does not flash", async () => {
  const { page, errors } = await openPage(browser, server.link);
  await until(page, "a close view", (m) => m.model.link.state === "live" && m.model.tiles.shown !== null && m.stage.camera.scale > 8);
  await page.evaluate(() => {
    const small = document.createElement("canvas");
    [small.width, small.height] = [16, 10];
    const c = small.getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;
    const linear = (v: number): number => (v <= 10 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
    const shots: Shot[] = [];
    Object.assign(window, { shots });
    window.marrow.stage.afterPaint(() => {
      c.drawImage(window.marrow.stage.canvas, 0, 0, 16, 10);
      const d = c.getImageData(0, 0, 16, 10).data;
      const blocks = Array.from({ length: 160 }, (_, i) => 0.2126 * linear(d[4 * i] ?? 0) + 0.7152 * linear(d[4 * i + 1] ?? 0) + 0.0722 * linear(d[4 * i + 2] ?? 0));
      shots.push({ ms: performance.now(), blocks });
    });
  });
  for (const args of [{ name: "bleed", share: 40 }, { name: "infect", load: 10 }, { name: "irradiate", dose: "12 Gy" }]) {
    await page.evaluate((a) => window.marrow.model.link.command("event", a), args);
    await page.waitForTimeout(1800);
  }
  const shots = await page.evaluate(() => (window as unknown as { shots: Shot[] }).shots);
  const found = changes(shots);
  const most = Math.max(0, ...found.map(({ ms }) => found.filter((f) => f.ms >= ms && f.ms < ms + 1000).length));
  assert.ok(shots.length > 20 && (await look(page, (m) => m.model.day)) > 2, `${shots.length} pictures are too few`);
  assert.ok(most <= 6, `${most} changes, ${most / 2} flashes, in a second of ${shots.length} pictures`);
  assert.deepEqual(errors, []);
});
