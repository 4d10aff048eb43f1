// Starts the real program and a real browser, and looks into the page.

import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";
import type { Model } from "../src/model.js";
import type { Actions } from "../src/actions.js";
import type { Comparison } from "../src/comparison.js";
import type { DepthSwitch } from "../src/depthswitch.js";
import type { Stage } from "../src/stage.js";
import type { Travel } from "../src/travel.js";
import type { States } from "../src/states.js";

const PROGRAM = resolve(process.env["MARROW"] ?? "../../bin/marrow");
const BROWSER = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
  "--disable-sync",
];

/** A server process that can be killed and started again at the same address. */
export class Served {
  private child: ChildProcess | null = null;
  private readonly home = mkdtempSync(join(tmpdir(), "marrow-e2e-"));
  link = "";

  private constructor(
    private readonly port: number,
    /** What the program is started with, the next time. */
    public args: readonly string[],
  ) {}

  static async start(...args: string[]): Promise<Served> {
    const s = new Served(await freePort(), args);
    await s.start();
    return s;
  }

  /** Starts the program and waits for the link that it prints. */
  async start(): Promise<void> {
    const env = { ...process.env, HOME: this.home, XDG_CONFIG_HOME: this.home };
    const child = spawn(PROGRAM, ["serve", ...this.args, "--listen", `127.0.0.1:${this.port}`], { env, stdio: ["ignore", "pipe", "pipe"] });
    this.child = child;
    // Nothing that a failed test left behind outlives the tests.
    process.once("exit", () => child.kill("SIGKILL"));
    child.unref();
    this.link = await new Promise((found, failed) => {
      let text = "";
      const take = (b: Buffer): void => {
        text += b.toString();
        const link = /http:\/\/\S+/.exec(text);
        if (link !== null) {
          found(link[0]);
          (child.stdout as Socket).unref();
          (child.stderr as Socket).unref();
        }
      };
      child.stdout.on("data", take);
      child.stderr.on("data", take);
      child.on("error", failed);
      child.on("exit", (code) => failed(new Error(`marrow serve ended with ${code}: ${text}`)));
    });
  }

  async kill(): Promise<void> {
    const child = this.child;
    this.child = null;
    if (child !== null && child.exitCode === null) {
      const gone = new Promise((done) => child.once("exit", done));
      child.kill("SIGKILL");
      await gone;
    }
  }
}

async function freePort(): Promise<number> {
  const s = createServer();
  await new Promise<void>((done) => s.listen(0, "127.0.0.1", done));
  const a = s.address();
  await new Promise((done) => s.close(done));
  return typeof a === "object" && a !== null ? a.port : 0;
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: BROWSER, args: FLAGS });
}

/** Opens the page; what goes wrong in it is collected. */
export async function openPage(b: Browser, link: string, hash = ""): Promise<{ page: Page; errors: string[] }> {
  const page = await b.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
  const errors: string[] = [];
  page.on("pageerror", (e) => errors.push(e.message));
  page.on("console", (m) => {
    if (m.type() === "error" || m.text().startsWith("marrow:")) {
      errors.push(m.text());
    }
  });
  page.on("request", (r) => {
    if (new URL(r.url()).host !== new URL(link).host && !r.url().startsWith("blob:") && !r.url().startsWith("data:")) {
      errors.push(`request to ${r.url()}`);
    }
  });
  await page.goto(link);
  if (hash !== "") {
    await page.goto(new URL(hash, link).href);
    await page.reload();
  }
  return { page, errors };
}

/**
 * Waits until f, which runs in the page, is true. The page's own security policy
 * forbids what Playwright's waitForFunction does, so it is asked again and again.
 */
export async function until<A = undefined>(page: Page, what: string, f: (look: Look, arg: A) => boolean, arg?: A, ms = 60_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await look(page, f, arg))) {
    if (Date.now() > end) {
      throw new Error(`waited ${ms} ms for ${what}`);
    }
    await page.waitForTimeout(50);
  }
}

/** The program, a browser, and the page when it shows a live picture. */
export interface Opened {
  readonly server: Served;
  readonly browser: Browser;
  readonly page: Page;
  readonly errors: string[];
}

/** Starts the program with args, and looks at it. */
export async function openLive(...args: string[]): Promise<Opened> {
  const server = await Served.start(...args);
  const browser = await openBrowser();
  const opened = await openPage(browser, server.link);
  await until(opened.page, "a live picture", (m) => m.model.link.state === "live" && m.model.tiles.shown !== null && m.stage.painted > 3);
  return { server, browser, ...opened };
}

/** What the page shows to tests. */
export interface Look {
  readonly model: Model;
  readonly stage: Stage;
  readonly actions: Actions;
  readonly travel: Travel;
  readonly comparison: Comparison;
  readonly states: States;
  readonly depth: DepthSwitch;
}

/** What f, which runs in the page, returns; arg comes with it. */
export function look<T, A = undefined>(page: Page, f: (look: Look, arg: A) => T, arg?: A): Promise<T> {
  return page.evaluate(`(${f.toString()})(window.marrow, ${JSON.stringify(arg)})`) as Promise<T>;
}

/** Colors of a grid of pixels of the picture, as the screen shows them. */
export async function colors(page: Page, n: number): Promise<Set<string>> {
  return new Set(await page.evaluate((side) => {
    const c = document.getElementById("picture") as HTMLCanvasElement;
    const copy = document.createElement("canvas");
    copy.width = copy.height = side;
    const d = copy.getContext("2d") as CanvasRenderingContext2D;
    d.imageSmoothingEnabled = false;
    d.drawImage(c, 0, 0, side, side);
    const data = d.getImageData(0, 0, side, side).data;
    return Array.from({ length: side * side }, (_, i) => [0, 1, 2].map((k) => (data[4 * i + k] as number) >> 4).join());
  }, n));
}

/** Waits until a grid of pixels of the picture has more than so many colors. */
export async function untilColors(page: Page, n: number, side = 60): Promise<void> {
  for (const end = Date.now() + 60_000; (await colors(page, side)).size <= n; await page.waitForTimeout(100)) {
    if (Date.now() > end) {
      throw new Error(`the picture has ${(await colors(page, side)).size} colors, not more than ${n}`);
    }
  }
}

/** Serious barriers of a page, or of a part of it, as axe-core finds them, but for those of some rules. */
export async function barriers(page: Page, part = "html", ...without: string[]): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate((p) => (window as unknown as { axe: typeof axe }).axe.run(p, { resultTypes: ["violations"] }), part);
  const bad = found.violations.filter((v) => (v.impact === "serious" || v.impact === "critical") && !without.includes(v.id));
  return bad.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 300)} ${(n.failureSummary ?? "").slice(0, 200)}`));
}
