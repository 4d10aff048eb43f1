// Time in a real browser against the real program: the past, undo, branches, and a
// server that is killed and goes on.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { barriers, look, openLive, Served, until } from "./marrow.js";

const PROGRAM = resolve(process.env["MARROW"] ?? "../../bin/marrow");
const SIZE = ["--size", "120x100x1"];

let server: Served;
let browser: Browser;
let page: Page;
let errors: string[];
/** Hashes of the same run without anybody looking, by tick. */
let recorded: Map<number, string>;
const home = mkdtempSync(join(tmpdir(), "marrow-time-"));

before(async () => {
  execFileSync(PROGRAM, ["run", "healthy", ...SIZE, "--until", "2d", "--hash-every", "1h", "--out", join(home, "run")], { stdio: "ignore" });
  const lines = readFileSync(join(home, "run", "hashes.csv"), "utf8").trim().split("\n").slice(1);
  recorded = new Map(lines.map((l) => l.split(",") as [string, string]).map(([tick, hash]) => [Number(tick), hash]));
  ({ server, browser, page, errors } = await openLive("healthy", ...SIZE, "--speed", "1h", "--out", join(home, "served")));
  await page.click("#play");
  await until(page, "the pause", (m) => m.model.run?.status?.paused === true);
});

after(async () => {
  await browser.close();
  await server.kill();
});

const tick = (): Promise<number> => look(page, (m) => m.travel.tick);
const end = (): Promise<number> => look(page, (m) => m.travel.end);
const hash = (): Promise<string> => look(page, (m) => m.travel.hash);

/** Simulates until a tick of the run. */
async function run(to: number): Promise<void> {
  await page.evaluate(async (want) => {
    const { link } = window.marrow.model;
    const now = (await link.command("pause")).tick; // the page's own news may be a tick behind
    await link.command("step", { n: want - now });
  }, to);
  await until(page, `tick ${to}`, (m, want) => m.model.run?.status?.tick === want && m.model.run.status.paused && m.model.run.tiles.tick === want, to, 60_000);
}

async function visit(t: number): Promise<void> {
  await page.evaluate((to) => window.marrow.travel.goto(to), t);
  await until(page, `the replay of tick ${t}`, (m, want) => m.travel.mode === "replay" && m.model.tick === want, t);
}

/** Codes of all sites that the page holds of what is shown. */
const picture = (): Promise<string> => look(page, (m) => {
  const level = m.model.tiles.shown;
  return `${level?.lod} ${Array.from({ length: 100 }, (_, y) => Array.from({ length: 120 }, (_, x) => level?.at(x, y)).join()).join(";")}`;
});

// A look at the past shows what was there, and changes nothing of what is.
test("a visit to the past has the hash and the picture of the run, which is left alone", async () => {
  await run(150);
  await page.keyboard.press("0");
  await until(page, "the whole patch", (m) => m.model.tiles.shown?.lod === 0 && m.model.tiles.shown.at(0, 0) < 254 && m.model.tiles.shown.at(119, 99) < 254);
  const then = await picture();
  await run(300);
  for (const t of [150, 156, 12, 288, 150]) {
    await visit(t);
    const want = recorded.get(t);
    if (want !== undefined) {
      assert.equal(await hash(), want, `tick ${t}`);
    }
  }
  assert.equal(await picture(), then);
  assert.equal(await end(), 300);
  assert.equal(await look(page, (m) => m.model.value("hb_g_dl") === m.model.series.at(m.model.welcome?.series.findIndex((c) => c.id === "hb_g_dl") ?? -1, 150) || m.model.status?.tick === 150), true);
  await page.click("#live-button");
  await until(page, "the run", (m) => m.travel.mode === "live" && m.model.tick === 300);
  await run(576);
  await visit(575);
  await visit(576 - 12);
  assert.equal(await hash(), recorded.get(564));
  await page.keyboard.press("End");
});

