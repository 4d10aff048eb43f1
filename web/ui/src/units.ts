// Units of blood values: SI, or those of the United States. Pure.

import type { Column } from "./protocol.js";

export type UnitSystem = "si" | "us";

export interface Unit {
  readonly name: string;
  /** A value in this unit is the model's value times this. */
  readonly factor: number;
}

/** Units of the United States and of the SI, by the unit that the model counts in. */
const UNITS: Readonly<Record<string, Readonly<Record<UnitSystem, Unit>>>> = {
  "g/dL": { si: { name: "g/L", factor: 10 }, us: { name: "g/dL", factor: 1 } },
  "10⁹/L": { si: { name: "10⁹/L", factor: 1 }, us: { name: "K/µL", factor: 1 } },
  "10¹²/L": { si: { name: "10¹²/L", factor: 1 }, us: { name: "M/µL", factor: 1 } },
  "/µL": { si: { name: "10⁶/L", factor: 1 }, us: { name: "/µL", factor: 1 } },
};

export function unitOf(c: Column, system: UnitSystem): Unit {
  return UNITS[c.unit]?.[system] ?? { name: c.unit, factor: 1 };
}

/** Decimals with which a laboratory prints a value in its unit. */
export function decimals(c: Column, unit: Unit, value: number): number {
  if (unit.name === "g/L" || unit.name === "%") {
    return 0;
  }
  if (unit.name === "g/dL" || unit.name === "pg") {
    return 1;
  }
  if (c.id === "plt_e9_l" || c.id === "retic_e9_l") {
    return value < 10 ? 1 : 0;
  }
  return value < 10 ? 2 : value < 100 ? 1 : 0;
}
