// Keys, gestures, states and settings.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ACTIONS } from "../src/actions.js";
import { Gestures, HOLD_MS, type Meaning } from "../src/gesture.js";
import { keyName, keysOf, meant, single, type Press } from "../src/keys.js";
import { DEFAULTS, Settings } from "../src/settings.js";
import { States, STATES } from "../src/states.js";

const none: Press = { key: "", code: "", shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, altGraph: false };
const press = (key: string, more: Partial<Press> = {}): Press => ({ ...none, key, ...more });
const idOf = (p: Press, chosen = DEFAULTS): string | undefined => meant(p, chosen)?.action.id;

/** The event that a key of the table comes from. */
function pressOf(key: string): Press {
  const parts = key.split(/\+(?=.)/);
  const bare = parts.at(-1) ?? "";
  return press(bare === "Space" ? " " : bare, { shiftKey: parts.includes("Shift"), ctrlKey: parts.includes("Ctrl") });
}

test("no key does two things, and none takes Tab", () => {
  const keys = ACTIONS.flatMap((a) => a.keys);
  assert.equal(new Set(keys).size, keys.length);
  assert.ok(!keys.some((k) => k.includes("Tab")));
});

test("every key of the table means its action", () => {
  for (const a of ACTIONS) {
    for (const k of a.keys) {
      assert.equal(idOf(pressOf(k)), a.id, k);
    }
  }
});

test("Shift makes a step a day, on keyboards that write another character with it", () => {
  assert.deepEqual([meant(press(":", { code: "Period", shiftKey: true }), DEFAULTS)?.action.id, meant(press(":", { code: "Period", shiftKey: true }), DEFAULTS)?.shift], ["step", true]);
  assert.equal(idOf(press("<", { code: "Comma", shiftKey: true })), "back");
});

test("AltGr writes a character, Alt and Ctrl belong to the browser", () => {
  assert.equal(idOf(press("[", { altKey: true, ctrlKey: true, altGraph: true })), "slower");
  assert.equal(idOf(press("s", { ctrlKey: true })), undefined);
  assert.equal(idOf(press("f", { altKey: true })), undefined);
  assert.equal(idOf(press("z", { metaKey: true })), "undo");
});

test("single keys can be switched off; the others stay", () => {
  const off = { ...DEFAULTS, singleKeys: false };
  assert.equal(idOf(press("b"), off), undefined);
  assert.equal(idOf(press(" "), off), undefined);
  assert.equal(idOf(press("Escape"), off), "close");
  assert.equal(idOf(press("ArrowLeft"), off), "pan-left");
  assert.equal(idOf(press("z", { ctrlKey: true }), off), "undo");
});

test("a key can be given to an action; its old one is free", () => {
  const own = { ...DEFAULTS, keys: { record: "q" } };
  assert.equal(idOf(press("q"), own), "record");
  assert.equal(idOf(press("r"), own), undefined);
  assert.deepEqual(ACTIONS.filter((a) => a.id === "record").map((a) => keysOf(a, own)), [["q"]]);
});

test("keys are named as keyboards have them", () => {
  assert.deepEqual(["Shift+z", "Ctrl+z", "ArrowLeft", "+", "Space"].map(keyName), ["⇧ Z", "Ctrl Z", "←", "+", "Space"]);
  assert.deepEqual(["a", "Shift+a", "Space", "Enter", "Ctrl+a"].map(single), [true, true, true, false, false]);
});

test("settings of another form are replaced by what is usual", () => {
  assert.deepEqual(new Settings("not json").all, DEFAULTS);
  const s = new Settings('{"units":"si","theme":"pink","text":150,"keys":{"help":3}}').all;
  assert.deepEqual([s.units, s.theme, s.text, s.keys], ["si", DEFAULTS.theme, 150, {}]);
});

