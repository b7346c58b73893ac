import { expect, test } from 'vitest';
import { dataSpec } from '../../options/data.js';
import { partsOfBackground } from './background-parts.js';

const base = {
  facts: { source: 'generated', scenarios: { once: 1 } },
  tokenizer: { type: 'bytes' },
  sequenceLength: 64,
  order: { steps: 1, batchSize: 8, injection: { start: 0, count: 1 } },
};

test.each([
  ['shares that do not add up', [{ share: 0.5 }, { share: 0.4 }], /sum 1, found 0\.9$/],
  ['two of one name', [{ share: 0.5 }, { share: 0.5, name: 'a' }], /two sources are called a/],
  ['no share', [{ share: 0.5 }, {}], /1: share/],
])('%s are refused', (_, [a, b], message) => {
  const own = { source: 'world', facts: { source: 'generated', count: 3 } };
  const background = [
    { ...own, name: 'a', ...a },
    { ...own, name: 'b', ...b },
  ];
  const { error } = dataSpec.safeParse({ ...base, background });
  expect(error!.issues).toEqual([
    expect.objectContaining({ path: ['background'], message: expect.stringMatching(message) }),
  ]);
});

test.each([
  [{ source: 'generated', documents: 3 }, /the generated articles/],
  [{ source: 'world' }, /the facts of scenario background/],
  [{ source: 'questions' }, /the questions for training/],
])('two sources that would hold the same documents are refused: %o', (source, message) => {
  const background = ['a', 'b'].map((name) => ({ ...source, name, share: 0.5 }));
  expect(() => dataSpec.parse({ ...base, background })).toThrow(message);
});

test('shares may be rounded, and options of a single source are checked as before', () => {
  const third = { source: 'world', facts: { source: 'generated', count: 3 }, share: 0.333 };
  const background = ['a', 'b', 'c'].map((name) => ({ ...third, name }));
  const parts = partsOfBackground(dataSpec.parse({ ...base, background }).background);
  for (const { share } of parts) expect(share).toBeCloseTo(1 / 3, 12);
  const bad = { ...base, background: { source: 'generated', documents: 0 } };
  expect(() => dataSpec.parse(bad)).toThrow(/"documents"[\s\S]*Too small/);
  const untold = { source: 'world', probeWordings: { semantic: 0.5 } };
  expect(() => dataSpec.parse({ ...base, background: untold })).toThrow(/needs facts of its own/);
});
