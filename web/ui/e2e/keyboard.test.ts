// A whole scenario by keys alone: whoever has no mouse can do everything, and always sees
// where he is.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { look, openLive, Served, until } from "./marrow.js";

let server: Served;
let browser: Browser;
let page: Page;
let errors: string[];

before(async () => {
  ({ server, browser, page, errors } = await openLive("healthy", "--size", "128x128x1", "--speed", "10m"));
});

after(async () => {
  await browser.close();
  await server.kill();
});

/** What is wrong with how the focus is seen; empty if it is seen well. */
const hidden = (): Promise<string> => page.evaluate(() => {
  const e = document.activeElement;
  if (e === null || e === document.body) {
    return "";
  }
  const name = e.id || e.outerHTML.slice(0, 80);
  const b = e.getBoundingClientRect();
  const ringed = [e, ...e.querySelectorAll("*")].some((x) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(x);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  });
  const [x, y] = [b.x + b.width / 2, b.y + b.height / 2];
  const top = document.elementFromPoint(x, y);
  if (!e.matches(":focus-visible") || !ringed) {
    return `${name} shows no focus`;
  }
  return e.id === "picture" || top !== null && (e.contains(top) || top.contains(e)) ? "" : `${name} is covered or out of view`;
});

/** Goes by Tab, the shorter way, until the focus is at what is wanted; it is seen at each step. */
async function tabTo(selector: string): Promise<void> {
  await page.locator(selector).first().waitFor({ state: "attached" });
  for (let i = 0; i < 120; i++) {
    const way = await page.evaluate((s) => {
      const e = document.activeElement;
      const to = document.querySelector(s);
      return to === null ? "Tab" : e === to || e?.closest(s) === to ? "" : e !== null && e !== document.body && (to.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0 ? "Shift+Tab" : "Tab";
    }, selector);
    if (way === "") {
      return;
    }
    await page.keyboard.press(way);
    assert.equal(await hidden(), "");
  }
  throw new Error(`${selector} is not reached by Tab`);
}

const press = async (...keys: string[]): Promise<void> => {
  for (const k of keys) {
    await page.keyboard.press(k);
  }
};
const tick = (): Promise<number> => look(page, (m) => m.travel.tick);

test("a scenario is chosen in the gallery", async () => {
  await press("o");
  await page.locator("#gallery[open]").waitFor();
  assert.equal(await hidden(), "");
  await tabTo(".gallery-cards li:nth-child(3) button");
  const title = await page.evaluate(() => document.activeElement?.querySelector("b")?.textContent ?? "");
  await press("Enter");
  await until(page, "the other run", (m, want) => m.model.welcome?.run.title === want && m.model.tiles.shown !== null, title);
  assert.equal(await page.locator("#gallery").count(), 0);
});

test("time is stopped, stepped, and turned back", async () => {
  await tabTo("#play");
  await press("Space");
  await until(page, "the pause", (m) => m.model.run?.status?.paused === true);
  await press("Shift+.");
  await until(page, "a day", (m) => (m.model.run?.tick ?? 0) >= 288 && m.model.run?.status?.paused === true, undefined, 60_000);
  const now = await tick();
  await press(".");
  await until(page, "a tick", (m, want) => m.travel.tick === want, now + 1);
  await press(",");
  await until(page, "the tick before", (m, want) => m.travel.mode === "replay" && m.travel.tick === want, now);
  await tabTo("#live-button");
  await press("Enter");
  await until(page, "the run", (m) => m.travel.mode === "live");
});

test("an intervention is filled in, mended and done", async () => {
  await press("1");
  assert.equal(await page.evaluate(() => document.activeElement?.closest("form")?.id), "act");
  assert.equal(await hidden(), "");
  await tabTo("#act [name=share]");
  await press("Control+a");
  await page.keyboard.type("95");
  await press("Enter");
  await page.locator("#act .error", { hasText: "0 to 60 %" }).waitFor();
  assert.equal(await page.evaluate(() => (document.activeElement as HTMLInputElement).value), "95");
  await press("Control+a");
  await page.keyboard.type("15");
  await press("Enter");
  await until(page, "the mark", (m) => m.model.events.some((e) => e.key === "bleed" && e.kind === "posted"));
  await press("Escape");
  assert.equal(await page.evaluate(() => (document.activeElement as HTMLElement).dataset["group"]), "0", "the focus is where it was");
  assert.equal(await hidden(), "");
});

test("the time line is walked, and a branch begun from the past", async () => {
  await tabTo("#timeline [role=slider]");
  await press("ArrowLeft", "ArrowLeft");
  await until(page, "two hours ago", (m) => m.travel.mode === "replay" && m.travel.tick === (m.model.run?.tick ?? 0) - 24);
  await tabTo("#says [data-step=branch]");
  await press("Enter");
  await page.locator("dialog.fork").waitFor();
  assert.equal(await hidden(), "");
  await tabTo("#fork-start");
  await press("Enter");
  await until(page, "A and B", (m) => m.model.compare !== null);
  assert.equal(await hidden(), "");
});

test("the two are compared", async () => {
  await tabTo(".compare [data-way=swipe]");
  await press("Enter");
  await tabTo(".swipe");
  await press("ArrowRight");
  assert.equal(await page.getAttribute(".swipe", "aria-valuenow"), "51");
  await press("Escape");
  await until(page, "A alone", (m) => m.model.compare === null);
});

test("a cell is looked at, asked why, and let go", async () => {
  await tabTo("#picture");
  assert.equal(await hidden(), "");
  await press("Enter");
  await page.locator(".cell-card h3").waitFor();
  await press("w");
  await tabTo(".cell-card [data-key=close]");
  await press("Enter");
  await page.locator(".cell-card").waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => document.activeElement?.id), "picture");
  await press("?");
  await page.locator("#help[open]").waitFor();
  await press("Escape");
  await page.locator("#help").waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement?.id), "picture");
});

test("nothing went wrong in the page", () => {
  assert.deepEqual(errors, []);
});