// The bar is a slider for hand and keys, and says where it is.
test("the knob is dragged and walks by keys", async () => {
  const knob = page.locator("#timeline [role=slider]");
  await knob.focus();
  await page.keyboard.press("PageDown");
  await until(page, "a day ago", (m) => m.travel.mode === "replay" && m.travel.tick === 288);
  assert.equal(await knob.getAttribute("aria-valuetext"), "Day 1.0, 00:00");
  await page.keyboard.press("ArrowLeft");
  await until(page, "an hour before", (m) => m.travel.mode === "replay" && m.travel.tick === 276);
  await page.keyboard.press("Home");
  await until(page, "the start", (m) => m.travel.mode === "replay" && m.travel.tick === 0);
  await page.locator("#says", { hasText: "Replay, day 0.0" }).waitFor();
  const box = await page.locator("#timeline .line").boundingBox();
  assert.ok(box !== null);
  const at = (share: number): number => box.x + box.width * share;
  await page.mouse.move(at(0.1), box.y + 40);
  await page.mouse.down();
  await page.mouse.move(at(0.2), box.y + 40, { steps: 8 });
  assert.equal(await look(page, (m) => m.travel.mode), "dragging");
  await page.mouse.up();
  await until(page, "the exact picture", (m) => m.travel.mode === "replay" && m.model.tiles.tick === m.travel.tick);
  assert.ok((await tick()) > 0 && (await hash()).length === 16);
  await knob.focus();
  await page.keyboard.press("End");
  await until(page, "the run", (m) => m.travel.mode === "live");
});

// A time can be typed in.
test("a time is typed in, nonsense is told", async () => {
  await page.locator("#picture").focus();
  await page.keyboard.press("g");
  await page.keyboard.type("soon");
  await page.keyboard.press("Enter");
  assert.equal(await page.getAttribute("#goto", "aria-invalid"), "true");
  await page.fill("#goto", "12h");
  await page.keyboard.press("Enter");
  await until(page, "noon", (m) => m.travel.mode === "replay" && m.travel.tick === 144);
  assert.equal(await hash(), recorded.get(144));
  await page.click("#back");
  await until(page, "a tick before", (m) => m.travel.mode === "replay" && m.travel.tick === 143);
  await page.click("#live-button");
  await until(page, "the run", (m) => m.travel.mode === "live");
});

// What was done can be taken back, and done again, by keys.
test("undo restores what was", async () => {
  await page.evaluate(() => void window.marrow.model.link.command("event", { name: "bleed", share: 30 }));
  await until(page, "the mark", (m) => m.model.events.length === 1);
  await page.locator("#timeline .mark", { hasText: "Bleed" }).waitFor();
  await run(600);
  assert.ok(await look(page, (m) => m.model.value("hb_g_dl") < 12));
  await page.locator("#picture").focus();
  await page.keyboard.press("z");
  await until(page, "the turn", (m) => m.model.events.length === 0 && m.model.run?.epoch === 2 && m.model.run.tick === 576);
  await page.locator("#notice", { hasText: "Bleed" }).waitFor();
  await until(page, "hemoglobin as before", (m) => m.model.value("hb_g_dl") > 13);
  await run(600);
  await visit(588);
  await page.click("#live-button");
  await until(page, "the run", (m) => m.travel.mode === "live");
  await page.keyboard.press("Shift+Z");
  await until(page, "the mark again", (m) => m.model.events.length === 1);
  await page.keyboard.press("z");
  await until(page, "the turn again", (m) => m.model.events.length === 0 && m.model.run?.tick === 576);
});

