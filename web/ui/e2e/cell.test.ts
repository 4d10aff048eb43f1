// Single cells in a real browser: a click, following, and an end.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import type { CellInfo, Found } from "../src/cellwire.js";
import type { Individuals } from "../src/individuals.js";
import { look, openBrowser, openPage, Served, until } from "./marrow.js";

let server: Served;
let browser: Browser;
let page: Page;
let errors: string[];

interface WithCells {
  marrow: { cells: Individuals };
}

before(async () => {
  server = await Served.start("healthy", "--size", "200x160x1", "--speed", "30m");
  browser = await openBrowser();
  ({ page, errors } = await openPage(browser, server.link));
  await until(page, "a close view", (m) => m.model.link.state === "live" && m.model.tiles.shown !== null && m.stage.camera.scale > 8);
});

after(async () => {
  await browser.close();
  await server.kill();
});

const selected = (): Promise<CellInfo | null> => page.evaluate(() => (window as unknown as WithCells).marrow.cells.info);

const picked = async (what: string, wanted: (c: CellInfo) => boolean): Promise<CellInfo> => {
  for (let i = 0; i < 300; i++) {
    const c = await selected();
    if (c !== null && wanted(c)) {
      return c;
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`no ${what}: ${JSON.stringify(await selected())} ${await look(page, (m) => m.model.notice)}`);
};

const find = (q: string): Promise<Found> =>
  page.evaluate((words) => (window as unknown as WithCells).marrow.cells.find(words), q);

const select = async (cell: number): Promise<CellInfo> => {
  await page.evaluate((id) => {
    const { cells } = (window as unknown as WithCells).marrow;
    return cells.select(id).then(() => cells.show());
  }, cell);
  return picked(`cell ${cell}`, (c) => c.cell === cell);
};

const pause = async (on: boolean): Promise<void> => {
  if ((await look(page, (m) => m.model.status?.paused)) !== on) {
    await page.click("#play");
    await until(page, "the clock", (m, want) => m.model.status?.paused === want, on);
  }
};

// The tick of the picture, once the paused clock has shown its last one.
const settled = async (): Promise<number> => {
  await until(page, "the last picture", (m) => m.model.status?.paused === true && m.model.tiles.tick === m.model.status.tick);
  return look(page, (m) => m.model.tick);
};

// Where a site is drawn on the screen.
const onScreen = (x: number, y: number): Promise<{ x: number; y: number }> =>
  look(page, (m, s) => {
    const box = m.stage.canvas.getBoundingClientRect();
    const shift = s.y % 2 === 0 ? -0.25 : 0.25;
    const { camera: c, view: v } = m.stage;
    return { x: box.left + (s.x + 0.5 + shift - c.x) * c.scale + v.w / 2, y: box.top + (s.y + 0.5 - c.y) * c.scale + v.h / 2 };
  }, { x, y });

// The cell in the middle of the view is that of a stage which does not move much.
test("a click shows the number that the server knows", async () => {
  await pause(true);
  const first = (await find("nearest myelocyte")).cells[0];
  assert.ok(first !== undefined && first.cell > 0);
  await select(first.cell);
  await until(page, "the flight", (m, at) => Math.abs(m.stage.camera.x - at.x) < 1.5 && m.stage.camera.scale >= 16, first);
  for (let i = 0; i < 5 && (await selected()) !== null; i++) {
    await page.keyboard.press("Escape"); // closes what else is open first
  }
  assert.equal(await selected(), null);
  const p = await onScreen(first.x, first.y);
  await page.mouse.move(p.x, p.y);
  await page.mouse.click(p.x, p.y);
  const c = await picked("cell under the pointer", (i) => i.cell === first.cell);
  const asked = await page.evaluate((s) => {
    const { model } = (window as unknown as { marrow: { model: { link: { ask: (m: object) => Promise<unknown> } } } }).marrow;
    return model.link.ask({ t: "inspect", world: 0, x: s.x, y: s.y, z: 0 });
  }, first) as CellInfo;
  assert.equal(asked.cell, c.cell);
  const number = first.cell.toLocaleString("en");
  await page.locator(".cell-card .id", { hasText: `#${number}` }).waitFor();
  assert.match(await page.innerText(".cell-card"), /Neutrophil myelocyte[\s\S]*HSC[\s\S]*Age[\s\S]*Divisions/);
  await page.mouse.move(p.x + 1, p.y);
  await page.locator("#tip em", { hasText: `#${number}` }).waitFor();
});

test("why here: the rule and chances that add up", async () => {
  await page.keyboard.press("w");
  await page.locator(".why .chances li").first().waitFor();
  const chances = Object.values((await selected())?.why?.chances ?? {});
  const sum = chances.reduce((a, b) => a + b, 0);
  assert.ok(chances.length > 0 && sum >= 0 && sum <= 1 + 1e-9, `${sum}`);
  await page.keyboard.press("w");
});

test("a followed cell stays in the middle for 200 ticks", async () => {
  const band = (await find("metamyelocyte")).cells[0];
  assert.ok(band !== undefined);
  await select(band.cell);
  await page.keyboard.press("f");
  await page.locator(".cell-card .state", { hasText: "following" }).waitFor();
  const from = await look(page, (m) => m.model.tick);
  await page.selectOption("#speed", "21600");
  await pause(false);
  await until(page, "200 ticks", (m, t) => m.model.tick >= t + 200, from, 60_000);
  await pause(true);
  const end = await settled();
  const c = await picked("the same cell at the last tick", (i) => i.cell === band.cell && (i.tick === end || !i.alive));
  if (c.alive) {
    const at = await page.evaluate(() => (window as unknown as WithCells).marrow.cells.at);
    assert.deepEqual(at, { x: c.x, y: c.y, z: c.z }, "ring and card are of one tick");
    const p = await onScreen(c.x, c.y);
    const view = await look(page, (m) => ({ ...m.stage.view, left: m.stage.canvas.getBoundingClientRect().left, top: m.stage.canvas.getBoundingClientRect().top }));
    const [dx, dy] = [Math.abs(p.x - view.left - view.w / 2) / view.w, Math.abs(p.y - view.top - view.h / 2) / view.h];
    assert.ok(dx < 0.2 && dy < 0.2, `${dx}, ${dy} from the middle`);
  }
});

test("the family opens, and closes with Escape", async () => {
  const c = await selected();
  assert.ok(c !== null);
  await page.keyboard.press("l");
  await page.locator(".family-tree .life").first().waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".family").waitFor({ state: "hidden" });
});

