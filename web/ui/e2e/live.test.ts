// The live view in a real browser, against the real program.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { colors, look, openLive, openPage, Served, until, untilColors } from "./marrow.js";

let server: Served;
let browser: Browser;
let page: Page;
let errors: string[];

before(async () => {
  ({ server, browser, page, errors } = await openLive("healthy", "--size", "200x160x1", "--speed", "2h"));
});

after(async () => {
  await browser.close();
  await server.kill();
});

const tick = (): Promise<number> => look(page, (m) => m.model.tick);
const hb = (): Promise<number> => look(page, (m) => m.model.value("hb_g_dl"));

test("the token leaves the address", () => {
  assert.equal(new URL(page.url()).search, "");
});

test("the picture is not blank", async () => {
  await until(page, "outlines", (m) => m.model.outlines !== null);
  await until(page, "the close view", (m) => m.stage.camera.scale > 8);
  assert.ok((await colors(page, 60)).size > 40, "many colors");
  assert.equal(await look(page, (m) => m.stage.rendererName), "WebGL2");
});

test("time goes on, pause stops it, a step makes one tick", async () => {
  const start = await tick();
  await until(page, "ticks", (m, from) => m.model.tick > from, start);
  await page.click("#play");
  await until(page, "the pause", (m) => m.model.status?.paused === true);
  await page.waitForTimeout(100);
  const stopped = await tick();
  await page.waitForTimeout(500);
  assert.equal(await tick(), stopped);
  assert.equal(await page.getAttribute("#play", "aria-label"), "Play");
  await page.click("#step");
  await until(page, "one tick", (m, want) => m.model.tick === want, stopped + 1);
  await page.keyboard.press("Space");
  await until(page, "play", (m) => m.model.status?.paused === false);
});

test("the blood count is that of a healthy adult", async () => {
  const text = await page.locator(".c", { hasText: "Hemoglobin" }).locator(".v").innerText();
  const value = parseFloat(text);
  assert.ok(value >= 13 && value <= 16, text);
  for (const name of ["WBC", "Neutrophils", "Monocytes", "Reticulocytes", "Platelets"]) {
    assert.ok(parseFloat(await page.locator(".c", { hasText: name }).locator(".v").innerText()) > 0, name);
  }
});

test("a bleed lowers hemoglobin and is marked", async () => {
  const first = await hb();
  await page.keyboard.press("1");
  await page.fill("#act input", "30");
  await page.click("#apply");
  await until(page, "the mark", (m) => m.model.events.length === 1);
  await until(page, "less hemoglobin", (m, limit) => m.model.value("hb_g_dl") < limit, 0.8 * first);
  await page.locator(".c", { hasText: "Hemoglobin" }).locator(".flag", { hasText: "↓" }).waitFor();
  await page.locator("#timeline .mark", { hasText: "Bleed" }).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.isVisible("#act"), false);
});

// Opens the form of an intervention by its group's button.
async function openForm(group: string, name: string): Promise<void> {
  await page.click(`#tools button:has-text("${group}")`);
  await page.click(`#act [data-op="${name}"]`);
}

// Sends the form, and waits for the mark of the journal and the word of the server.
async function posted(n: number, key: string, args: string, word: string): Promise<void> {
  await page.click("#apply");
  await until(page, `the mark of ${key}`, (m, want) => m.model.events.length === want, n);
  const last = await look(page, (m) => m.model.events.at(-1));
  assert.deepEqual([last?.kind, last?.key, last?.args], ["posted", key, args]);
  await page.locator("#notice", { hasText: `${word} on day` }).waitFor();
  await page.keyboard.press("Escape");
}

