// The page around the picture: actions, help, states, layouts, languages, and whoever
// sees, hears or moves differently.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { ACTIONS } from "../src/actions.js";
import { keyName } from "../src/keys.js";
import { barriers, look, openBrowser, Served, until } from "./marrow.js";

let server: Served;
let browser: Browser;
let page: Page;
const errors: string[] = [];

interface Wanted extends BrowserContextOptions {
  readonly settings?: object;
  readonly language?: string;
  /** Keep the first sentence away. */
  readonly greeted?: boolean;
}

/** A fresh browser with these settings, at the live page. */
async function visit({ settings, language, greeted = true, ...options }: Wanted = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", bypassCSP: true, ...options });
  context.setDefaultTimeout(60_000);
  await context.addInitScript((o) => {
    if (o.settings !== undefined && localStorage.getItem("marrow-settings") === null) {
      localStorage.setItem("marrow-settings", JSON.stringify(o.settings));
    }
    if (o.language !== undefined) {
      localStorage.setItem("marrow-language", o.language);
    }
    if (o.greeted) {
      sessionStorage.setItem("marrow-hello", "yes");
    }
  }, { settings, language, greeted });
  const p = await context.newPage();
  p.on("pageerror", (e) => errors.push(`${e.message} ${e.stack ?? ""}`));
  p.on("console", (m) => m.type() === "error" && errors.push(m.text()));
  await p.goto(server.link);
  await until(p, "a live picture", (m) => m.model.link.state === "live" && m.model.tiles.shown !== null && m.stage.painted > 2, undefined, 60_000);
  return p;
}

before(async () => {
  server = await Served.start("healthy", "--size", "128x128x1", "--speed", "10m");
  browser = await openBrowser();
  page = await visit();
});

after(async () => {
  await browser.close();
  await server.kill();
});

/** Texts of visible elements that run over their own box, or out of the screen. */
function clipped(p: Page): Promise<string[]> {
  return p.evaluate(() => [...document.querySelectorAll<HTMLElement>("body *")].filter((e) => {
    const own = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && (n.textContent ?? "").trim() !== "");
    const box = e.getBoundingClientRect();
    const style = getComputedStyle(e);
    if (!own || !e.checkVisibility() || box.width === 0 || style.visibility === "hidden" || e.closest(".sr, .tool, svg, select, noscript, [hidden]") !== null) {
      return false;
    }
    const ends = style.textOverflow === "ellipsis";
    const scrolls = (x: HTMLElement | null): boolean => x !== null && (/auto|scroll/.test(getComputedStyle(x).overflow) || scrolls(x.parentElement));
    const over = style.overflow !== "visible" && (e.scrollHeight > e.clientHeight + 3 || e.scrollWidth > e.clientWidth + 2 && !ends);
    const out = box.right > innerWidth + 1 || box.left < -1;
    return !scrolls(e) && (over || out);
  }).map((e) => `${e.tagName} ${e.className} ${e.id}: ${e.textContent?.slice(0, 60) ?? ""}`));
}

/** Controls that are smaller than so many pixels in a direction. */
function small(p: Page, least: number): Promise<string[]> {
  return p.evaluate((n) => [...document.querySelectorAll<HTMLElement>("button, a, select, input, [role=tab]")].filter((e) => {
    const b = e.getBoundingClientRect();
    // Marks of the time line have a twin in the table of events.
    return e.checkVisibility() && b.width > 0 && e.closest("[hidden], .row, .mark, .pick-color") === null && (b.width < n - 0.5 || b.height < n - 0.5);
  }).map((e) => `${e.outerHTML.slice(0, 90)} ${Math.round(e.getBoundingClientRect().width)}x${Math.round(e.getBoundingClientRect().height)}`), least);
}

const overflow = (p: Page): Promise<number> => p.evaluate(() => document.documentElement.scrollWidth - innerWidth);

test("nothing serious is found by axe, in either theme and in the dialogs", async () => {
  assert.deepEqual(await barriers(page), []);
  for (const id of ["help", "settings"]) {
    await look(page, (m, action) => m.actions.run(action), id);
    await page.locator(`#${id}[open]`).waitFor();
    assert.deepEqual(await barriers(page), [], id);
    await page.keyboard.press("Escape");
  }
  const light = await visit({ settings: { theme: "light" } });
  assert.deepEqual(await barriers(light), [], "light");
  await light.context().close();
});

