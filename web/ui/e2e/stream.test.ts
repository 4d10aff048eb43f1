// The stream in real browsers: what the page holds is what the server holds, nobody is
// slowed by another, and neither silence nor nonsense harms the page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { crc32c } from "../src/crc.js";
import type { HashRecord, Message } from "../src/codec.js";
import type { Tiles } from "../src/tiles.js";
import { junk, numbers } from "../test/junk.js";
import { Between } from "./between.js";
import { look, openBrowser, openPage, Served, until } from "./marrow.js";

let server: Served;
let browser: Browser;
let page: Page;
let errors: string[];
/** Another page, whose line can be bad. */
let other: Page;
let otherErrors: string[];
let between: Between;

before(async () => {
  server = await Served.start("healthy", "--size", "600x400x1", "--speed", "12h");
  between = await Between.start(server.link);
  browser = await openBrowser();
  ({ page, errors } = await openPage(browser, server.link));
  ({ page: other, errors: otherErrors } = await openPage(browser, between.link));
  await live(page);
  await live(other);
});

after(async () => {
  await browser.close();
  between.close();
  await server.kill();
});

const live = (p: Page): Promise<void> => until(p, "a live picture", (m) => m.model.link.state === "live" && m.model.tiles.shown !== null && m.stage.camera.scale > 8);
const tick = (p: Page): Promise<number> => look(p, (m) => m.model.tiles.tick);
const command = (op: string, args: object): Promise<void> => look(page, (m, c) => void m.model.link.command(c.op, c.args), { op, args });

/** A tile of which the server told the checksum, with the page's own. */
interface Compared extends HashRecord {
  readonly held: number;
  readonly own: number;
}

interface WithHashes {
  marrow: { model: { tiles: Tiles } };
  compared: Compared[][];
}

/** CRC-32C over the tiles, by z, ty, tx. */
function viewHash(tiles: readonly Compared[], crc: (t: Compared) => number): number {
  const b = Buffer.alloc(10 * tiles.length);
  [...tiles].sort((s, t) => s.z - t.z || s.ty - t.ty || s.tx - t.tx).forEach((t, i) => {
    [t.z, t.ty, t.tx].forEach((v, k) => b.writeUInt16LE(v, 10 * i + 2 * k));
    b.writeUInt32LE(crc(t), 10 * i + 6);
  });
  return crc32c(b);
}

/** Notes each checksum that comes, beside that of what the page holds then. */
function compareHashes(): Promise<void> {
  return page.evaluate(() => {
    const w = window as unknown as WithHashes;
    const { tiles } = w.marrow.model;
    const apply = tiles.apply.bind(tiles);
    w.compared = [];
    tiles.apply = (m: Message, wanted: number) => {
      const u = apply(m, wanted);
      if (m.kind === "hash") {
        const level = tiles.level(m.lod);
        w.compared.push(m.tiles.map((t) => ({ ...t, held: level.version(t.tx, t.ty), own: level.checksum(t.tx, t.ty) })));
      }
      return u;
    };
  });
}

test("after 500 ticks of panning and zooming the page holds what the server holds", async () => {
  await compareHashes();
  const levels = new Set<number>();
  const start = await tick(page);
  const r = numbers(3);
  for (let i = 0; i < 12 || (await tick(page)) < start + 500; i++) {
    await look(page, (m, c) => m.stage.moveTo(c), { x: r(600), y: r(400), scale: [9, 0.7, 3, 17][i % 4] as number });
    await page.waitForTimeout(100); // until what is in view is asked for
    await until(page, "its level", (m) => m.model.tiles.shown?.lod === m.model.shown?.lod);
    levels.add(await look(page, (m) => m.model.tiles.shown?.lod ?? -1));
  }
  assert.ok(levels.size > 1, `levels ${[...levels].join()}`);
  await command("pause", {});
  await until(page, "the last picture", (m) => m.model.status?.paused === true && m.model.tiles.tick === m.model.status.tick);
  const before = await page.evaluate(() => (window as unknown as WithHashes).compared.length);
  await until(page, "checksums", (_, n) => (window as unknown as WithHashes).compared.length > n, before);
  const all = await page.evaluate(() => (window as unknown as WithHashes).compared);
  assert.deepEqual(all.flat().filter((t) => t.held === t.ver && t.own !== t.crc), [], "tiles that differ");
  const last = all.at(-1) as Compared[];
  assert.equal(viewHash(last, (t) => t.own), viewHash(last, (t) => t.crc));
  const missing = await look(page, (m, told) => {
    const edge = 64 * 2 ** (m.model.tiles.shown?.lod ?? 0);
    const { x, y, w, h } = m.stage.seen;
    const out: string[] = [];
    for (let ty = Math.floor(y / edge); ty * edge < y + h; ty++) {
      for (let tx = Math.floor(x / edge); tx * edge < x + w; tx++) {
        out.push(`${tx},${ty}`);
      }
    }
    return out.filter((t) => !told.includes(t));
  }, last.filter((t) => t.held === t.ver).map((t) => `${t.tx},${t.ty}`));
  assert.deepEqual(missing, [], "tiles in view without a checksum");
  await command("play", {});
});

