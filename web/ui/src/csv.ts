// Tables as text that other programs read. Pure.

export interface TableColumn {
  readonly label: string;
  readonly unit?: string;
}

/** A table that is shown, and saved. */
export interface Table {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** CSV after RFC 4180, with comment lines in front of it. Units stand in the head. */
export function csv(comments: readonly string[], t: Table): string {
  const head = t.columns.map((c) => field(c.unit === undefined || c.unit === "" ? c.label : `${c.label} [${c.unit}]`));
  const rows = t.rows.map((r) => r.map((v) => field(typeof v === "number" ? plain(v) : v)).join(","));
  return [...comments.map((c) => `# ${c.replaceAll(/\s+/g, " ")}`), head.join(","), ...rows, ""].join("\r\n");
}

/** Numbers in files have a point and no grouping, whatever the language. */
function plain(v: number): string {
  return Number.isFinite(v) ? String(Number(v.toPrecision(7))) : "";
}

/** A field in quotes where it needs them; one that a spreadsheet would take for a formula is defused. */
function field(text: string): string {
  const safe = /^[=+@\t]/.test(text) || /^-[^\d.]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