test("every intervention of the server has a form", async () => {
  const { seen, bare } = await page.evaluate(() => {
    const found = { seen: [] as string[], bare: [] as string[] };
    for (const group of document.querySelectorAll<HTMLElement>("#tools [data-group]")) {
      group.click();
      for (const name of [...document.querySelectorAll<HTMLElement>("#act [data-op]")].map((b) => b.dataset["op"] ?? "")) {
        document.querySelector<HTMLElement>(`#act [data-op="${name}"]`)?.click();
        found.seen.push(name);
        if (document.querySelector("#act .entry") === null || !/Sources: \w/.test(document.querySelector("#act > .fine")?.textContent ?? "")) {
          found.bare.push(name);
        }
      }
      group.click();
    }
    return found;
  });
  assert.deepEqual(bare, []);
  assert.deepEqual(seen.sort(), (await look(page, (m) => m.model.welcome?.ops.map((op) => op.name) ?? [])).sort());
});

test("a drug is given in its own unit, for a time", async () => {
  await openForm("Drugs", "drug");
  await page.selectOption("#act [name=agent]", "docetaxel");
  await page.fill("#act [name=dose]", "75");
  await page.fill("#act [name=over]", "2h");
  await posted(2, "drug", "agent=docetaxel dose=75mg/m2 over=2h every=1d times=1", "Drug");
});

test("a growth factor and an infection are given as the form stands", async () => {
  await openForm("Growth factors", "g-csf");
  await posted(3, "g-csf", "dose=10ug/kg/d for=5d", "G-CSF");
  await openForm("Infection", "infect");
  await page.selectOption("#act [name=site]", "skin");
  await posted(4, "infect", "load=1loads doubling=4h site=skin kind=bacteria microbe=unnamed", "Infect");
});

test("what is out of range is refused with the range, stays as it was typed, and can be mended", async () => {
  await openForm("Growth factors", "g-csf");
  const dose = page.locator("#act [name=dose]");
  await dose.fill("99");
  await page.click("#apply");
  await page.locator("#act .error", { hasText: "0 to 30 ug/kg/d" }).waitFor();
  assert.deepEqual([await dose.inputValue(), await dose.getAttribute("aria-invalid")], ["99", "true"]);
  await page.click("#says [data-state=range] [data-step=field]");
  assert.equal(await page.evaluate(() => (document.activeElement as HTMLInputElement).name), "dose");
  assert.equal(await look(page, (m) => m.model.events.length), 4, "nothing was done");
  await dose.fill("30");
  await posted(5, "g-csf", "dose=30ug/kg/d for=5d", "G-CSF");
  assert.equal(await look(page, (m) => m.states.has("range")), false);
});

test("a time without a unit is refused at its field, and can be mended", async () => {
  await openForm("Growth factors", "g-csf");
  await page.fill("#act [name=for]", "5");
  await page.click("#apply");
  const error = page.locator("#act .entry", { has: page.locator("[name=for]") }).locator(".error");
  await error.waitFor();
  assert.match(await error.innerText(), /^g-csf: for: .*allowed are 1d to 28d$/);
  await page.fill("#act [name=for]", "3d");
  await posted(6, "g-csf", "dose=10ug/kg/d for=3d", "G-CSF");
});

test("wheel, drag and keys move the picture", async () => {
  const at = (): Promise<{ x: number; y: number; scale: number }> => look(page, (m) => ({ ...m.stage.camera }));
  const a = await at();
  await page.mouse.move(640, 400);
  await page.mouse.wheel(0, -300);
  const b = await at();
  assert.ok(b.scale > a.scale * 1.5, `${a.scale} to ${b.scale}`);
  await page.mouse.down();
  await page.mouse.move(740, 430, { steps: 4 });
  await page.mouse.up();
  const c = await at();
  assert.ok(Math.abs((b.x - c.x) * b.scale - 100) < 1, "a drag of 100 pixels");
  await page.keyboard.press("0");
  await until(page, "the whole patch", (m) => m.stage.camera.scale * 200 < m.stage.view.w);
  await page.keyboard.press("9");
  await until(page, "cells", (m) => m.stage.camera.scale === 8.4);
});

