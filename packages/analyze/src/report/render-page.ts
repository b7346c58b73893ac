import { createHash } from 'node:crypto';
import { escapeHtml } from './escape-html.js';
import type { PageData } from './page-data.js';
import { readPageBundle } from './read-page-bundle.js';
import { themeStyle } from './theme.js';

export interface Page {
  title: string;
  heading: string;
  /** A line above everything else. */
  warning?: string | undefined;
  /** Links to sections, as HTML. */
  links: string;
  main: string;
  /** Its script, beside Vega. */
  script: 'report' | 'live';
  data: PageData;
}

/**
 * A whole page that holds its style, its scripts and its data. Its content security policy forbids everything else: of
 * scripts only those run whose hashes it names, and none may compile text.
 */
export function renderPage({ title, heading, warning, links, main, script, data }: Page): string {
  const inline = [readPageBundle('vega.js'), readPageBundle(`${script}.js`)];
  // The live page asks the server that it came from.
  const connections = script === 'live' ? "; connect-src 'self'" : '';
  const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'; script-src ${inline.map(hashSource).join(' ')}; img-src data:${connections}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} – Lethe</title>
<style>${themeStyle}${readPageBundle('style.css')}</style>
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
${inline.map((text) => `<script>${text}</script>`).join('\n')}
</body>
</html>
`;
}

/** How a policy names a script: by what the browser reads between the tags. */
const hashSource = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