test("of several states the most important is told; a step that nobody knows of is not offered", () => {
  const states = new States();
  let told = 0;
  states.watch(() => told++);
  states.set("live");
  states.set("reconnecting", { seconds: 4, day: "1" });
  states.set("reconnecting", { seconds: 4, day: "1" });
  assert.deepEqual(states.now.map((s) => s.id), ["reconnecting", "live"]);
  assert.equal(told, 2, "what changes nothing is not told");
  assert.equal(states.step("reconnecting", "retry"), undefined);
  states.on("reconnecting", "retry", () => states.clear("reconnecting"));
  states.step("reconnecting", "retry")?.();
  assert.deepEqual(states.now.map((s) => s.id), ["live"]);
  assert.throws(() => states.on("live", "dance", () => undefined));
});

test("a step that can no longer be done is no longer offered; a state that goes on is as old as it is", () => {
  const states = new States();
  states.on("viewer", "ask", () => undefined);
  states.set("viewer", { name: "Anna" });
  const since = states.since("viewer");
  states.set("viewer", { name: "Berta" });
  assert.equal(states.since("viewer"), since);
  states.on("viewer", "ask", null);
  assert.equal(states.step("viewer", "ask"), undefined);
  states.clear("viewer");
  assert.equal(states.since("viewer"), Infinity);
});

test("whatever is lost or waited for offers a next step, or ends by itself", () => {
  const alone = ["refused", "hidden", "lostContext", "noWebgl", "live"];
  assert.deepEqual(STATES.filter((s) => s.next.length === 0).map((s) => s.id), alone);
});

test("only an old page and a fault take the center", () => {
  assert.deepEqual(STATES.filter((s) => s.center).map((s) => s.id), ["faulted", "version"]);
});

/** Gestures that write down what they mean. */
function recorder(): { g: Gestures; log: string[] } {
  const log: string[] = [];
  const does: Meaning = {
    tap: () => log.push("tap"), doubleTap: () => log.push("double"), hold: () => log.push("hold"), drag: () => log.push("drag"),
    pinch: () => log.push("pinch"), twoTap: () => log.push("two"), twoDoubleTap: () => log.push("two double"),
  };
  return { g: new Gestures(does), log };
}

const at = (x: number, y = 0): { x: number; y: number } => ({ x, y });

test("a tap is short and still, both", () => {
  const { g, log } = recorder();
  g.press(1, at(0), 0, true);
  g.release(1, at(3), 200, true);
  g.press(1, at(100), 1000, true);
  g.release(1, at(100), 1300, true); // too long
  g.press(1, at(200), 2000, true);
  g.move(1, at(212));
  g.release(1, at(212), 2100, true); // too far
  assert.deepEqual(log, ["tap", "drag"]);
});

test("two taps in one place are a double tap, two fingers pinch and tap no cell", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { g, log } = recorder();
  for (const t of [0, 180]) {
    g.press(1, at(0), t, true);
    g.release(1, at(0), t + 50, true);
  }
  g.press(1, at(0), 1000, true);
  g.press(2, at(100), 1000, true);
  g.move(2, at(140));
  g.release(1, at(0), 1400, true);
  g.release(2, at(140), 1400, true);
  assert.deepEqual(log, ["tap", "double", "pinch"]);
});

test("a hold never counts as a tap", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { g, log } = recorder();
  g.press(1, at(0), 0, true);
  context.mock.timers.tick(HOLD_MS + 1);
  g.release(1, at(0), HOLD_MS + 5, true);
  assert.deepEqual(log, ["hold"]);
});

test("two fingers tapped once wait for the second tap, twice they show the whole", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { g, log } = recorder();
  const both = (t: number): void => {
    g.press(1, at(0), t, true);
    g.press(2, at(60), t, true);
    g.release(1, at(0), t + 60, true);
    g.release(2, at(60), t + 70, true);
  };
  both(0);
  context.mock.timers.tick(400);
  both(2000);
  both(2150);
  context.mock.timers.tick(400);
  assert.deepEqual(log, ["two", "two double"]);
});
