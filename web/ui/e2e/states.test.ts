// What is wrong or waited for: each state says what to do next, and that works.

import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { look, openBrowser, openPage, Served, until } from "./marrow.js";

let server: Served;
let browser: Browser;
let page: Page;
let errors: string[];

const live = (p: Page): Promise<void> => until(p, "a live picture", (m) => m.model.link.state === "live" && m.model.tiles.shown !== null && m.stage.painted > 3);
/** Another window on a server: small, for pictures cost much without a graphics card. */
const another = (): Promise<Page> => browser.newPage({ viewport: { width: 900, height: 640 }, reducedMotion: "reduce" });
const step = (id: string, next: string): string => `#says [data-state=${id}] [data-step=${next}]`;

before(async () => {
  server = await Served.start("healthy", "--size", "320x320x1", "--speed", "10m");
  browser = await openBrowser();
  ({ page, errors } = await openPage(browser, server.link));
  await live(page);
});

after(async () => {
  await browser.close();
  await server.kill();
});

/** Gives the user of a page a name, as the settings do it. */
async function name(p: Page, text: string): Promise<void> {
  await look(p, (m) => void m.actions.run("settings"));
  await p.fill("#set-name", text);
  await p.keyboard.press("Escape");
  await p.keyboard.press("Escape");
}

test("who gives himself a name has it at what he does from then on", async () => {
  await name(page, "Anna");
  await look(page, (m) => m.model.link.command("event", { name: "bleed", share: 5 }));
  await page.locator("#timeline .mark", { hasText: "Anna" }).waitFor();
  assert.equal(await look(page, (m) => m.model.events[0]?.by), "Anna");
});

test("who looks on asks to drive; the driver is told, and gives the wheel or keeps it", async () => {
  const other = await another();
  await other.goto(server.link);
  await live(other);
  await name(other, "Berta");
  await other.locator("#says [data-state=viewer]", { hasText: "Anna is driving" }).waitFor();
  await other.click(step("viewer", "ask"));
  await other.locator("#says [data-state=viewer]", { hasText: "asked to let you drive" }).waitFor();
  await page.locator("#says [data-state=asked]", { hasText: "Berta asks to drive" }).waitFor();
  await page.click(step("asked", "keep"));
  await other.locator("#notice", { hasText: "Anna goes on driving" }).waitFor();
  await other.click(step("viewer", "ask"));
  await page.click(step("asked", "give"));
  await until(other, "the wheel", (m) => m.model.roles?.you === "driver");
  await page.locator("#says [data-state=viewer]", { hasText: "Berta is driving" }).waitFor();
  await other.close();
  await until(page, "the free wheel", (m) => m.model.roles?.driver === null);
  await page.click(step("viewer", "take"));
  await until(page, "the wheel back", (m) => m.model.roles?.you === "driver");
});

test("who cannot hold the speed is offered less detail, and all of it again", async () => {
  await page.selectOption("#speed", "604800");
  await page.locator("#says [data-state=slow]").waitFor();
  const before = await look(page, (m) => m.model.tiles.shown?.lod ?? 0);
  await page.click(step("slow", "coarser"));
  await until(page, "a coarser level", (m, lod) => m.model.tiles.shown?.lod === lod + 1, before);
  await page.locator("#scale-lod", { hasText: "each dot is about 4 cells" }).waitFor();
  await page.selectOption("#speed", "3600");
  await page.click(step("coarse", "fine"));
  await until(page, "all detail", (m, lod) => m.model.tiles.shown?.lod === lod, before);
});

test("a film is recorded while the picture can be seen, and can be ended", async () => {
  await look(page, (m) => void m.actions.run("record"));
  await page.selectOption("dialog.export [name=kind]", "film");
  await page.fill("dialog.export [name=frames]", "500");
  const file = page.waitForEvent("download");
  await page.click("dialog.export .strong");
  await page.locator("#says [data-state=exporting]", { hasText: /frame [1-9]/ }).waitFor();
  assert.equal(await page.locator("dialog[open]").count(), 0);
  await page.click(step("exporting", "cancel"));
  await file;
  await page.locator("#says [data-state=exporting]").waitFor({ state: "detached" });
});

