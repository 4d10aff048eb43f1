package chart

// Style is the style sheet of drawings; a page that has them inline includes it once.
const Style = `
:root { --chart-ink: #1f2933; --chart-faint: #5f6c7b; --chart-rule: #d9dfe6; --chart-paper: #ffffff;
  --chart-model: #1f6fb2; --chart-published: #a8470f; --chart-tolerance: #2f7d4f; }
@media (prefers-color-scheme: dark) { :root { --chart-ink: #e4e9ee; --chart-faint: #9aa7b4; --chart-rule: #37414c; --chart-paper: #161b21;
  --chart-model: #6cb2ee; --chart-published: #f2a36b; --chart-tolerance: #7ccf9c; } }
@media print { :root { --chart-ink: #1f2933; --chart-faint: #5f6c7b; --chart-rule: #d9dfe6; --chart-paper: #ffffff;
  --chart-model: #1f6fb2; --chart-published: #a8470f; --chart-tolerance: #2f7d4f; } }
.chart { background: var(--chart-paper); font: 12px system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.chart text { fill: var(--chart-faint); }
.chart text.title { fill: var(--chart-ink); font-weight: 600; font-size: 13px; }
.chart text.label { fill: var(--chart-ink); }
.chart .frame { fill: none; stroke: var(--chart-faint); }
.chart .grid { stroke: var(--chart-rule); }
.chart .box { stroke-dasharray: 5 3; stroke-width: 1.2; }
.chart .box.tolerance { fill: var(--chart-tolerance); fill-opacity: .13; stroke: var(--chart-tolerance); }
.chart .band.tolerance { fill: var(--chart-tolerance); fill-opacity: .16; }
.chart .band.model { fill: var(--chart-model); fill-opacity: .24; }
.chart .band.inner { fill: var(--chart-model); fill-opacity: .45; }
.chart .band[class*="shade-"] { fill-opacity: .75; stroke: var(--chart-paper); stroke-width: .5; }
.chart .band.shade-0 { fill: #8a8f98; } .chart .band.shade-1 { fill: #0072b2; } .chart .band.shade-2 { fill: #e69f00; }
.chart .band.shade-3 { fill: #009e73; } .chart .band.shade-4 { fill: #cc79a7; } .chart .band.shade-5 { fill: #d55e00; }
.chart .band.shade-6 { fill: #56b4e9; }
.chart .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.chart .line.model { stroke: var(--chart-model); }
.chart .line.published { stroke: var(--chart-published); stroke-width: 1.4; stroke-dasharray: 7 3; }
.chart .line.reference { stroke: var(--chart-faint); stroke-width: 1; stroke-dasharray: 2 3; }
.chart .point { stroke: var(--chart-paper); stroke-width: 1; }
.chart .point.model { fill: var(--chart-model); }
.chart .point.published { fill: var(--chart-published); }
.chart .whisker { stroke-width: 1.5; }
.chart .whisker.model { stroke: var(--chart-model); }
.chart .whisker.published { stroke: var(--chart-published); }
`