test("help lists every action that the page knows, with its keys, and nothing else", async () => {
  await page.locator("#picture").focus();
  await page.keyboard.press("?");
  await page.locator("#help[open]").waitFor();
  const rows = await page.evaluate(() => [...document.querySelectorAll<HTMLElement>("#help dt")].map((d) => [d.dataset["id"] ?? "", [...d.querySelectorAll("kbd")].map((k) => k.textContent ?? "").join(" ")]));
  const known = await look(page, (m) => m.actions.missing);
  const want = ACTIONS.filter((a) => !known.includes(a.id)).map((a) => [a.id, a.keys.map(keyName).join(" ")]);
  assert.deepEqual(rows.sort(), want.sort());
  await page.keyboard.press("Escape");
  await page.locator("#help").waitFor({ state: "detached" });
});

test("every key of the table does its action and no other", async () => {
  await page.evaluate(() => {
    const { actions } = (window as unknown as { marrow: { actions: { run(id: string, shift?: boolean): boolean } } }).marrow;
    Object.assign(window, { done: [] as string[] });
    actions.run = (id: string) => (window as unknown as { done: string[] }).done.push(id) > 0;
  });
  await page.evaluate(() => document.getElementById("picture")?.focus());
  const missing = await look(page, (m) => m.actions.missing);
  for (const a of ACTIONS.filter((x) => !missing.includes(x.id))) {
    for (const key of a.keys) {
      await page.keyboard.press(key.replace("Ctrl", "Control"));
      const done = await page.evaluate(() => (window as unknown as { done: string[] }).done.splice(0));
      assert.deepEqual(done, [a.id], `${key} does ${done.join()}`);
    }
  }
  await page.reload();
  await until(page, "a live picture", (m) => m.model.link.state === "live" && m.model.tiles.shown !== null, undefined, 60_000);
});

test("actions do what help says of them", async () => {
  const shown = (id: string): Promise<boolean> => page.isVisible(`#${id}`);
  await page.locator("#picture").focus();
  for (const [key, id] of [["c", "panel-cells"], ["b", "panel-blood"], ["m", "panel-map"]] as const) {
    await page.keyboard.press(key);
    assert.equal(await shown(id), false, key);
    await page.keyboard.press(key);
    assert.equal(await shown(id), true, key);
  }
  await page.keyboard.press("k");
  assert.deepEqual([await shown("panel-cells"), await shown("panel-blood"), await shown("panel-map")], [false, false, false]);
  await page.keyboard.press("k");
  assert.equal(await shown("panel-blood"), true);
  await page.keyboard.press("h");
  assert.equal(await page.getAttribute("[data-hand=pan]", "aria-pressed"), "true");
  await page.keyboard.press("v");
  assert.equal(await page.getAttribute("[data-hand=inspect]", "aria-pressed"), "true");
  await page.keyboard.press("i");
  await page.locator("#spoken", { hasText: /\S/ }).waitFor({ state: "attached" });
  await page.keyboard.press("3");
  await page.locator("#act").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await shown("act"), false);
});

test("no single key acts inside of a text field, and Tab is never taken", async () => {
  await page.keyboard.press("1");
  const field = page.locator("#act input").first();
  await field.fill("");
  await page.keyboard.type("bck");
  assert.equal(await field.inputValue(), "bck");
  assert.equal(await page.isVisible("#panel-cells"), true);
  await page.keyboard.press("Escape");
  await page.locator("#picture").focus();
  await page.keyboard.press("Tab");
  assert.notEqual(await page.evaluate(() => document.activeElement?.id), "picture", "the picture is no trap");
});

test("Escape closes, then clears the selection, then leaves the picture", async () => {
  await page.locator("#tree .row").nth(1).click();
  await page.locator("#picture").focus();
  await page.keyboard.press("1");
  await page.keyboard.press("Escape");
  assert.ok(await look(page, (m) => m.model.highlight.size) > 0);
  await page.locator("#picture").focus();
  for (let i = 0; i < 3 && await look(page, (m) => m.model.highlight.size) > 0; i++) {
    await page.keyboard.press("Escape"); // a chosen cell first, then what is highlighted
  }
  assert.equal(await look(page, (m) => m.model.highlight.size), 0);
  assert.equal(await page.evaluate(() => document.activeElement?.id), "picture");
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
});

test("by Tab alone every control is reached, each is seen, and the way goes around", async () => {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const seen = new Set<string>();
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const e = document.activeElement as HTMLElement | null;
      if (e === null || e === document.body) {
        return null;
      }
      const b = e.getBoundingClientRect();
      const top = document.elementFromPoint(Math.min(innerWidth - 1, Math.max(0, b.x + b.width / 2)), Math.min(innerHeight - 1, Math.max(0, b.y + b.height / 2)));
      return { name: e.id || e.dataset["action"] || e.dataset["group"] || e.className, bare: e.id === "picture" || (top !== null && (e === top || e.contains(top) || top.contains(e))) };
    });
    if (at !== null) {
      assert.ok(at.bare, `${at.name} is covered while it has the focus`);
      seen.add(at.name);
    }
  }
  for (const name of ["scenario", "settings", "help-button", "picture", "zoom-in", "play", "speed", "panel-blood"]) {
    assert.ok([...seen].some((s) => s.includes(name)), `${name} is reached: ${[...seen].join(", ")}`);
  }
});

