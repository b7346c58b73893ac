import { acquisitionFigure, injectionFigure } from './acquisition-figures.js';
import { answersSection } from './answers-section.js';
import { effectivityFigure } from './effectivity-figure.js';
import { escapeHtml } from './escape-html.js';
import { findingsSection } from './findings-section.js';
import { fitsTable } from './fits-table.js';
import { lossFigure } from './loss-figure.js';
import { renderFigure } from './render-figure.js';
import type { ReportGroup, ReportInput } from './report-input.js';
import { reportScript } from './report-script.js';
import { reportStyle } from './report-style.js';
import { retentionFigure } from './retention-figure.js';
import { runsSection } from './runs-section.js';

/** The report as one HTML page that needs nothing else; without scripts it shows the same figures. */
export function renderReport(input: ReportInput): string {
  const { experiment, profile, groups, notes } = input;
  const title = `${experiment}${profile === 'full' ? '' : ` (${profile})`}`;
  const sections = groups.map((group, i) => groupSection(group, `g${i}`, groups.length > 1));
  const links = groups.map((group, i) => `<a href="#g${i}">${escapeHtml(group.label || 'Figures')}</a>`);
  const noteList =
    notes.length === 0
      ? ''
      : `<section id="notes"><h2>Notes of the analysis</h2><ul>${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('')}</ul></section>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} – Lethe</title>
<style>${reportStyle}</style>
</head>
<body>
<header>
<p class="kicker">Lethe · acquisition and forgetting of facts</p>
<h1>${escapeHtml(experiment)}</h1>
${profile === 'smoke' ? '<p class="warning">Smoke run: it shows that everything works. Its numbers mean nothing.</p>' : ''}
<nav aria-label="Sections"><a href="#findings">Findings</a>${links.join('')}<a href="#runs">What was run</a>${noteList === '' ? '' : '<a href="#notes">Notes</a>'}</nav>
</header>
<main>
${findingsSection(input.findings, input.settings.level)}
${sections.join('\n')}
${runsSection(input)}
${noteList}
</main>
<script>${reportScript}</script>
</body>
</html>
`;
}

function groupSection(group: ReportGroup, id: string, several: boolean): string {
  const { sampler, label, curves } = group;
  const figures = [
    acquisitionFigure(sampler, id),
    injectionFigure(sampler, id),
    effectivityFigure(sampler, id),
    retentionFigure(sampler, id),
  ];
  const runs = curves.length === 1 ? '' : `, ${curves.length} runs pooled`;
  const heading = several ? `Figures: ${label}${runs}` : `Figures${runs}`;
  return `<section id="${id}"><h2>${escapeHtml(heading)}</h2>
${figures.map(renderFigure).join('\n')}
${fitsTable(sampler)}
${renderFigure(lossFigure(curves, id))}
${answersSection(group)}
</section>`;
}