// A fork is the run until something else is done in it.
test("a branch differs from its own event on, not before", async () => {
  await page.keyboard.press("d");
  await page.locator("dialog.fork").waitFor();
  await page.selectOption("#fork-op", "bleed");
  assert.deepEqual(await barriers(page, "dialog.fork"), []);
  await page.fill("dialog.fork input[name=share]", "30");
  await page.click("#fork-start");
  await until(page, "both pictures", (m) => m.comparison.found !== null && m.model.compare?.tiles.tick === 576);
  assert.deepEqual(await look(page, (m) => [m.comparison.found?.differing, (m.comparison.found?.known ?? 0) >= 12_000]), [0, true]);
  await run(576 + 288);
  await until(page, "B beside A", (m) => m.model.compare?.tiles.tick === 864 && (m.comparison.found?.differing ?? 0) > 0);
  await page.locator(".compare .names", { hasText: "Bleed on day 2.0" }).waitFor();
  await page.click("[data-way=swipe]");
  await page.locator(".swipe").focus();
  await page.keyboard.press("Shift+ArrowRight");
  assert.equal(await page.getAttribute(".swipe", "aria-valuenow"), "60");
  await page.click("[data-way=difference]");
  await page.click(".compare summary");
  await page.locator(".compare tbody tr").nth(5).waitFor();
  assert.deepEqual([...(await barriers(page, ".compare")), ...(await barriers(page, "footer.time"))], []);
  await page.evaluate(() => window.marrow.travel.goto(300));
  await until(page, "the past of both", (m) => m.travel.mode === "replay" && m.comparison.found?.differing === 0);
  await page.evaluate(() => window.marrow.travel.goto(800));
  await until(page, "the past of both after they parted", (m) => m.travel.mode === "replay" && m.model.pastB?.at === 800 && (m.comparison.found?.differing ?? 0) > 0);
  await page.click("#live-button");
  await page.locator("#says [data-state=replay]").waitFor({ state: "detached" });
  // There is one B at a time: whoever wants another is told what ends.
  await look(page, (m) => void m.comparison.branch());
  await page.locator("dialog.fork .warning", { hasText: "more: Bleed" }).waitFor();
  assert.equal(await page.innerText("#fork-start"), "End that B and start this one");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "End B" }).click();
  await until(page, "the end of B", (m) => m.model.fork === null && m.model.compare === null);
  await run(876);
  assert.equal(await look(page, (m) => m.model.link.state), "live");
});

// Whoever drives may give up what came, and go on from the past.
test("the run goes on from a moment of the past", async () => {
  await visit(600);
  await page.click("#says [data-step=branch]");
  await page.check("dialog.fork [value=go]");
  await page.locator("dialog.fork .warning", { hasText: "from day 2.1 to day 3.0" }).waitFor();
  await page.click("#fork-start");
  await until(page, "the run from there", (m) => m.travel.mode === "live" && m.model.run?.tick === 600);
  await run(876);
});

// A server that was killed goes on where it was, and so does the page.
test("a killed server is found again without a gap", async () => {
  const rows = await look(page, (m) => m.model.series.next);
  await server.kill();
  await until(page, "the news", (m) => m.model.link.state === "reconnecting", undefined, 2000);
  await page.evaluate(() => window.marrow.travel.goto(0));
  assert.equal(await look(page, (m) => m.travel.mode), "replay", "what is kept here can be looked at");
  await page.evaluate(() => window.marrow.travel.live());
  server.args = ["--resume", join(home, "served"), "--speed", "1h"];
  await server.start();
  const start = Date.now();
  await until(page, "a live picture", (m) => m.model.link.state === "live" && m.model.status !== null, undefined, 10_000);
  const past = Date.now() - start;
  assert.ok(past < 3000, `live again after ${past} ms`);
  await until(page, "more rows", (m, n) => m.model.series.next > n, rows, 60_000);
  const ticks = await look(page, (m) => m.model.series.ticks());
  assert.deepEqual(ticks, ticks.map((_, i) => i * 12));
  errors.splice(0, errors.length, ...errors.filter((e) => !e.includes("ERR_CONNECTION_REFUSED")));
});

test("nothing went wrong in the page", () => {
  assert.deepEqual(errors, []);
});
