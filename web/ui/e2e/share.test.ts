// What is taken along: addresses, links, pictures, films, the run itself; the gallery
// and its tours.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import type { Browser, Download, Page } from "playwright-core";
import { look, openBrowser, openPage, Served, until } from "./marrow.js";

let server: Served;
let browser: Browser;
let page: Page;
let errors: string[];

before(async () => {
  server = await Served.start("endotoxin", "--size", "200x160x1", "--speed", "1h");
  browser = await openBrowser();
  ({ page, errors } = await openPage(browser, server.link));
  await until(page, "a live picture", (m) => m.model.link.state === "live" && m.model.tiles.shown !== null && m.stage.camera.scale > 8);
});

after(async () => {
  await browser.close();
  await server.kill();
});

/** Makes a file with the sheet of exports. */
async function made(kind: string, more: Readonly<Record<string, string>> = {}): Promise<Download> {
  await look(page, (m) => void m.actions.run("record"));
  await page.selectOption("dialog.export [name=kind]", kind);
  for (const [name, value] of Object.entries(more)) {
    const field = page.locator(`dialog.export [name=${name}]`);
    await ((await field.evaluate((e) => e.tagName)) === "SELECT" ? field.selectOption(value) : field.fill(value));
  }
  const file = page.waitForEvent("download", { timeout: 60_000 });
  await page.click("dialog.export .strong");
  const done = await file;
  await page.keyboard.press("Escape");
  return done;
}

/** Share of the pixels in which two pictures differ. */
async function differing(a: Buffer, b: Buffer): Promise<number> {
  const empty = await browser.newPage();
  const share = await empty.evaluate(async ([one, two]) => {
    const pixels = async (base64: string): Promise<Uint8ClampedArray> => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const c = document.createElement("canvas");
      [c.width, c.height] = [image.width, image.height];
      const d = c.getContext("2d") as CanvasRenderingContext2D;
      d.drawImage(image, 0, 0);
      return d.getImageData(0, 0, c.width, c.height).data;
    };
    const [p, q] = [await pixels(one), await pixels(two)];
    let n = 0;
    for (let i = 0; i < p.length; i += 4) {
      n += [0, 1, 2].some((k) => Math.abs((p[i + k] as number) - (q[i + k] as number)) > 8) ? 1 : 0;
    }
    return n / (p.length / 4);
  }, [a.toString("base64"), b.toString("base64")] as const);
  await empty.close();
  return share;
}

test("a link opens the same picture in a fresh profile", async () => {
  await look(page, (m) => m.model.link.command("pause"));
  await until(page, "the pause", (m) => m.model.status?.paused === true);
  await look(page, (m) => m.stage.moveTo({ x: 90.5, y: 71.25, scale: 10 }));
  await page.waitForTimeout(1200);
  const link = new URL(page.url());
  assert.ok(link.href.length < 200 && !link.href.includes("k="), link.href);
  const other = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
  const fresh = await other.newPage();
  await fresh.goto(server.link);
  await fresh.goto(link.href);
  await fresh.reload();
  await until(fresh, "the same camera", (m) => m.model.outlines !== null && m.model.tiles.shown !== null && Math.abs(m.stage.camera.scale - 10) < 0.01);
  await until(fresh, "the same tick", (m, tick) => m.model.tiles.tick === tick, await look(page, (m) => m.model.tiles.tick));
  const clip = { x: 500, y: 330, width: 300, height: 220 }; // where no card lies
  let share = 1;
  for (let end = Date.now() + 15_000; share > 0.001 && Date.now() < end; await fresh.waitForTimeout(500)) {
    share = await differing(await page.screenshot({ clip }), await fresh.screenshot({ clip }));
  }
  assert.ok(share <= 0.001, `${(100 * share).toFixed(2)} % of the pixels differ`);
  await other.close();
  await look(page, (m) => m.model.link.command("play"));
});

test("a picture has the size that was asked for, and is not blank", async () => {
  const bytes = readFileSync(await (await made("png", { scale: "2" })).path());
  assert.deepEqual([...bytes.subarray(1, 4)], [0x50, 0x4e, 0x47]);
  const stage = await look(page, (m) => m.stage.view.w);
  assert.equal(bytes.readUInt32BE(16), Math.round(2 * stage));
  assert.ok(bytes.length > 100_000, `${bytes.length} bytes`);
});

test("a film of equal steps has a picture for each, and opens", async () => {
  const before = await look(page, (m) => m.model.tick);
  const film = await made("film", { mode: "every", frames: "6", ticks: "3" });
  assert.match(film.suggestedFilename(), /\.(mp4|webm|gif)$/);
  assert.ok(await look(page, (m) => m.model.tick) >= before + 15);
  const bytes = readFileSync(await film.path());
  const player = await browser.newPage();
  const played = await player.evaluate(async (base64) => {
    const v = document.createElement("video");
    v.src = `data:video/${base64[1]};base64,${base64[0]}`;
    await new Promise((ok, no) => { v.onloadeddata = ok; v.onerror = () => no(new Error(v.error?.message)); });
    await new Promise((ok) => { v.onseeked = ok; v.currentTime = 0.1; });
    const c = document.createElement("canvas");
    [c.width, c.height] = [v.videoWidth, v.videoHeight];
    const d = c.getContext("2d") as CanvasRenderingContext2D;
    d.drawImage(v, 0, 0);
    const data = d.getImageData(0, 0, c.width, c.height).data;
    return { seconds: v.duration, colors: new Set(Array.from({ length: 4000 }, (_, i) => data[4 * Math.floor((i / 4000) * (data.length / 4)) + 1])).size };
  }, [bytes.toString("base64"), film.suggestedFilename().endsWith("mp4") ? "mp4" : "webm"] as const);
  assert.ok(Math.abs(played.seconds - 6 / 25) < 0.05, `${played.seconds} s`);
  assert.ok(played.colors > 20, `${played.colors} shades`);
  await player.close();
});

