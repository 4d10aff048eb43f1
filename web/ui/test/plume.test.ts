import assert from "node:assert/strict";
import { test } from "node:test";

import { arrivals, type Moment } from "../src/plume.js";

const moment = (t: number, held: number, underway: number, arrived: number): Moment => ({ t, at: "", infused: held + underway + arrived, held, underway, arrived, escaped: 0 });

// Who infuses is told when the first of it is in the veins and in the arteries, and not
// when nothing has come.
test("arrivals are the first moments with enough of the dose", () => {
  const course = [moment(0.1, 0.002, 0, 0), moment(1, 0.01, 0.02, 0), moment(10, 0.01, 0.4, 0.05), moment(60, 0, 0.1, 0.9)];
  assert.deepEqual(arrivals(course, 0.01), { vein: 1, artery: 10 });
  assert.ok(Number.isNaN(arrivals(course.slice(0, 2), 0.01).artery));
});
