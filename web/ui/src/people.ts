// Whose ranges the blood is compared with. Pure.

import type { Column, Norm } from "./protocol.js";

export interface Person {
  readonly id: string;
  readonly sex: "M" | "F" | "any";
  readonly months: number;
}

/** The model is an adult man; the others are for comparison. */
export const PEOPLE: readonly Person[] = [
  { id: "man", sex: "M", months: 480 },
  { id: "woman", sex: "F", months: 480 },
  { id: "child10", sex: "any", months: 120 },
  { id: "child3", sex: "any", months: 36 },
  { id: "infant9", sex: "any", months: 9 },
  { id: "newborn", sex: "any", months: 0.5 },
];

const ADULT = 216;

/** The range of a column for a person, or null if the data have none. */
export function normFor(c: Column, p: Person): Norm | null {
  const fits = (n: Norm): boolean => within(n.age, p.months) && (n.sex === "any" || p.sex === n.sex);
  return (c.norms ?? []).find((n) => n.high !== undefined && fits(n)) ?? null;
}

/** Tells whether an age group, such as adult, 5-18y, 3-12mo or 6mo-5y, has an age in it. */
export function within(group: string, months: number): boolean {
  if (group === "adult") {
    return months >= ADULT;
  }
  const m = /^(\d+)(mo|y)?-(\d+)(mo|y)$/.exec(group);
  if (m === null) {
    return group === "any" || group === "infant_to_elderly";
  }
  const [, from, fromUnit, to, unit] = m;
  const length = (n: string | undefined, u: string | undefined): number => Number(n) * (u === "y" ? 12 : 1);
  return months >= length(from, fromUnit ?? unit) && months < length(to, unit);
}
