// What the panels remember of the reader: units, and whose ranges are shown.

import type { Bus } from "./bus.js";
import { PEOPLE, type Person } from "./people.js";
import { usual, type UnitSystem } from "./units.js";

const UNITS = "marrow-units";
const PERSON = "marrow-person";

export class Settings {
  private system: UnitSystem;
  private whose: Person;

  constructor(private readonly bus: Bus) {
    const kept = localStorage.getItem(UNITS);
    this.system = kept === "si" || kept === "us" ? kept : usual(navigator.language);
    this.whose = person(localStorage.getItem(PERSON));
  }

  get units(): UnitSystem {
    return this.system;
  }

  get person(): Person {
    return this.whose;
  }

  setUnits(u: UnitSystem): void {
    this.system = u;
    localStorage.setItem(UNITS, u);
    this.bus.emit("settings");
  }

  setPerson(id: string): void {
    this.whose = person(id);
    localStorage.setItem(PERSON, this.whose.id);
    this.bus.emit("settings");
  }
}

function person(id: string | null): Person {
  return PEOPLE.find((p) => p.id === id) ?? (PEOPLE[0] as Person);
}
