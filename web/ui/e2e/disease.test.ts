// A body with a malignant clone, in a real browser against the real program.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { barriers, look, openLive, Served, until } from "./marrow.js";

let server: Served;
let browser: Browser;
let page: Page;
let errors: string[];

before(async () => {
  ({ server, browser, page, errors } = await openLive("imatinib-resistance", "--size", "64x64x1", "--speed", "1h"));
});

after(async () => {
  await browser.close();
  await server.kill();
});

test("the tree names the stages of both clones, each with a color of its own that its cells wear", async () => {
  await page.locator("#tree .row:not(.child)", { hasText: "Marked clone" }).locator(".fold").click();
  const rows = page.locator("#tree .row.child:visible", { hasText: /CML|Resistant/ });
  assert.deepEqual(await rows.locator(".name").allInnerTexts(), [
    "CML stem", "CML stem, resting", "CML progenitor", "CML myelocyte", "CML neutrophil",
    "Resistant stem cell", "Resistant progenitor", "Resistant myelocyte", "Resistant neutrophil",
  ]);
  const swatches = await rows.locator(".sw").evaluateAll((all) => all.map((e) => getComputedStyle(e).backgroundColor));
  assert.equal(new Set(swatches).size, swatches.length, swatches.join());
  const drawn = await look(page, (m) => {
    const clone = (m.model.welcome?.types ?? []).filter((t) => t.lineage === "clone");
    const { looks } = m.stage.painter.scene(m.stage.look);
    return clone.map((t) => `rgb(${looks.at(0, t.code).join(", ")})`);
  });
  assert.deepEqual(drawn, swatches);
});

test("they are part of a barrier-free tree", async () => {
  await until(page, "counts", (m) => m.model.status !== null);
  assert.deepEqual(await barriers(page, "#tree"), []);
  assert.deepEqual(errors, []);
});