test("a scenario that is being begun can be called off: what runs goes on", async () => {
  await page.evaluate((cancel) => { // pressed as soon as it is there: a body of two patches is made in less than half a second
    const says = document.querySelector("#says");
    const press = (): void => document.querySelector<HTMLElement>(cancel)?.click();
    says && new MutationObserver(press).observe(says, { childList: true, subtree: true, attributes: true });
  }, step("loading", "cancel"));
  await look(page, (m) => void m.actions.run("gallery"));
  await page.locator(".gallery-cards button", { hasText: "Hip and thigh" }).first().click();
  await page.locator("#notice", { hasText: "Called off" }).waitFor();
  const tick = await look(page, (m) => m.model.tick);
  await until(page, "ticks after it", (m, before) => m.model.tick > before && !m.states.has("loading"), tick);
  assert.equal(await look(page, (m) => m.model.welcome?.run.scenario), "healthy");
  await page.reload(); // nobody calls off the next one
  await live(page);
});

test("a scenario that is begun says so until it is there", async () => {
  await page.evaluate(() => {
    const { states } = window.marrow;
    states.watch(() => states.has("loading") && document.body.setAttribute("data-loaded", String(states.values("loading")["title"])));
  });
  await look(page, (m) => void m.actions.run("gallery"));
  await page.click(".gallery-cards li:nth-child(2) button");
  await until(page, "the other run", (m) => m.model.welcome?.run.scenario !== "healthy" && !m.states.has("loading"));
  assert.equal(await page.getAttribute("body", "data-loaded"), await look(page, (m) => m.model.welcome?.run.title));
});

test("a connection that does not come about can be given up, and tried again", async () => {
  const held = await another();
  let through = false;
  await held.routeWebSocket(/\/live$/, (ws) => {
    if (through) {
      ws.connectToServer();
    }
  });
  await held.goto(server.link);
  await held.locator("#says [data-state=connecting]", { hasText: "Connecting" }).waitFor();
  await held.click(step("connecting", "cancel"));
  await held.locator("#says [data-state=stopped]", { hasText: "Not connected" }).waitFor();
  through = true;
  await held.click(step("stopped", "retry"));
  await live(held);
  await held.close();
});

test("a run that has failed says why, and goes on without what it failed at", async () => {
  const story = join(mkdtempSync(join(tmpdir(), "marrow-states-")), "bagless.yaml");
  writeFileSync(story, "title: Nothing in the bag\nseed: 1\nuntil: 2d\nevents:\n  - {at: 30m, do: transplant, source: collected}\n");
  const failing = await Served.start(story, "--size", "64x64x1", "--speed", "1h");
  const p = await another();
  await p.goto(failing.link);
  await p.locator("#center", { hasText: "nothing has been collected" }).waitFor();
  await p.click("#center [data-step=keyframe]");
  await until(p, "the run before it", (m) => m.model.fault === null && m.model.run?.status?.paused === true && m.model.run.tick === 6);
  await p.click("#play");
  await until(p, "ticks after it", (m) => m.model.tick > 8);
  await p.close();
  await failing.kill();
});

test("whoever is offline for long watches what the page has kept, and is live again by himself", async () => {
  await until(page, "something kept", (m) => m.travel.frames.size > 2);
  await server.kill();
  await page.locator("#says [data-state=reconnecting]").waitFor();
  await page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 31_000; // half a minute later
  });
  await page.locator("#says [data-state=offline]", { hasText: "Offline" }).waitFor();
  await page.click(step("offline", "cached"));
  await until(page, "the cached replay", (m) => m.travel.mode === "replay");
  await server.start();
  await until(page, "the line", (m) => m.model.link.state === "live");
  errors.splice(0, errors.length, ...errors.filter((e) => !e.includes("net::ERR_")));
});

test("nothing went wrong in the page", () => {
  assert.deepEqual(errors, []);
});