test("a key can be changed, and single keys switched off", async () => {
  await page.keyboard.press("e");
  await page.locator("#settings[open]").waitFor();
  await page.click("#settings summary");
  await page.click("#settings [data-id=panel-map]");
  await page.keyboard.press("b");
  await page.locator("#settings .error", { hasText: "B" }).waitFor();
  await page.click("#settings [data-id=panel-map]");
  await page.keyboard.press("q");
  await page.keyboard.press("Escape");
  await page.locator("#picture").focus();
  await page.keyboard.press("m");
  assert.equal(await page.isVisible("#panel-map"), true);
  await page.keyboard.press("q");
  assert.equal(await page.isVisible("#panel-map"), false);
  await page.keyboard.press("q");
  await page.click("#settings-button");
  await page.uncheck("#set-singleKeys");
  await page.keyboard.press("Escape");
  await page.locator("#picture").focus();
  await page.keyboard.press("q");
  assert.equal(await page.isVisible("#panel-map"), true);
  await page.evaluate(() => localStorage.removeItem("marrow-settings"));
});

test("the first seconds: a sentence with the number of the species, and chips that act at once", async () => {
  const p = await visit({ greeted: false });
  await look(p, (m) => m.model.link.ask({ t: "drive", take: true }));
  await p.locator("#hello p", { hasText: "about 2.5 million red cells a second; this piece is 1.3 mm wide" }).waitFor();
  const first = await look(p, (m) => m.model.value("hb_g_dl"));
  await p.click("[data-chip=bleed]");
  await until(p, "less hemoglobin", (m, limit) => m.model.value("hb_g_dl") < limit, 0.9 * first);
  await p.locator("[data-chip=infect]").waitFor();
  await p.locator("[data-chip=chemo]").waitFor();
  await p.click("#hello .x");
  assert.equal(await p.isVisible("#hello"), false);
  await p.context().close();
  await look(page, (m) => m.model.link.ask({ t: "drive", take: true }));
});

test("two tabs have one driver; who looks on is told and may take over", async () => {
  const other = await visit();
  await other.locator("#says [data-state=viewer]").waitFor();
  const refused = await look(other, (m) => m.model.link.command("pause").then(() => "", (e: { msg: string }) => e.msg));
  assert.notEqual(refused, "", "a refused command says why");
  await other.click("#says [data-step=take]");
  await until(other, "the wheel", (m) => m.model.roles?.you === "driver");
  await page.locator("#says [data-state=viewer]").waitFor();
  await page.click("#says [data-step=take]");
  await until(page, "the wheel back", (m) => m.model.roles?.you === "driver");
  await other.context().close();
});

test("each state has its text and next step; only two take the center", async () => {
  for (const id of ["seeking", "gone", "exporting", "range", "replay", "lostContext"]) {
    await look(page, (m, s) => m.states.set(s as "gone", { day: "2.0", percent: 40, nearest: "4.0", frame: 1, frames: 9, dropped: 0, what: "Dose", range: "0 to 200 mg/m2" }), id);
    await page.locator(`#says [data-state=${id}]`).waitFor();
    assert.equal(await page.isVisible("#center"), false);
    await look(page, (m, s) => m.states.clear(s as "gone"), id);
  }
  await look(page, (m) => m.states.set("version"));
  await page.locator("#center button").waitFor();
  assert.equal(await page.locator(".app.dimmed").count(), 1);
  await look(page, (m) => m.states.clear("version"));
  assert.equal(await page.isVisible("#center"), false);
});

for (const [width, height] of [[390, 844], [844, 390], [320, 640]] as const) {
  test(`${width} x ${height}: nothing runs over the edge, targets are large enough for fingers`, async () => {
    const p = await visit({ viewport: { width, height }, hasTouch: true, isMobile: true });
    assert.equal(await overflow(p), 0);
    assert.deepEqual(await clipped(p), []);
    assert.deepEqual(await small(p, 44), []);
    if (width < 760) {
      for (const tab of ["cells", "inspect", "plots", "more", "blood"]) {
        await p.tap(`#tabs [data-for=${tab}]`);
        assert.equal(await overflow(p), 0, tab);
        assert.deepEqual(await small(p, 44), [], tab);
      }
      const low = await p.evaluate(() => document.getElementById("panel-blood")?.clientHeight ?? 0);
      await p.tap("#grip");
      const high = await p.evaluate(() => document.getElementById("panel-blood")?.clientHeight ?? 0);
      assert.notEqual(low, high, "the grip is a button");
      await p.tap("#grip");
      await p.locator("#play").hover();
      const paused = await look(p, (m) => m.model.run?.status?.paused);
      await p.mouse.down();
      await p.locator(".time-menu [role=menuitem]").nth(3).waitFor(); // a tick or a day, forward or back
      await p.mouse.up();
      await p.keyboard.press("Escape");
      assert.equal(await look(p, (m) => m.model.run?.status?.paused), paused, "a hold is no press");
    }
    await p.context().close();
  });
}

