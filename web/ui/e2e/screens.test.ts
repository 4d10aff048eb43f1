// Pictures of the view in its main forms, kept in out/screens, and proof that each shows
// what it should.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { look, openBrowser, Served, until, untilColors } from "./marrow.js";

const OUT = "../../out/screens";

let server: Served;
let browser: Browser;

before(async () => {
  mkdirSync(OUT, { recursive: true });
  server = await Served.start("chemotherapy", "--size", "256x200x1", "--speed", "1h");
  browser = await openBrowser();
});

after(async () => {
  await browser.close();
  await server.kill();
});

/** Opens the page as a new person would, and waits for its picture. */
async function visit(link: string, options: BrowserContextOptions, stored: Readonly<Record<string, string>> = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce", ...options });
  await context.addInitScript((all) => Object.entries(all).forEach(([k, v]) => localStorage.setItem(k, v)), stored);
  const page = await context.newPage();
  await page.goto(link);
  await until(page, "a picture", (m) => m.model.link.state === "live" && m.model.outlines !== null && m.stage.camera.scale > 6 && m.stage.painted > 2);
  await untilColors(page, 20);
  return page;
}

/** Keeps a picture of the page, which must not be blank. */
async function keep(page: Page, name: string): Promise<void> {
  const bytes = await page.screenshot({ path: `${OUT}/${name}.png` });
  assert.ok(bytes.length > 60_000, `${name}: ${bytes.length} bytes`);
}

test("desktop, dark, and a tour", async () => {
  const page = await visit(server.link, {});
  await look(page, (m) => m.model.link.command("step", { n: 6000 }));
  await until(page, "three weeks", (m) => m.model.tick >= 6000 && m.model.status?.paused === true, undefined, 60_000);
  await page.keyboard.press("Escape");
  await untilColors(page, 30);
  await keep(page, "dark");
  await look(page, (m) => void m.actions.run("gallery"));
  await page.locator(".gallery-now .strong").click();
  await page.locator(".tour").waitFor();
  await keep(page, "tour");
  await page.context().close();
});

test("desktop, light, stained", async () => {
  const page = await visit(server.link, {}, { "marrow-settings": JSON.stringify({ theme: "light" }) });
  await look(page, (m) => m.model.palettes.use("stain"));
  await page.keyboard.press("Escape");
  await until(page, "the stain", (m) => m.model.palettes.id === "stain");
  assert.equal(await page.getAttribute("html", "data-theme"), "light");
  await keep(page, "light");
  await page.context().close();
});

test("phone", async () => {
  const page = await visit(server.link, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });
  await keep(page, "phone");
  await page.context().close();
});

test("two futures side by side", async () => {
  const page = await visit(server.link, {});
  await page.keyboard.press("Escape");
  const tick = await look(page, (m) => m.model.tick);
  await look(page, (m, at) => m.model.link.command("fork", { at, op: "event", args: { name: "g-csf", dose: "10 ug/kg/d" } }), tick);
  await until(page, "the fork", (m) => m.model.fork !== null, undefined, 60_000);
  await look(page, (m) => void m.actions.run("compare"));
  await look(page, (m) => m.model.link.command("step", { n: 4 * 288 })); // B follows
  await page.locator(".compare .counted", { hasText: /^[1-9][\d,]* of / }).waitFor();
  await until(page, "four days later", (m, at) => m.model.tick >= at + 4 * 288 && m.model.compare?.tick === m.model.tick, tick);
  await untilColors(page, 30);
  await keep(page, "compare");
  await page.context().close();
});

test("the marrow made clear", async () => {
  const deep = await Served.start("healthy", "--species", "mouse", "--tissue", "femur-shaft", "--size", "96x96x64", "--speed", "1h");
  const page = await visit(deep.link, {});
  await look(page, (m) => void m.actions.run("clear3d"));
  await until(page, "all slices", (m) => m.depth.view?.complete === true);
  const drawn = await look(page, (m) => m.depth.view?.drawn ?? 0);
  await until(page, "a picture in depth", (m, before) => (m.depth.view?.drawn ?? 0) > before + 1, drawn);
  await keep(page, "cleared");
  await page.context().close();
  await deep.kill();
});
