// The address of a view.

import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode, type View } from "../src/address.js";

const whole: View = {
  scenario: "chemotherapy", seed: 42, hours: 273.6, camera: { x: 412, y: 96, scale: 8.4, z: 3 }, cell: 184203, follow: true,
  palette: "stain", hidden: ["ery", "neu"], panels: ["cells"], kiosk: true, compare: "3", patch: "yolk_sac",
};

test("a view comes back from its address", () => {
  assert.deepEqual(decode(encode(whole)), { view: whole, trouble: { unknown: [], bad: null } });
  assert.deepEqual(decode(encode({})).view, {});
});

test("an ordinary view takes less than 200 characters, without an access token", () => {
  const link = `http://127.0.0.1:8080/${encode(whole)}`;
  assert.ok(link.length < 200, String(link.length));
  assert.equal(encode({ scenario: "healthy", seed: 42, palette: "atlas" }), "#s=healthy&seed=42&v=1");
});

test("unknown keys are told, and a bad value names its key", () => {
  assert.deepEqual(decode("#v=1&what=1&t=3x&c=1,2").trouble, { unknown: ["what"], bad: { key: "t", value: "3x" } });
  assert.deepEqual(decode("#t=2w").view, { hours: 336 });
  for (const bad of ["c=1,2", "c=a,b,c", "c=1,2,0", "b=..%2Fa", "seed=-1", "sel=1e99", "f=2", "s=%3Cscript%3E"]) {
    assert.equal(decode(`#${bad}`).trouble.bad?.key, bad.split("=")[0], bad);
  }
});
