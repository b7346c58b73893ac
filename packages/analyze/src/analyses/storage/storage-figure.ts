import type { Figure } from '../../report/figure.js';
import { countsOf, drawnGroups, figureByMultiplicity } from '../extraction/by-multiplicity.js';
import type { ExtractionGroup } from '../extraction/extraction-group.js';
import { fates } from './fates.js';

/**
 * Shares of what became of held-out facts, stacked by multiplicity.
 * @param groups of which the answers before fine-tuning are known
 * @returns none where multiplicity is not known
 */
export function storageFigure(groups: readonly ExtractionGroup[]): Figure[] {
  const drawn = drawnGroups(groups);
  if (drawn.length === 0) return [];
  const present = fates.filter(({ statistic }) => drawn.some(({ shares }) => shares[statistic].point > 0));
  const text = {
    id: 'storage-fates',
    title: 'Where the answers to held-out questions are',
    caption: `Shares of held-out questions (n = ${countsOf(drawn)}). Suppressed: not answered, though the answer still leads all other answers. Overwritten: it led them before fine-tuning and no longer does. Never stored: it led them neither before nor after.`,
    yLabel: 'share of questions',
  };
  return [
    figureByMultiplicity(
      drawn,
      text,
      present.map(({ statistic, label, colour }) => ({
        ...{ key: statistic, label, colour, style: 'stack' as const },
        value: ({ shares }) => ({ y: shares[statistic].point }),
      })),
    ),
  ];
}
