// The picture in a real browser: palettes, a lost graphics card, the way without one, and
// the view in depth.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { colors, look, openBrowser, openPage, Served, until, untilColors } from "./marrow.js";

let server: Served;
let browser: Browser;

before(async () => {
  server = await Served.start("healthy", "--size", "160x128x1", "--speed", "10m");
  browser = await openBrowser();
});

after(async () => {
  await browser.close();
  await server.kill();
});

async function open(hash = ""): Promise<{ page: Page; errors: string[] }> {
  const opened = await openPage(browser, server.link, hash);
  await until(opened.page, "a live picture", (m) => m.model.link.state === "live" && m.model.outlines !== null && m.stage.camera.scale > 8, undefined, 60_000);
  await opened.page.waitForTimeout(600);
  return opened;
}

/** Mean brightness of the picture, 0..255. */
function brightness(page: Page, id = "picture"): Promise<number> {
  return page.evaluate((canvas) => {
    const copy = document.createElement("canvas");
    copy.width = copy.height = 40;
    const d = copy.getContext("2d") as CanvasRenderingContext2D;
    d.drawImage(document.querySelector(canvas) as HTMLCanvasElement, 0, 0, 40, 40);
    const data = d.getImageData(0, 0, 40, 40).data;
    return data.reduce((sum, v, i) => sum + (i % 4 === 3 ? 0 : v), 0) / (40 * 40 * 3);
  }, id.startsWith("#") || id.includes(" ") ? id : `#${id}`);
}

test("another palette changes the picture and asks for nothing", async () => {
  const { page, errors } = await open();
  const dark = await brightness(page);
  await page.evaluate(() => {
    // What goes to the server, and codes that go to the graphics card.
    const w = window as unknown as { sent: number; uploaded: number };
    w.sent = w.uploaded = 0;
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
      w.sent += typeof data === "string" && data.includes('"sub"') ? 1 : 0;
      send.call(this, data);
    };
    const gl = WebGL2RenderingContext.prototype;
    const sub = gl.texSubImage2D;
    gl.texSubImage2D = function (this: WebGL2RenderingContext, ...a: unknown[]) {
      w.uploaded++;
      (sub as (...b: unknown[]) => void).apply(this, a);
    } as typeof gl.texSubImage2D;
  });
  await page.locator("#picture").focus();
  await page.keyboard.press("p");
  await page.keyboard.press("p");
  await until(page, "the stain", (m) => m.model.palettes.id === "stain");
  await page.waitForTimeout(800);
  assert.ok((await brightness(page)) > dark + 60, "the stain is light");
  assert.deepEqual(await page.evaluate(() => [(window as unknown as { sent: number }).sent, (window as unknown as { uploaded: number }).uploaded]), [0, 0]);
  await page.reload();
  await until(page, "the same palette after loading again", (m) => m.model.palettes.id === "stain");
  assert.deepEqual(errors, []);
  await page.close();
});

test("a picture that the graphics card lost comes back without a request", async () => {
  const { page } = await open();
  const before = await colors(page, 50);
  const asked = await look(page, (m) => m.model.shown?.asked);
  await page.evaluate(async () => {
    const gl = (document.getElementById("picture") as HTMLCanvasElement).getContext("webgl2");
    const lose = gl?.getExtension("WEBGL_lose_context");
    lose?.loseContext();
    await new Promise((done) => setTimeout(done, 300));
    lose?.restoreContext();
  });
  await untilColors(page, before.size / 2, 50);
  assert.equal(await look(page, (m) => m.model.shown?.asked), asked);
  await page.close();
});

test("without WebGL cells have their nuclei as well", async () => {
  const { page, errors } = await open("/#draw=flat");
  assert.equal(await look(page, (m) => m.stage.rendererName), "2-D canvas");
  assert.ok((await colors(page, 80)).size > 30);
  assert.deepEqual(errors, []);
  await page.close();
});

for (const [name, hash] of [["with", ""], ["without", "/#draw=flat"]] as const) {
  test(`in depth, ${name} WebGL, clearing uncovers the vessels, and each exit in the list is drawn`, async () => {
    const { page, errors } = await open(hash);
    await look(page, (m) => void m.actions.run("clear3d"));
    await until(page, "a picture in depth", (m) => (m.depth.view?.drawn ?? 0) > 1 && (m.depth.view?.exits.length ?? 0) > 0, undefined, 60_000);
    const seen: number[] = [];
    for (const clearing of [0, 1]) {
      await look(page, (m, c) => m.depth.view?.setClearing(c), clearing);
      const n = await look(page, (m) => m.depth.view?.drawn ?? 0);
      await until(page, "another picture", (m, old) => (m.depth.view?.drawn ?? 0) > old + 1 || m.depth.view?.rendererName !== "WebGL2", n, 60_000);
      await page.waitForTimeout(700);
      seen.push(await brightness(page, ".depth canvas"));
    }
    assert.ok((seen[0] as number) > 12, `the picture is not blank: ${seen}`);
    assert.ok((seen[1] as number) < 0.8 * (seen[0] as number), `clearing takes cells and bone away: ${seen}`);
    const rows = await page.locator("#depth tbody tr[data-exit]").count();
    assert.deepEqual(await look(page, (m) => [m.depth.view?.exits.length, m.model.outlines?.tissue.exits.length]), [rows, rows]);
    await page.keyboard.press("Escape");
    await until(page, "the section again", (m) => m.depth.view === null);
    assert.deepEqual(errors, []);
    await page.close();
  });
}

test("the picture can be had larger than it is seen", async () => {
  const { page } = await open();
  const size = await page.evaluate(`(async () => { const c = await window.marrow.stage.snapshot(2); return [c.width, c.height]; })()`) as number[];
  const view = await look(page, (m) => [Math.round(2 * m.stage.view.w), Math.round(2 * m.stage.view.h)]);
  assert.deepEqual(size, view);
  await page.close();
});
