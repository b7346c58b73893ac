import type { ExperimentContext } from '../../analysis/contexts.js';
import type { Section } from '../../report/part.js';
import type { ExtractionGroup } from '../extraction/extraction-group.js';
import { type GroupColumn, groupTable } from '../extraction/group-table.js';
import { fates } from './fates.js';
import { storageFigure } from './storage-figure.js';

const columns: readonly GroupColumn[] = [
  { title: 'Among answers, before', of: ({ shares }) => shares.heldOutRestrictedBefore },
  { title: 'Among answers, after', of: ({ shares }) => shares.heldOutRestricted },
  ...fates.map(({ statistic, label }) => ({
    title: `${label[0]!.toUpperCase()}${label.slice(1)}`,
    of: ({ shares }: ExtractionGroup) => shares[statistic],
  })),
];

/** What became of facts whose questions were held out from fine-tuning: a figure, and every group in numbers. */
export function storageSection({
  options,
  needs: { extraction },
}: ExperimentContext<unknown, { extraction: readonly ExtractionGroup[] }>): Section {
  const known = extraction.filter(({ shares }) => !Number.isNaN(shares.right.point));
  if (known.length === 0) return { heading: 'Storage', parts: [] };
  const hint =
    '<p class="hint">Among answers is the share of held-out questions whose answer leads all other answers, whatever other tokens say, before fine-tuning and after it. The last four columns add up to 1.</p>';
  const { level } = options.bootstrap;
  const table = groupTable(known, columns, { label: 'Storage in numbers', level });
  return { heading: 'Storage', parts: [...storageFigure(known), `${hint}\n${table}`] };
}
