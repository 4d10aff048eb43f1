// Colors of charts: those of the page's theme, as canvas and files need them.

import { settings } from "./settings.js";

export interface Paint {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly band: string;
  readonly bandText: string;
  readonly grade: string;
  readonly gradeText: string;
  readonly gradeLine: string;
  readonly posted: string;
  readonly scenario: string;
  readonly other: string;
  readonly ground: string;
  line(name: string): string;
  clone(i: number): string;
}

export function paint(): Paint {
  const css = getComputedStyle(document.documentElement);
  const v = (name: string): string => css.getPropertyValue(name).trim() || "#888";
  return {
    text: v("--txt"), muted: v("--mut"), grid: v("--line"), band: v("--chart-band"), bandText: v("--chart-band-text"),
    grade: v("--chart-grade"), gradeText: v("--chart-grade-text"), gradeLine: v("--chart-grade-line"), posted: v("--chart-posted"), scenario: v("--chart-scenario"),
    other: v("--chart-other"), ground: v("--panel"),
    line: (name) => v(`--chart-${name}`),
    clone: (i) => v(`--clone-${i % 12}`),
  };
}

/** Calls f when the theme changes. */
export function onTheme(f: () => void): void {
  new MutationObserver(f).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class", "style"] });
  window.matchMedia("(prefers-color-scheme: light)").addEventListener("change", f);
}

/** How much larger than usual the reader wants texts. */
export function zoom(): number {
  return settings.all.text / 100;
}

/** The font of texts in canvases, of a size in CSS pixels at 100 % text. */
export function font(size = 10.5, weight = 400): string {
  return `${weight} ${size * zoom()}px Inter, "Segoe UI", system-ui, "Noto Sans", "DejaVu Sans", sans-serif`;
}
