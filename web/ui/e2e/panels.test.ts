// The panels at both sides, in a real browser against the real program.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { barriers, look, openLive, Served, until } from "./marrow.js";

let server: Served;
let browser: Browser;
let page: Page;
let errors: string[];

before(async () => {
  ({ server, browser, page, errors } = await openLive("healthy", "--size", "200x160x1", "--speed", "1d"));
  // What the panels show of two days; from then on slowly, since each picture costs.
  await until(page, "two days of clones", (m) => m.model.series.length > 30 && m.model.clones.shown(0).length > 4);
  await look(page, (m) => m.model.link.command("speed", { perSecond: 600 }));
});

after(async () => {
  await browser.close();
  await server.kill();
});

const line = (name: string): ReturnType<Page["locator"]> => page.locator(".c", { hasText: name });
const row = (name: string): ReturnType<Page["locator"]> => page.locator("#tree [role=treeitem]", { hasText: name }).first();

test("the rare values of the blood stand behind more", async () => {
  assert.equal(await line("Eosinophils").isVisible(), false);
  await page.getByRole("button", { name: "more", exact: true }).click();
  assert.equal(await line("Eosinophils").isVisible(), true);
  await page.getByRole("button", { name: "less", exact: true }).first().click();
});

test("a value says its range, whose it is and where it is from, to mouse and keys", async () => {
  await line("Hemoglobin").focus();
  const text = await page.locator("#panel-hint").innerText();
  assert.match(text, /13\.4–17 g\/dL, adult man/);
  assert.match(text, /Nordin G/);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#panel-hint").isVisible(), false);
});

test("ranges follow the person, units the settings", async () => {
  await page.selectOption("#panel-blood select", "woman");
  await line("Hemoglobin").hover();
  assert.match(await page.locator("#panel-hint").innerText(), /11\.7–15\.3/);
  await page.selectOption("#panel-blood select", "man");
});

test("the tree is walked by arrow keys; Enter highlights, Alt+Enter shows only that", async () => {
  await row("Stem").focus();
  await page.keyboard.press("ArrowDown");
  assert.match(await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? ""), /^HSC/);
  await page.keyboard.press("ArrowLeft");
  assert.match(await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? ""), /^Stem/);
  await page.keyboard.press("Enter");
  assert.equal(await look(page, (m) => m.model.highlight.size > 3 && !m.model.solo), true);
  await page.keyboard.press("Alt+Enter");
  assert.equal(await look(page, (m) => m.model.solo), true);
  await page.keyboard.press("Alt+Enter");
  assert.equal(await look(page, (m) => m.model.highlight.size), 0);
});

test("the eye hides a lineage; when all is hidden the page says so and shows all again", async () => {
  await row("Erythroid").hover();
  await row("Erythroid").locator(".eye").click();
  assert.equal(await look(page, (m) => m.model.hidden.size > 4), true);
  await row("Stem").focus();
  for (let i = 0; i < 60 && !(await look(page, (m) => m.states.has("filtered"))); i++) {
    const shown = await page.evaluate(() => {
      const e = document.activeElement;
      return e?.getAttribute("aria-level") === "1" && !e.classList.contains("gone");
    });
    await page.keyboard.press(shown ? "Shift+Enter" : "ArrowDown");
    await page.waitForTimeout(20);
  }
  await until(page, "the state", (m) => m.states.has("filtered"));
  await look(page, (m) => m.states.step("filtered", "showAll")?.());
  assert.equal(await look(page, (m) => m.model.hidden.size), 0);
  await until(page, "its end", (m) => !m.states.has("filtered"));
});

test("a swatch gives another color", async () => {
  await row("Erythroid").focus();
  await page.locator(".pick-color").evaluate((e) => e.setAttribute("data-seen", "no"));
  await page.keyboard.press("F2");
  assert.match(await page.locator(".pick-color").inputValue(), /^#[0-9a-f]{6}$/);
});

test("charts: one line at a time or all; a drag inside one scrubs", async () => {
  assert.equal(await page.locator("#charts .uplot").count(), 1);
  await page.locator("[data-tab-id=all]").click();
  assert.equal(await page.locator("#charts .uplot").count(), 4);
  await page.locator("[data-tab-id=anc_e9_l]").click();
  await look(page, (m) => {
    m.model.onScrub = (tick, done) => document.body.setAttribute("data-scrub", `${tick} ${done}`);
  });
  const over = page.locator("#charts .u-over");
  const box = await over.boundingBox();
  assert.ok(box !== null);
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + 20);
  await page.mouse.up();
  const [tick, done] = (await page.getAttribute("body", "data-scrub"))?.split(" ") ?? [];
  assert.ok(Number(tick) > 0 && Number(tick) <= await look(page, (m) => m.model.tick), tick);
  assert.equal(done, "true");
});

