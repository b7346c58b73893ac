import type { ExperimentContext } from '../../analysis/contexts.js';
import type { Section } from '../../report/part.js';
import { extractionFigures } from './extraction-figures.js';
import { type ExtractionGroup, LEARNT } from './extraction-group.js';
import { type GroupColumn, groupTable } from './group-table.js';

const columns: readonly GroupColumn[] = [
  { title: 'Held out', of: ({ shares }) => shares.heldOut },
  { title: 'Fine-tuned', of: ({ shares }) => shares.trained },
  { title: 'Stored', of: ({ shares }) => shares.stored },
  { title: 'Excess loss', of: ({ excessLoss }) => excessLoss },
];

/** What models answer in the words of pretraining and in those of questions: figures, and every group in numbers. */
export function extractionSection(
  { options }: ExperimentContext,
  groups: readonly ExtractionGroup[],
): Section {
  const { level } = options.bootstrap;
  const hint = `<p class="hint">Held out and fine-tuned are shares of questions answered by an exact match after the steps of the last training; where fewer than ${LEARNT} of the questions of fine-tuning are answered it is unfinished, and what it extracts is not judged. Stored is the share of facts recalled in the words of pretraining. Excess loss is that over the entropy of the training rows, nats.</p>`;
  const table = groupTable(groups, columns, { label: 'Extraction in numbers', level });
  return { heading: 'Extraction', parts: [...extractionFigures(groups, level), `${hint}\n${table}`] };
}
