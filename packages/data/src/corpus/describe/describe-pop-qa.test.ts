import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { testData } from '../../testing/test-data.js';
import { readPopQa } from '../facts/popqa/read-pop-qa.js';
import { describePopQa } from './describe-pop-qa.js';

const path = testData('popqa/popqa_test.json');
const sample = testData('popqa/popqa_1000_full_columns.jsonl');

// Numbers of research section 7 and of an independent count in Python.
describe.skipIf(!existsSync(path) || !existsSync(sample))('the published file', () => {
  test('rows, facts, baselines, relations', async () => {
    const statistics = describePopQa((await readPopQa(path)).rows);
    expect(statistics).toMatchObject({
      rows: 14_267,
      rowsWithoutSubject: 3,
      subjects: 10_414,
      objects: 7181,
      pairs: 13_065,
      unambiguousFacts: 12_508,
      ambiguousPairs: 557,
      ambiguousRows: 1328,
      factObjects: 6689,
      factObjectsSeenOnce: 4985,
      objectsOfSeveralRelations: 923,
      popularity: null,
    });
    const { rows, facts } = statistics.baselines;
    const percent = (share: number): string => (100 * share).toFixed(1);
    expect([rows.exactMatch, rows.officialRule].map(percent)).toEqual(['7.6', '8.6']);
    expect([facts.exactMatch, facts.officialRule].map(percent)).toEqual(['8.3', '9.4']);
    expect(statistics.relations).toHaveLength(16);
    expect(statistics.relations.find(({ relation }) => relation === 'country')).toEqual({
      relation: 'country',
      rows: 838,
      objects: 105,
      majorityAnswer: 'United States of America',
      majorityShare: 277 / 838,
    });
    const { question, subject, object } = statistics.characters;
    expect([question, subject, object].map(({ mean }) => mean.toFixed(1))).toEqual(['35.1', '11.7', '12.8']);
  });

  test('popularity, where the file has it', async () => {
    const { popularity } = describePopQa((await readPopQa(sample)).rows);
    expect(popularity).toMatchObject({ values: 1000, at: { 0: 6, 0.5: 1088, 1: 1_291_432 } });
  });
});

test('no rows', () => {
  expect(describePopQa([])).toMatchObject({ rows: 0, unambiguousFacts: 0, relations: [] });
});
