// The same without a graphics card, on a phone, and without leave.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { look, openBrowser, openPage, Served, until, untilColors } from "./marrow.js";

let server: Served;
let browser: Browser;

before(async () => {
  server = await Served.start("healthy", "--size", "200x160x1");
  browser = await openBrowser();
});

after(async () => {
  await browser.close();
  await server.kill();
});

test("without WebGL the picture is drawn by plainer means", async () => {
  const { page, errors } = await openPage(browser, server.link, "/#draw=flat");
  await until(page, "a live picture", (m) => m.model.link.state === "live" && m.model.outlines !== null && m.stage.camera.scale > 8);
  assert.equal(await look(page, (m) => m.stage.rendererName), "2-D canvas");
  await untilColors(page, 15);
  assert.deepEqual(errors, []);
  await page.close();
});

test("without the token the page says what to do", async () => {
  const stranger = await browser.newContext();
  const page = await stranger.newPage();
  await page.goto(new URL("/", server.link).href);
  await page.locator("#says", { hasText: "link" }).waitFor();
  await stranger.close();
});

test("on a phone nothing runs over the edge", async () => {
  const { page } = await openPage(browser, server.link);
  await page.setViewportSize({ width: 390, height: 844 });
  await until(page, "a live picture", (m) => m.model.link.state === "live" && m.model.tiles.shown !== null);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 390));
  assert.ok(await page.isVisible("#cbc"));
  assert.ok(await page.isVisible("#play"));
  await page.close();
});

test("a deeper patch has slices to choose", async () => {
  const deep = await Served.start("healthy", "--size", "64x64x6", "--tissue", "open");
  const { page, errors } = await openPage(browser, deep.link);
  await until(page, "a live picture", (m) => m.model.link.state === "live" && m.model.tiles.shown !== null);
  await page.locator("#slice").waitFor();
  await page.locator("#picture").focus();
  const middle = await look(page, (m) => m.model.tiles.slice);
  for (const z of [middle + 1, middle + 2]) {
    await page.keyboard.press("PageUp");
    await until(page, `slice ${z}`, (m, want) => m.model.tiles.slice === want && m.model.outlines?.tissue.z === want, z);
  }
  assert.deepEqual(errors, []);
  await page.close();
  await deep.kill();
});
