// Tissue that changes while it is looked at, in a real browser against the real program.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { look, openLive, Served, until } from "./marrow.js";

let server: Served;
let browser: Browser;
let page: Page;
let errors: string[];

before(async () => {
  ({ server, browser, page, errors } = await openLive("life-in-a-slice", "--size", "96x96x1", "--speed", "1h"));
});

after(async () => {
  await browser.close();
  await server.kill();
});

test("fat cells that come with the years are drawn as the server has them", async () => {
  const drawn = (): Promise<string> => look(page, (m) => JSON.stringify(m.model.outlines?.tissue.fat));
  const served = (): Promise<string> => page.evaluate(async () => JSON.stringify((await (await fetch("/tissue?z=0")).json() as { fat: unknown }).fat));
  await until(page, "the tissue", (m) => m.model.outlines !== null);
  const child = await drawn();
  assert.equal(child, await served());
  await look(page, (m) => void m.model.link.command("step", { n: 40 * 288 }));
  await until(page, "thirty years", (m) => m.model.tick >= 40 * 288 && m.model.status?.paused === true, undefined, 60_000);
  await until(page, "its fat", (m, old) => JSON.stringify(m.model.outlines?.tissue.fat) !== old, child);
  const end = Date.now() + 10_000;
  while ((await drawn()) !== (await served())) {
    assert.ok(Date.now() < end, "the page has other fat cells than the server");
    await page.waitForTimeout(100);
  }
  assert.ok((JSON.parse(await drawn()) as unknown[]).length > (JSON.parse(child) as unknown[]).length, "more fat cells than in the child");
  assert.deepEqual(errors, []);
});
