import { answersSection } from '../analyses/answers/answers-section.js';
import { comparisonSection } from '../analyses/comparison/comparison-section.js';
import { fitsTable } from '../analyses/decay/fits-table.js';
import { extractionFigures } from '../analyses/extraction/extraction-figures.js';
import { extractionSection } from '../analyses/extraction/extraction-section.js';
import { factsSection } from '../analyses/facts/facts-section.js';
import { plainFigures, plainSection } from '../analyses/plain-losses/plain-section.js';
import { provenanceSection } from '../analyses/provenance/provenance-section.js';
import { runsSection } from '../analyses/runs/runs-section.js';
import { escapeHtml } from './escape-html.js';
import { experimentFigures } from './experiment-figures.js';
import type { Figure } from './figure.js';
import { findingsSection } from './findings-section.js';
import { groupFigures } from './group-figures.js';
import { PageData } from './page-data.js';
import { renderFigure } from './render-figure.js';
import { renderPage } from './render-page.js';
import type { ReportGroup, ReportInput } from './report-input.js';

/** A page, and the figures on it, which may be written to files too. */
export interface RenderedReport {
  html: string;
  figures: Figure[];
}

/** The report as one HTML page that needs nothing else; without scripts it shows the same figures. */
export async function renderReport(input: ReportInput): Promise<RenderedReport> {
  const { experiment, profile, groups, notes } = input;
  const data = new PageData();
  const figures: Figure[] = [];
  const draw = async (list: readonly Figure[]): Promise<string> => {
    figures.push(...list);
    const drawn: string[] = [];
    for (const figure of list) drawn.push(await renderFigure(figure, data));
    return drawn.join('\n');
  };
  const sections: string[] = [];
  for (const [i, group] of groups.entries()) {
    sections.push(await groupSection(group, `g${i}`, groups.length > 1, draw));
  }
  const comparison = comparisonSection(input, await draw(experimentFigures(input)));
  const extraction = extractionSection(
    input.extraction,
    input.settings.level,
    await draw(extractionFigures(input.extraction, input.settings.level)),
  );
  const losses = plainSection(input, await draw(plainFigures(input)));
  const facts = factsSection(input.facts, data);
  const link = (id: string, text: string, there: string): string =>
    there === '' ? '' : `<a href="#${id}">${text}</a>`;
  const links = groups.map((group, i) => `<a href="#g${i}">${escapeHtml(group.label || 'Figures')}</a>`);
  const noteList =
    notes.length === 0
      ? ''
      : `<section id="notes"><h2>Notes of the analysis</h2><ul>${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('')}</ul></section>`;
  const html = renderPage({
    title: experiment + (profile === 'full' ? '' : ` (${profile})`),
    heading: experiment,
    warning:
      profile === 'smoke'
        ? 'Smoke run: it shows that everything works. Its numbers mean nothing.'
        : undefined,
    links: `<a href="#findings">Findings</a>${link('comparison', 'Runs compared', comparison)}${link('extraction', 'Extraction', extraction)}${links.join('')}${link('losses', 'Losses', losses)}${link('facts', 'Fact by fact', facts)}<a href="#runs">What was run</a><a href="#provenance">Configuration</a>${link('notes', 'Notes', noteList)}`,
    main: `${findingsSection(input.findings, input.settings.level)}
${comparison}
${extraction}
${sections.join('\n')}
${losses}
${facts}
${runsSection(input)}
${provenanceSection(input)}
${noteList}`,
    script: 'report',
    data,
  });
  return { html, figures };
}

async function groupSection(
  group: ReportGroup,
  id: string,
  several: boolean,
  draw: (figures: readonly Figure[]) => Promise<string>,
): Promise<string> {
  const { sampler, label, losses } = group;
  const runs = losses.length === 1 ? '' : `, ${losses.length} runs pooled`;
  const heading = several ? `Figures: ${label}${runs}` : `Figures${runs}`;
  const { before, after } = groupFigures(group, id);
  return `<section id="${id}"><h2>${escapeHtml(heading)}</h2>
${await draw(before)}
${fitsTable(sampler)}
${await draw(after)}
${answersSection(group)}
</section>`;
}