test("a page that is stuck holds nobody else up, and is up to date again after that", async () => {
  let stuck = true;
  const over = other.evaluate(() => {
    for (const end = performance.now() + 3000; performance.now() < end;) { /* the main thread is busy */ }
  }).then(() => (stuck = false));
  const start = await tick(page);
  await until(page, "pictures beside a stuck page", (m, t) => m.model.tiles.tick > t + 3, start);
  assert.ok(stuck, "the others went on meanwhile");
  await over;
  await until(other, "the present", (m, t) => m.model.tiles.tick > t, await tick(page));
});

test("a page on a slow line and a slow processor lags less than two seconds", async () => {
  await command("speed", { perSecond: 1800 });
  between.rate = 50_000;
  const cdp = await other.context().newCDPSession(other);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 6 });
  const start = await tick(other);
  await until(other, "pictures by the slow line", (m, t) => m.model.tiles.tick > t + 12, start);
  const lag = (await tick(page)) - (await tick(other));
  assert.ok(lag <= 12, `${lag} ticks at 6 a second`);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  between.rate = 0;
  await command("speed", { perSecond: 43_200 });
});

/** Hides a page as a browser does a tab: it is told, and gets no frames to draw. Without a screen no real tab is ever hidden. */
function hide(p: Page, on: boolean): Promise<void> {
  return p.evaluate((hidden) => {
    const w = window as unknown as { drawn?: typeof requestAnimationFrame; waiting: FrameRequestCallback[] };
    w.drawn ??= window.requestAnimationFrame.bind(window);
    w.waiting ??= [];
    const late = w.waiting.splice(0);
    window.requestAnimationFrame = hidden ? (f) => w.waiting.push(f) : w.drawn;
    late.forEach((f) => window.requestAnimationFrame(f));
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => (hidden ? "hidden" : "visible") });
    document.dispatchEvent(new Event("visibilitychange"));
  }, on);
}

test("a hidden tab is sent no pictures, and is up to date as soon as it is seen", async () => {
  await look(other, (m) => m.stage.moveTo({ ...m.stage.camera, scale: 20 })); // from here on single cells are listed as well
  await until(other, "cells one by one", (m) => m.model.roster.length > 0);
  await hide(other, true);
  await other.waitForTimeout(300);
  const [bytes, painted] = [between.passed, await look(other, (m) => m.stage.painted)];
  await until(page, "ticks elsewhere", (m, t) => m.model.tiles.tick > t + 100, await tick(page));
  assert.equal(await look(other, (m) => m.stage.painted), painted, "nothing is painted");
  assert.ok(between.passed - bytes < 60_000, `${between.passed - bytes} bytes while hidden`);
  const now = await tick(page);
  await hide(other, false);
  await until(other, "the present", (m, t) => m.model.tiles.tick > t, now, 5000);
});

test("10,000 messages of nonsense are passed over, and that is said once", async () => {
  const r = numbers(5);
  const words = ["", "{", "null", "7", '{"t":"status"}', '{"t":"welcome","types":[]}', '{"t":"worlds","worlds":[{}]}', '{"t":"__proto__"}', '{"t":"track","x":1e999}'];
  between.say(Array.from({ length: 10_000 }, (_, i) => (i % 10 === 0 ? words[r(words.length)] as string : tame(junk(r), i % 20 === 1))));
  await until(other, "the news", (m) => m.states.has("garbled") && m.model.garbled > 4000);
  assert.equal(await other.locator("#says [data-state=garbled]").count(), 1);
  assert.match(otherErrors.splice(0).join(), /^marrow: the server sends what cannot be read: [^,]*$/);
  const from = await tick(other);
  await until(other, "pictures", (m, t) => m.model.tiles.tick > t, from);
  await other.keyboard.press("?");
  await other.locator("#help[open]").waitFor();
  await other.keyboard.press("Escape");
});

/**
 * Nonsense that does not pretend to end a frame: the server would refuse to have that
 * acknowledged. To inflate takes long, so that only some of it pretends to be deflated.
 */
function tame(b: Uint8Array, deflated: boolean): Uint8Array {
  b[1] = (b[1] ?? 0) & (deflated ? ~4 : ~6);
  return b;
}

test("nothing went wrong in the pages", () => {
  assert.deepEqual([errors, otherErrors], [[], []]);
});
