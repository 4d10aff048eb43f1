// What a picture costs where there is no graphics card: CPU time of the browser per paint,
// in a real Chromium whose WebGL is SwiftShader, at 1440 x 900. The time of all processes
// of the browser is counted, not that of the program. Run by itself on an idle machine:
// npm run bench. benchmarks/README.md has results.

import { readdirSync, readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { look, openBrowser, Served, until } from "../e2e/marrow.js";

/** How long each case is watched [ms]. */
const WATCHED = Number(process.env["WATCHED"] ?? 5000);
/** Ticks of /proc in a second. */
const HERTZ = 100;

interface Spent {
  readonly gpu: number;
  readonly page: number;
  readonly rest: number;
}

interface Process {
  readonly parent: number;
  readonly command: string;
  readonly seconds: number;
}

/** All processes of this machine, by number. */
function processes(): ReadonlyMap<number, Process> {
  const found = new Map<number, Process>();
  for (const pid of readdirSync("/proc").filter((n) => /^\d+$/.test(n))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ").map(Number);
      const [parent = 0, user = 0, system = 0] = [stat[1], stat[11], stat[12]];
      found.set(Number(pid), { parent, command: readFileSync(`/proc/${pid}/cmdline`, "utf8"), seconds: (user + system) / HERTZ });
    } catch {
      // It has ended meanwhile.
    }
  }
  return found;
}

/** CPU seconds so far of the browser: of the process that draws, that of the page, and the others. */
function spent(): Spent {
  const all = processes();
  const ours = (pid: number): boolean => pid === process.pid || all.has(pid) && ours(all.get(pid)?.parent ?? 0);
  const sum = { gpu: 0, page: 0, rest: 0 };
  for (const [pid, p] of all) {
    if (pid !== process.pid && ours(pid) && !p.command.includes("\0serve\0")) {
      sum[p.command.includes("--type=gpu-process") ? "gpu" : p.command.includes("--type=renderer") ? "page" : "rest"] += p.seconds;
    }
  }
  return sum;
}

/** Watches the page paint for a while, and tells what that took. */
async function watch(page: Page, what: string): Promise<void> {
  await page.waitForTimeout(1500);
  const before = spent();
  const from = await look(page, (m) => [m.stage.painted, performance.now()] as const);
  await page.waitForTimeout(WATCHED);
  const to = await look(page, (m) => [m.stage.painted, performance.now()] as const);
  const after = spent();
  const paints = Math.max(1, to[0] - from[0]);
  const seconds = (to[1] - from[1]) / 1000;
  const each = (k: keyof Spent): number => (1000 * (after[k] - before[k])) / paints;
  const all = each("gpu") + each("page") + each("rest");
  const cell = (n: number): string => n.toFixed(1).padStart(7);
  console.log(`${what.padEnd(34)}${cell(paints / seconds)}${cell(each("gpu"))}${cell(each("page"))}${cell(each("rest"))}${cell(all)}${cell(1000 / all)}`);
}

/** Moves the camera a little before each picture of the browser, for as long as it is watched. */
async function panning(page: Page, on: boolean): Promise<void> {
  await look(page, (m, go) => {
    const w = window as unknown as { pans?: boolean };
    w.pans = go;
    let n = 0;
    const step = (): void => {
      if (w.pans === true) {
        const back = Math.floor(n++ / 40) % 2 === 0 ? 1 : -1;
        m.stage.panBy(5 * back, 3 * back);
        window.requestAnimationFrame(step);
      }
    };
    step();
  }, on);
}

const server = await Served.start("healthy", "--size", "512x512x1", "--threads", "1", "--speed", "1h");
const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
await page.goto(server.link);
await until(page, "a live picture", (m) => m.model.link.state === "live" && m.model.outlines !== null && m.stage.camera.scale > 8, undefined, 60_000);
await page.keyboard.press("Escape");
console.log(`renderer: ${await look(page, (m) => m.stage.rendererName)}; ms of CPU per paint, and paints that one core could make`);
console.log(`${"".padEnd(34)}${["paint/s", "gpu", "page", "rest", "all", "1 core"].map((s) => s.padStart(7)).join("")}`);
for (const [zoom, scale] of [["whole slice", 0], ["8.4 px a cell", 8.4], ["20 px a cell", 20]] as const) {
  await look(page, (m, s) => (s === 0 ? m.stage.fit() : m.stage.flyTo({ ...m.stage.camera, scale: s })), scale);
  await watch(page, `${zoom}, run goes on`);
  await panning(page, true);
  await watch(page, `${zoom}, run and panning`);
  await look(page, (m) => void m.model.link.command("pause"));
  await watch(page, `${zoom}, panning`);
  await panning(page, false);
  await watch(page, `${zoom}, nothing changes`);
  await look(page, (m) => void m.model.link.command("play"));
}
await browser.close();
await server.kill();
