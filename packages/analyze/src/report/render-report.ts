import type { Profile } from '@lethe/contracts';
import type { Finding } from '../claims/finding.js';
import { escapeHtml } from './escape-html.js';
import type { Figure } from './figure.js';
import { type DesignNote, findingsSection } from './findings-section.js';
import { finishedFigure } from './finished-figure.js';
import { PageData } from './page-data.js';
import type { Part, Section, SectionPlace } from './part.js';
import { renderFigure } from './render-figure.js';
import { renderPage } from './render-page.js';

/** What the page says of runs that differ in seeds only. */
export interface GroupReport {
  /** Its anchor. */
  id: string;
  /** What sets the group apart; empty where there is one. */
  label: string;
  /** Number of runs that are pooled. */
  runs: number;
  parts: readonly Part[];
}

/** Everything that the page shows. */
export interface Report {
  experiment: string;
  profile: Profile;
  /** Whether controls stay put, and what that means; undefined where nothing was injected. */
  design: DesignNote | undefined;
  findings: readonly Finding[];
  /** Of the intervals of the findings. */
  level: number;
  groups: readonly GroupReport[];
  sections: readonly (SectionPlace & Section)[];
  notes: readonly string[];
}

/** A page, and the figures on it, which may be written to files too. */
export interface RenderedReport {
  html: string;
  figures: Figure[];
}

/** A section as it stands in the page, and its link; both empty where there is nothing to show. */
interface RenderedSection {
  link: string;
  html: string;
}

/** The report as one HTML page that needs nothing else; without scripts it shows the same figures. */
export async function renderReport(report: Report): Promise<RenderedReport> {
  const { experiment, profile, groups, notes, findings, level } = report;
  const data = new PageData();
  const figures: Figure[] = [];
  const render = async (part: Part): Promise<string | undefined> => {
    if (typeof part === 'string') return part;
    if (typeof part === 'function') return part(data);
    const figure = finishedFigure(part);
    if (!figure) return undefined;
    figures.push(figure);
    return renderFigure(figure, data);
  };
  const section = async (
    { id, link, heading }: Pick<SectionPlace & Section, 'id' | 'link' | 'heading'>,
    parts: readonly Part[],
    end = '',
  ): Promise<RenderedSection> => {
    const rendered: string[] = [];
    for (const part of parts) {
      const html = await render(part);
      if (html !== undefined) rendered.push(html);
    }
    const body = rendered.join('\n');
    if (body === '') return { link: '', html: '' };
    return {
      link: `<a href="#${id}">${escapeHtml(link)}</a>`,
      html: `<section id="${id}"><h2>${escapeHtml(heading)}</h2>\n${body}${end}</section>`,
    };
  };
  const groupSections: RenderedSection[] = [];
  for (const { id, label, runs, parts } of groups) {
    const pooled = runs === 1 ? '' : `, ${runs} runs pooled`;
    const heading = groups.length > 1 ? `Figures: ${label}${pooled}` : `Figures${pooled}`;
    groupSections.push(await section({ id, link: label || 'Figures', heading }, parts, '\n'));
  }
  const placed: Record<SectionPlace['place'], RenderedSection[]> = { overview: [], details: [] };
  for (const entry of report.sections) placed[entry.place].push(await section(entry, entry.parts));
  const sections = [
    { link: '<a href="#findings">Findings</a>', html: findingsSection(findings, level, report.design) },
    ...placed.overview,
    {
      link: groupSections.map(({ link }) => link).join(''),
      html: groupSections.map((group) => group.html).join('\n'),
    },
    ...placed.details,
    notesSection(notes),
  ];
  const html = renderPage({
    title: experiment + (profile === 'full' ? '' : ` (${profile})`),
    heading: experiment,
    warning:
      profile === 'smoke'
        ? 'Smoke run: it shows that everything works. Its numbers mean nothing.'
        : undefined,
    links: sections.map(({ link }) => link).join(''),
    main: sections.map((entry) => entry.html).join('\n'),
    script: 'report',
    data,
  });
  return { html, figures };
}

function notesSection(notes: readonly string[]): RenderedSection {
  if (notes.length === 0) return { link: '', html: '' };
  const items = notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('');
  return {
    link: '<a href="#notes">Notes</a>',
    html: `<section id="notes"><h2>Notes of the analysis</h2><ul>${items}</ul></section>`,
  };
}
