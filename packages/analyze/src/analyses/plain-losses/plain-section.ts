import { escapeHtml } from '../../report/escape-html.js';
import type { Figure } from '../../report/figure.js';
import { finishedFigure } from '../../report/finished-figure.js';
import type { ReportInput } from '../../report/report-input.js';
import { lossFigure } from '../losses/loss-figure.js';

/** Losses of the runs that have no other figure, since they have no facts to acquire; a panel for each setting. */
export function plainFigures({ plain }: ReportInput): Figure[] {
  if (plain.length === 0) return [];
  const panels = plain.map(({ label, losses }) => ({ title: plain.length === 1 ? '' : label, runs: losses }));
  const figure = finishedFigure(lossFigure(panels, 'plain', false));
  return figure ? [figure] : [];
}

/** The section with their figure; empty where there are none. */
export function plainSection({ groups, plain }: ReportInput, figures: string): string {
  if (figures === '') return '';
  const only = plain.length === 1 && groups.length > 0 ? `: ${plain[0]!.label}` : '';
  const heading = groups.length > 0 ? `Runs without injections${only}` : 'Losses';
  return `<section id="losses"><h2>${escapeHtml(heading)}</h2>
${figures}</section>`;
}
