// Colors of the theme for what is drawn on a canvas.

/** The value of a color variable of the page. */
export function themeColor(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