test("a cell that ended says when and how", async () => {
  const ready = (await find("reticulocyte")).cells[0];
  assert.ok(ready !== undefined);
  await select(ready.cell);
  await page.selectOption("#speed", "86400");
  await pause(false);
  const c = await picked("end", (i) => i.cell === ready.cell && !i.alive);
  await pause(true);
  assert.ok(c.end !== undefined && c.end.tick > 0);
  const text = await page.innerText(".cell-card");
  assert.match(text, c.end.kind === "left" || c.end.kind === "pressed" ? /Left through exit \d+ on day [\d.]+/ : /on day [\d.]+/);
  assert.equal(await page.locator(".in-blood").count(), c.end.kind === "left" || c.end.kind === "pressed" ? 1 : 0);
});

test("find takes to a cell, and a click beside one tells what is there", async () => {
  await page.keyboard.press("/");
  await page.locator(".find-sheet[open]").waitFor();
  await page.fill("#find-words", "oldest HSC");
  await page.keyboard.press("Enter");
  await page.locator(".found button").first().click();
  const hsc = await picked("stem cell", (i) => i.alive && i.why?.rule === "asymmetric");
  await page.locator(".cell-card b", { hasText: "HSC" }).first().waitFor();
  const bone = await page.evaluate(() => {
    const { model } = (window as unknown as { marrow: { model: { outlines: { tissue: { w: number; classes: string } } | null } } }).marrow;
    const t = model.outlines?.tissue;
    const i = t?.classes.indexOf("b") ?? -1;
    return t === undefined ? null : { x: i % t.w, y: Math.floor(i / t.w) };
  });
  assert.ok(bone !== null);
  await page.evaluate((s) => (window as unknown as WithCells).marrow.cells.inspect(s.x, s.y, 0), bone);
  await picked("bone", (i) => i.cell === 0 && i.code !== hsc.code);
  assert.match(await page.innerText(".cell-card"), /Bone/);
});

test("nothing complained", () => {
  assert.deepEqual(errors, []);
});
