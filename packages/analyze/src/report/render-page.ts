import { escapeHtml } from './escape-html.js';
import type { PageData } from './page-data.js';
import { readVegaRuntime } from './read-vega-runtime.js';
import { reportStyle } from './report-style.js';
import { themeScript } from './scripts/theme-script.js';

export interface Page {
  title: string;
  heading: string;
  /** A line above everything else. */
  warning?: string | undefined;
  /** Links to sections, as HTML. */
  links: string;
  main: string;
  scripts: readonly string[];
  data: PageData;
  /** Whether the page may ask the server that it came from. */
  live?: boolean;
}

/**
 * A whole page that holds its style, its scripts and its data. Its content security policy forbids everything else;
 * Vega compiles expressions of its specifications, hence unsafe-eval.
 */
export function renderPage({ title, heading, warning, links, main, scripts, data, live }: Page): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'; img-src data:${live ? "; connect-src 'self'" : ''}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} – Lethe</title>
<style>${reportStyle}</style>
</head>
<body>
<header>
<button type="button" id="theme" hidden></button>
<p class="kicker">Lethe · acquisition and forgetting of facts</p>
<h1>${escapeHtml(heading)}</h1>
${warning === undefined ? '' : `<p class="warning">${escapeHtml(warning)}</p>`}
<nav aria-label="Sections">${links}</nav>
</header>
<main>
${main}
</main>
${data.render()}
<script>${readVegaRuntime()}</script>
<script>'use strict';
${[themeScript, ...scripts].join('\n')}</script>
</body>
</html>
`;
}