test("pointing at a cell names it", async () => {
  await page.mouse.move(600, 380);
  await page.mouse.move(604, 384);
  await page.locator("#tip b").waitFor();
  assert.ok((await page.innerText("#tip b")).length > 2);
  await page.mouse.move(640, 780);
});

test("the tree counts, highlights and is walked by keys", async () => {
  const row = page.locator("#tree .row", { hasText: "Erythroid" }).first();
  await row.click();
  assert.equal(await row.getAttribute("aria-selected"), "true");
  assert.ok(await look(page, (m) => m.model.highlight.size > 3));
  assert.ok(parseInt((await row.locator(".n").innerText()).replaceAll(",", "")) > 50);
  await row.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.equal(await look(page, (m) => m.model.highlight.size), 1);
  await page.locator("#picture").focus();
  await page.keyboard.press("Escape"); // the greeting, if it is still there
  await page.keyboard.press("Escape");
  assert.equal(await look(page, (m) => m.model.highlight.size), 0);
});

test("help shows every key", async () => {
  await page.keyboard.press("?");
  await page.locator("#help[open]").waitFor();
  assert.ok((await page.locator("#help kbd").count()) > 25);
  await page.keyboard.press("Escape");
  await page.locator("#help[open]").waitFor({ state: "detached" });
});

test("speed is chosen from the menu", async () => {
  await page.selectOption("#speed", "3600");
  await until(page, "one hour a second", (m) => m.model.status?.asked === 3600);
  await page.selectOption("#speed", "21600");
});

test("a second tab looks on, and may take over", async () => {
  const other = await openPage(browser, server.link);
  await other.page.click("#says [data-state=viewer] [data-step=take]");
  await until(other.page, "the wheel", (m) => m.model.roles?.you === "driver");
  await page.click("#says [data-state=viewer] [data-step=take]");
  await until(page, "the wheel back", (m) => m.model.roles?.you === "driver");
  await other.page.close();
  errors.push(...other.errors);
});

test("a page that is loaded again still drives", async () => {
  await page.reload();
  await until(page, "a live picture", (m) => m.model.link.state === "live" && m.model.tiles.shown !== null);
  assert.equal(await look(page, (m) => m.model.roles?.you), "driver");
  assert.equal(await look(page, (m) => m.model.events.length), 6);
});

test("a lost server is told, and found again", async () => {
  const rows = await look(page, (m) => m.model.series.length);
  assert.ok(rows > 2);
  await server.kill();
  await until(page, "the news", (m) => m.model.link.state === "reconnecting", undefined, 2000);
  await page.locator("#says", { hasText: "next try" }).waitFor();
  assert.ok((await colors(page, 60)).size > 40, "the last picture stays");
  await page.waitForTimeout(500);
  // What the browser says of refused connections is no fault of the page.
  errors.splice(0, errors.length, ...errors.filter((e) => !e.includes("ERR_CONNECTION_REFUSED")));
  await server.start();
  const start = Date.now();
  await until(page, "a live picture", (m) => m.model.link.state === "live" && m.model.status !== null, undefined, 10_000);
  const past = Date.now() - start;
  assert.ok(past < 3000, `live again after ${past} ms`);
  await until(page, "new rows", (m) => m.model.series.length > 2 && m.model.events.length === 0);
  errors.splice(0, errors.length, ...errors.filter((e) => !e.includes("ERR_CONNECTION_REFUSED")));
});

test("the lost context of the graphics card is made again", async () => {
  await page.evaluate(() => {
    const gl = (document.getElementById("picture") as HTMLCanvasElement).getContext("webgl2");
    const x = gl?.getExtension("WEBGL_lose_context");
    x?.loseContext();
    setTimeout(() => x?.restoreContext(), 200);
  });
  await page.waitForTimeout(300);
  await untilColors(page, 40);
});

test("nothing went wrong in the page", () => {
  assert.deepEqual(errors, []);
});