test("a pinch keeps the sites under the fingers", async () => {
  const p = await visit({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await until(p, "the close view", (m) => m.stage.camera.scale > 8);
  await p.waitForTimeout(2500); // the opening flight is over
  const cdp = await p.context().newCDPSession(p);
  const box = await p.locator("#picture").boundingBox();
  const [ox, oy] = [box?.x ?? 0, box?.y ?? 0];
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", points: [number, number][]): Promise<unknown> =>
    cdp.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x: ox + x, y: oy + y, id })) });
  const under = (x: number, y: number): Promise<{ x: number; y: number }> =>
    look(p, (m, at) => ({ x: m.stage.camera.x + (at.x - m.stage.view.w / 2) / m.stage.camera.scale, y: m.stage.camera.y + (at.y - m.stage.view.h / 2) / m.stage.camera.scale }), { x, y });
  const before = [await under(120, 150), await under(220, 150)];
  await touch("touchStart", [[120, 150]]);
  await touch("touchStart", [[120, 150], [220, 150]]);
  for (let i = 1; i <= 6; i++) {
    await touch("touchMove", [[120 - 8 * i, 150 + 3 * i], [220 + 8 * i, 150 + 3 * i]]);
  }
  await until(p, "the last move", (m) => m.stage.camera.scale > 16); // the fingers are 1.96 times as far apart
  const now = [await under(72, 168), await under(268, 168)];
  await touch("touchEnd", []);
  before.forEach((b, i) => assert.ok(Math.hypot(b.x - (now[i]?.x ?? 0), b.y - (now[i]?.y ?? 0)) < 0.3, `${JSON.stringify(b)} went to ${JSON.stringify(now[i])}`));
  await p.context().close();
});

test("with text twice as large nothing is cut off", async () => {
  for (const viewport of [{ width: 1280, height: 800 }, { width: 1600, height: 1000 }]) {
    const p = await visit({ settings: { text: 200 }, viewport });
    assert.equal(await overflow(p), 0);
    assert.deepEqual(await clipped(p), []);
    await p.context().close();
  }
});

test("the invented language leaves no plain English in the shell, and nothing is cut off", async () => {
  const p = await visit({ language: "pseudo", viewport: { width: 1600, height: 1000 } });
  const plain = await p.evaluate(() => [...document.querySelectorAll<HTMLElement>("header *, .tools *, .zoom *, .slice *, .says *, .tabs *, [aria-label]")].flatMap((e) => {
    const own = [...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.textContent ?? "");
    const texts = e.closest("aside, .time") === null ? [...own, e.getAttribute("aria-label") ?? ""] : [];
    return texts.filter((s) => /[a-z]{3}/.test(s) && !s.includes("⟦") && s.trim() !== "marrow");
  }));
  assert.deepEqual(plain, []);
  assert.deepEqual(await clipped(p), []);
  await p.context().close();
});

test("German says everything, with its own numbers", async () => {
  const p = await visit({ language: "de", greeted: false });
  assert.equal(await p.getAttribute("html", "lang"), "de");
  await p.locator("#hello p", { hasText: "etwa 2,5 Millionen" }).waitFor();
  assert.match(await p.innerText("#run-place"), /Beckenkamm · 1,3 mm/);
  assert.equal(await overflow(p), 0);
  await p.context().close();
});

test("from right to left the sides change places and nothing runs over", async () => {
  const p = await visit();
  await p.evaluate(() => (document.dir = "rtl"));
  const [cells, blood] = await p.evaluate(() => ["panel-cells", "panel-blood"].map((id) => document.getElementById(id)?.getBoundingClientRect().left ?? 0));
  assert.ok((cells ?? 0) > (blood ?? 0));
  assert.equal(await overflow(p), 0);
  await p.context().close();
});

test("with forced colors what is chosen can be told from what is not", async () => {
  const p = await visit({ forcedColors: "active" });
  const colors = await p.evaluate(() => ["inspect", "pan"].map((h) => getComputedStyle(document.querySelector(`[data-hand=${h}]`) as Element).backgroundColor));
  assert.notEqual(colors[0], colors[1]);
  assert.deepEqual(await barriers(p), []);
  await p.context().close();
});

test("nothing went wrong in the page", () => {
  assert.deepEqual(errors, []);
});
