import { probes, readRows, writeTable } from '@lethe/contracts';
import { temporaryDirectory } from '@lethe/contracts/testing';
import { expect, it } from 'vitest';
import { describeRuns } from '../../settings/setting-groups.js';
import { writeSyntheticExtraction } from '../../testing/synthetic-extraction.js';
import { readQuestions } from './read-questions.js';

it('joins the answers before fine-tuning to the very same questions, of the step that it began with', async () => {
  const directory = temporaryDirectory();
  const shared = { multiplicity: 2, seed: 1, right: 0, loss: 1 };
  const origin = await writeSyntheticExtraction(directory, shared, 'before/main');
  const run = await writeSyntheticExtraction(
    directory,
    { ...shared, fineTuning: 'full', leading: false, from: origin.id },
    'main',
  );
  const [described, upstream] = describeRuns([run], [origin]);
  const before = async (step?: number) => {
    const configuration = new Map(described!.configuration);
    if (step !== undefined) configuration.set('train.from.step', JSON.stringify(step));
    const asked = await readQuestions({ ...described!, configuration });
    return asked.map(({ restrictedBefore }) => restrictedBefore);
  };
  // All 88 probes of the last checkpoint, which is that of step 3; nothing answered at step 2.
  expect(await before()).toEqual(Array(88).fill(true));
  expect(await before(3)).toEqual(Array(88).fill(true));
  expect(await before(2)).toEqual(Array(88).fill(undefined));
  // Nothing came before pretraining.
  const pretrained = await readQuestions(upstream!);
  expect(pretrained.every(({ restrictedBefore }) => restrictedBefore === undefined)).toBe(true);
  // Ids are the same in every world: of another world's facts nothing is known.
  const rows = await readRows(origin.data, probes);
  writeTable(
    origin.data,
    probes,
    rows.map((row, i) => ({ ...row, target: i < 2 ? 'another' : row.target })),
  );
  expect((await before()).filter((value) => value === undefined)).toHaveLength(2);
});
