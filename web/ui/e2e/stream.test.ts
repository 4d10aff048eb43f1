// The stream in real browsers: what the page holds is what the server holds, nobody is
// slowed by another, and neither silence nor nonsense harms the page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, CDPSession, Page } from "playwright-core";
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

before(async () => {
  server = await Served.start("healthy", "--size", "600x400x1", "--speed", "12h");
  browser = await openBrowser();
  ({ page, errors } = await openPage(browser, server.link));
  await live(page);
});

after(async () => {
  await browser.close();
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
  for (let i = 0; (await tick(page)) < start + 500; i++) {
    await page.mouse.move(500 + r(200), 300 + r(200));
    await page.mouse.wheel(0, i % 16 < 8 ? 400 : -400);
    await page.mouse.down();
    await page.mouse.move(500 + r(200), 300 + r(200), { steps: 2 });
    await page.mouse.up();
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
  const slow = await openPage(browser, server.link);
  await live(slow.page);
  let stuck = true;
  const over = slow.page.evaluate(() => {
    for (const end = performance.now() + 4000; performance.now() < end;) { /* the main thread is busy */ }
  }).then(() => (stuck = false));
  const start = await tick(page);
  await until(page, "pictures beside a stuck page", (m, t) => m.model.tiles.tick > t + 60, start);
  assert.ok(stuck, "the others went on meanwhile");
  await over;
  const now = await tick(page);
  await until(slow.page, "the present", (m, t) => m.model.tiles.tick > t, now);
  assert.deepEqual(slow.errors, []);
  await slow.page.close();
});

test("a page on a slow line and a slow processor lags less than two seconds", async () => {
  await command("speed", { perSecond: 1800 });
  const between = await Between.start(server.link);
  const slow = await openPage(browser, between.link);
  await live(slow.page);
  between.rate = 50_000;
  const cdp = await slow.page.context().newCDPSession(slow.page);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 6 });
  const start = await tick(slow.page);
  await until(slow.page, "pictures by the slow line", (m, t) => m.model.tiles.tick > t + 12, start);
  const lag = (await tick(page)) - (await tick(slow.page));
  assert.ok(lag <= 12, `${lag} ticks at 6 a second`);
  await slow.page.close();
  between.close();
  await command("speed", { perSecond: 43_200 });
});

/** Hides a page, or shows it, as its window's manager does. */
async function minimize(cdp: CDPSession, on: boolean): Promise<void> {
  const { windowId } = await cdp.send("Browser.getWindowForTarget");
  await cdp.send("Browser.setWindowBounds", { windowId, bounds: { windowState: on ? "minimized" : "normal" } });
}

test("a hidden tab is sent no pictures, and is up to date as soon as it is seen", async () => {
  const between = await Between.start(server.link);
  const other = await openPage(browser, between.link);
  await live(other.page);
  const cdp = await other.page.context().newCDPSession(other.page);
  await minimize(cdp, true);
  await until(other.page, "the tab to be hidden", () => document.visibilityState === "hidden");
  await other.page.waitForTimeout(500);
  const [bytes, painted, from] = [between.passed, await look(other.page, (m) => m.stage.painted), await tick(page)];
  await until(page, "ticks elsewhere", (m, t) => m.model.tiles.tick > t + 200, from);
  assert.equal(await look(other.page, (m) => m.stage.painted), painted, "nothing is painted");
  assert.ok(between.passed - bytes < 40_000, `${between.passed - bytes} bytes while hidden`);
  const now = await tick(page);
  await minimize(cdp, false);
  await until(other.page, "the present", (m, t) => m.model.tiles.tick > t, now, 2000);
  await other.page.close();
  between.close();
});

test("10,000 messages of nonsense are passed over, and that is said once", async () => {
  const between = await Between.start(server.link);
  const other = await openPage(browser, between.link);
  await live(other.page);
  const r = numbers(5);
  const words = ["", "{", "null", "7", '{"t":"status"}', '{"t":"welcome","types":[]}', '{"t":"worlds","worlds":[{}]}', '{"t":"__proto__"}', '{"t":"track","x":1e999}'];
  const nonsense = Array.from({ length: 10_000 }, (_, i) => (i % 10 === 0 ? words[r(words.length)] as string : withoutEnd(junk(r))));
  between.say(nonsense);
  await until(other.page, "the news", (m) => m.states.has("garbled") && m.model.garbled > 9000);
  assert.equal(await other.page.locator("#says [data-state=garbled]").count(), 1);
  const [painted, from] = await look(other.page, (m) => [m.stage.painted, m.model.tiles.tick] as const);
  await until(other.page, "pictures", (m, was) => m.stage.painted > was.painted && m.model.tiles.tick > was.from, { painted, from });
  await other.page.keyboard.press("?");
  await other.page.locator("#help[open]").waitFor();
  assert.deepEqual(other.errors, []);
  await other.page.close();
  between.close();
});

/** Nonsense that does not pretend to end a frame: the server would refuse to have that acknowledged. */
function withoutEnd(b: Uint8Array): Uint8Array {
  b[1] = (b[1] ?? 0) & ~4;
  return b;
}

test("nothing went wrong in the page", () => {
  assert.deepEqual(errors, []);
});