test("the run is written as a scenario with what was done to it", async () => {
  await look(page, (m) => m.model.link.command("event", { name: "bleed", share: "10 %" }));
  const text = readFileSync(await (await made("run")).path(), "utf8");
  assert.match(text, /seed: 42/);
  assert.match(text, /do: bleed, share: "?10 ?%/);
  const csv = readFileSync(await (await made("csv")).path(), "utf8").split("\n");
  assert.match(csv[1] ?? "", /^tick,day,hb_g_dl,/);
  assert.ok(csv.length > 3);
});

test("the sheet of links holds no token, and a code for phones", async () => {
  await look(page, (m) => void m.actions.run("share"));
  const link = await page.inputValue("#share-link");
  assert.equal(link, new URL(link).href);
  assert.ok(!link.includes("k="));
  assert.match(await page.inputValue("#share-command"), /^marrow run endotoxin --seed 42/);
  assert.ok(await page.isVisible("dialog .qr path"));
  await page.keyboard.press("Escape");
});

test("the tour tells its story and goes to its times", async () => {
  await look(page, (m) => void m.actions.run("gallery"));
  await page.locator(".gallery-now .strong").click();
  await page.locator(".tour", { hasText: "1 of 6" }).waitFor();
  await page.click(".tour .strong");
  await page.locator(".tour", { hasText: "2 of 6" }).waitFor();
  await until(page, "the time of the card", (m) => m.model.tick >= (m.model.welcome?.run.tour?.[1]?.tick ?? Infinity));
  await page.locator(".tour", { hasText: "cling to the walls" }).waitFor();
});

test("another scenario can be chosen, with pictures of a real run", async () => {
  await look(page, (m) => void m.actions.run("gallery"));
  assert.equal(await page.locator(".gallery-card").count(), await look(page, (m) => m.model.welcome?.scenarios?.length ?? 0));
  await page.locator('.strip.there[data-scenario="endotoxin"]').waitFor(); // what runs comes first
  const film = await page.locator('.strip[data-scenario="endotoxin"]').evaluate((e) => {
    const { backgroundImage, backgroundSize, animationName } = getComputedStyle(e);
    return { backgroundImage, backgroundSize, animationName };
  });
  assert.match(film.backgroundImage, /film\?scenario=endotoxin&frames=\d/);
  assert.match(film.backgroundSize, /^\d+00% 100%$/);
  assert.equal(film.animationName, "none", "less motion was asked for");
  await page.locator(".gallery-card", { hasText: "A blood donation" }).click();
  await until(page, "the other scenario", (m) => m.model.welcome?.run.scenario === "blood-donation");
  await until(page, "its picture", (m) => m.model.tiles.shown !== null && m.model.tick < 3000);
  assert.deepEqual(errors, []);
});

test("a scenario file of one's own is run, and what is wrong with one is told", async () => {
  const choose = (text: string): Promise<void> =>
    page.setInputFiles("[data-file=scenario]", { name: "mine.yaml", mimeType: "text/yaml", buffer: Buffer.from(text) });
  await look(page, (m) => void m.actions.run("gallery"));
  await choose("title: Mine\nsead: 5\n");
  await page.locator(".gallery-file .error", { hasText: "sead" }).waitFor();
  errors.splice(0, errors.length, ...errors.filter((e) => !e.includes("422"))); // the browser's own note
  await choose("title: Mine\nspecies: human\npatch: {tissue: open, size: [80, 64, 1]}\nseed: 5\nuntil: 9d\n");
  await until(page, "the own scenario", (m) => m.model.welcome?.run.title === "Mine" && m.model.world?.w === 80);
  assert.equal(await page.locator("#gallery[open]").count(), 0);
  assert.deepEqual(errors, []);
});

test("a page of another site holds the view in a frame if that site was named, else not", async () => {
  const outer = createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end(`<iframe src="${embedded}"></iframe>`));
  await new Promise<void>((done) => outer.listen(0, "127.0.0.1", done));
  outer.unref();
  const { port } = outer.address() as AddressInfo;
  const open = await Served.start("healthy", "--size", "64x64x1", "--tissue", "open", "--public-view", "--embed-from", `http://localhost:${port}`);
  const embedded = new URL("/", open.link).href;
  for (const [host, held] of [["localhost", true], ["127.0.0.1", false]] as const) {
    const visitor = await browser.newPage();
    await visitor.goto(`http://${host}:${port}/`);
    const frame = visitor.frames()[1];
    assert.ok(frame !== undefined);
    assert.equal(frame.url() === embedded, held, `${host}: ${frame.url()}`);
    const state = (): Promise<unknown> => frame.evaluate(() => (window as unknown as { marrow?: { model: { link: { state: string } } } }).marrow?.model.link.state);
    for (const end = Date.now() + 20_000; held && (await state()) !== "live";) {
      assert.ok(Date.now() < end, "the view in the frame is not live");
      await visitor.waitForTimeout(50);
    }
    await visitor.close();
  }
  outer.close();
  await open.kill();
});