test("clones are drawn, and one that is chosen lights up in the picture", async () => {
  await page.locator(".pill").first().waitFor();
  await page.locator(".pill").first().click();
  assert.equal(await look(page, (m) => m.model.clone !== null), true);
  await page.locator("#clones .fine", { hasText: "of the marrow" }).waitFor();
  await look(page, (m) => m.stage.fit());
  await until(page, "its cells", (m) => (m.model.cloneSites?.length ?? 0) > 0);
  await until(page, "light over cells of it and dark beside the patch", ({ model, stage }) => {
    const canvas = document.querySelector<HTMLCanvasElement>("canvas.cell-layer");
    if (canvas === null) {
      return false;
    }
    const { camera: c, view: v } = stage;
    const ratio = canvas.width / v.w;
    const at = (x: number, y: number): number => canvas.getContext("2d")?.getImageData(Math.round(x * ratio), Math.round(y * ratio), 1, 1).data[3] ?? 0;
    const shift = (y: number): number => (y % 2 === 0 ? -0.25 : 0.25);
    const dark = (s: { x: number; y: number }): number => at((s.x + 0.5 + shift(s.y) - c.x) * c.scale + v.w / 2, (s.y + 0.5 - c.y) * c.scale + v.h / 2);
    return at(2, 2) > 150 && (model.cloneSites ?? []).some((s) => dark(s) < 100);
  });
  await page.locator("#picture").focus();
  for (let i = 0; i < 4 && await look(page, (m) => m.model.clone !== null); i++) {
    await page.keyboard.press("Escape"); // closes what else is open first
  }
  assert.equal(await look(page, (m) => m.model.clone), null);
  await page.locator("canvas.cell-layer").waitFor({ state: "hidden" });
});

test("exits say what leaves through them, and the view flies there", async () => {
  const n = Number(await page.locator(".exits button").first().getAttribute("data-exit"));
  const exit = page.locator(`.exits [data-exit="${n}"]`);
  await exit.locator(".n", { hasText: "/ h" }).waitFor();
  await exit.click();
  await until(page, "the exit in the middle", (m, k) => {
    const e = m.model.outlines?.tissue.exits.find((x) => x.n === k);
    return e !== undefined && Math.abs(m.stage.camera.x - e.x) < 60;
  }, n);
});

test("marrow here has the figures of a pathologist with normal values", async () => {
  const text = await page.locator("#marrow-here dl").innerText();
  assert.match(text, /Cellularity\s+\d+ % \(30–70\)/);
  assert.match(text, /M : E\s+\d\.\d \(2–4\)/);
});

test("every table opens with rows and is handed out as a file that names its run", async () => {
  await page.keyboard.press("x");
  await page.locator("#tables[open]").waitFor();
  for (const name of ["cells", "blood", "clones", "exits", "series"]) {
    await page.click(`[data-table=${name}]`);
    assert.ok(await page.locator("#tables tbody tr").count() >= 2, name);
  }
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download CSV" }).click()]);
  const text = readFileSync(await file.path(), "utf8");
  assert.match(text, /^# .*seed \d+\r\n# tick \d+/);
  assert.match(text, /\r\nDay \[days\],Hemoglobin \[g\/dL\]/);
  assert.deepEqual(await barriers(page, "#tables"), []);
  await page.keyboard.press("Escape");
  await page.locator("#tables").waitFor({ state: "hidden" });
});

test("a chart is handed out as a picture with axes and names", async () => {
  for (const [chart, words] of [["Over time", "Neutrophils"], ["Stem-cell clones", "HSC"]] as const) {
    await page.locator(`summary[aria-label^="${chart}"]`).click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download SVG" }).locator("visible=true").click()]);
    const text = readFileSync(await file.path(), "utf8");
    assert.match(text, /^<svg /);
    assert.ok(text.includes(words) && text.includes("days") && text.includes("seed"), chart);
  }
});

test("the panels have no serious barrier", async () => {
  assert.deepEqual([...(await barriers(page, "#panel-cells")), ...(await barriers(page, "#panel-blood"))], []);
});

test("on a phone nothing runs over the edge", async () => {
  await page.setViewportSize({ width: 320, height: 800 });
  const wide = await page.evaluate(() => [...document.querySelectorAll("#panel-blood *")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > 321).map((e) => e.className));
  assert.deepEqual(wide, []);
  await page.setViewportSize({ width: 1280, height: 800 });
});

test("nothing went wrong on the way", () => {
  assert.deepEqual(errors, []);
});
