// A body of several patches, in a real browser against the real program.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { barriers, look, openLive, openPage, Served, until } from "./marrow.js";

let server: Served;
let browser: Browser;
let page: Page;
let errors: string[];

before(async () => {
  ({ server, browser, page, errors } = await openLive("before-birth", "--size", "64x64x1", "--speed", "1w"));
});

after(async () => {
  await browser.close();
  await server.kill();
});

const shown = (p: Page): Promise<string> => look(p, (m) => m.model.welcome?.run.patches?.find((x) => x.shown)?.name ?? "");
const row = (name: string): ReturnType<Page["locator"]> => page.locator("#body button", { hasText: name });

test("the card names the places and says where the blood is made; the map glows there", async () => {
  assert.deepEqual(await page.locator("#body button b").allInnerTexts(), ["Yolk sac", "Liver", "Spleen", "Marrow"]);
  await until(page, "week 12", (m) => m.model.tick > 10 * 7 * 288, undefined, 60_000);
  await look(page, (m) => void m.model.link.command("pause"));
  await until(page, "the pause", (m) => m.model.status?.paused === true);
  const cells = await look(page, (m) => m.model.status?.patches ?? []);
  const parts = cells.map((n) => n / cells.reduce((a, b) => a + b, 0));
  const said = await page.locator("#body button small").allInnerTexts();
  assert.ok((parts[1] ?? 0) > 0.5, `in week 12 the liver has ${parts[1]}`);
  said.forEach((text, i) => assert.ok(Math.abs(parseFloat(text) - 100 * (parts[i] ?? 0)) < 0.51, `${text} for ${parts[i]}`));
  const glow = await page.locator("#body .body-place").evaluateAll((all) => all.map((g) => Number((g as unknown as HTMLElement).style.getPropertyValue("--glow"))));
  assert.ok(Math.max(...glow) === glow[1], `the liver glows with ${glow.join()}`);
});

test("a row, the map and the key show another patch, at the same time of the run; the address says which", async () => {
  const tick = await look(page, (m) => m.model.tick);
  await row("Liver").click();
  await until(page, "the liver", (m) => m.model.welcome?.run.patches?.[1]?.shown === true && m.model.tiles.shown !== null);
  assert.equal(await page.locator("#body [aria-current=true] b").innerText(), "Liver");
  assert.match(await page.innerText("#run-place"), /^Liver · /);
  assert.equal(await look(page, (m) => m.model.tick), tick);
  await page.locator("#picture").focus();
  await page.keyboard.press("y");
  await until(page, "the spleen", (m) => m.model.welcome?.run.patches?.[2]?.shown === true);
  await page.keyboard.press("Shift+Y");
  await until(page, "the liver again", (m) => m.model.welcome?.run.patches?.[1]?.shown === true);
  await page.locator("#body .body-place").nth(3).locator(".body-core").first().click();
  await until(page, "the marrow", (m) => m.model.welcome?.run.patches?.[3]?.shown === true);
  for (const end = Date.now() + 5000; !page.url().includes("b=marrow");) {
    assert.ok(Date.now() < end, page.url());
    await page.waitForTimeout(50);
  }
});

test("the keyboard alone reaches the places, and keeps its own", async () => {
  await row("Yolk sac").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await until(page, "the liver", (m) => m.model.welcome?.run.patches?.[1]?.shown === true);
  assert.equal(await page.evaluate(() => document.activeElement?.textContent?.startsWith("Liver")), true);
});

test("a link leads to its patch", async () => {
  const other = await openPage(browser, server.link, "#b=spleen&v=1");
  await until(other.page, "a view", (m) => m.model.link.state === "live");
  await look(other.page, (m) => m.model.link.send({ t: "drive", take: true }));
  await other.page.reload();
  await until(other.page, "the spleen", (m) => m.model.welcome?.run.patches?.[2]?.shown === true);
  assert.equal(await shown(page), "spleen", "all see the same patch");
  await other.page.close();
  await look(page, (m) => m.model.link.send({ t: "drive", take: true }));
});

test("card and gallery have no barriers, nor anything too wide on a phone", async () => {
  assert.deepEqual(await barriers(page, "#body"), []);
  await look(page, (m) => void m.actions.run("gallery"));
  await page.locator("#gallery .body-switch").waitFor();
  assert.deepEqual(await barriers(page, "#gallery .gallery-patches"), []);
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => {
    const e = document.querySelector("#gallery .in");
    return e === null ? -1 : e.scrollWidth - e.clientWidth;
  });
  assert.equal(wide, 0);
  await page.locator("#gallery .body-switch button", { hasText: "Marrow" }).click();
  await until(page, "the marrow", (m) => m.model.welcome?.run.patches?.[3]?.shown === true);
  assert.deepEqual(errors, []);
});
