import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { testData } from '../../../testing/test-data.js';
import { createPopQaFactSet } from './create-pop-qa-fact-set.js';
import { answersPopQa, findPopQaFacts, majorityAnswers, majorityBaseline } from './find-pop-qa-facts.js';
import type { PopQaRow } from './pop-qa-record.js';
import { parsePopQaQuestion, popQaRelations } from './pop-qa-relations.js';
import { readPopQa } from './read-pop-qa.js';

let number = 0;
const row = (subject: string | null, relation: string, object: string, more: Partial<PopQaRow> = {}) => ({
  id: `popqa-${number++}`,
  subject,
  relation,
  object,
  question: `${relation} of ${subject}?`,
  answers: [object],
  popularity: null,
  objectPopularity: null,
  ...more,
});

test('a pair asked with different objects is ambiguous, one asked twice with the same is a fact', () => {
  const rows = [
    row('Pilot', 'director', 'Ann'),
    row('Pilot', 'director', 'Ben'),
    row('Pilot', 'author', 'Ann'),
    row('Jim', 'sport', 'golf'),
    row('Jim', 'sport', 'golf'),
    row(null, 'sport', 'golf'),
  ];
  const { unambiguous, ambiguous, withoutSubject } = findPopQaFacts(rows);
  expect(unambiguous.map(({ subject, relation, rows }) => [subject, relation, rows.length])).toEqual([
    ['Pilot', 'author', 1],
    ['Jim', 'sport', 2],
  ]);
  expect(ambiguous.map(({ rows }) => rows.length)).toEqual([2]);
  expect(withoutSubject).toHaveLength(1);
});

test('the majority baseline counts the most frequent object of each relation', () => {
  const rows = [
    row('a', 'sport', 'golf'),
    row('b', 'sport', 'golf'),
    row('c', 'sport', 'ice hockey', { answers: ['ice hockey', 'GOLF'] }),
    row('d', 'color', 'blue'),
    row('e', 'color', 'azure'),
  ];
  // "golf" contains GOLF in lower case; of the colors the one that sorts first counts.
  expect(majorityBaseline(rows)).toEqual({ rows: 5, exactMatch: 3 / 5, officialRule: 4 / 5 });
  for (const order of [rows, rows.toReversed()]) {
    expect([...majorityAnswers(order)].sort()).toEqual([
      ['color', 'azure'],
      ['sport', 'golf'],
    ]);
  }
  expect(majorityBaseline(rows.toReversed())).toEqual(majorityBaseline(rows));
  expect(majorityBaseline([])).toEqual({ rows: 0, exactMatch: 0, officialRule: 0 });
  expect(answersPopQa('It is Horror film, I think', ['HORROR FILM'])).toBe(true);
  expect(answersPopQa('It is a film', ['horror film'])).toBe(false);
});

describe('facts', () => {
  test('have one probe of depth qa and answers of all rows that ask for them', () => {
    const rows = [
      row('Jim', 'occupation', 'actor', { id: '7', popularity: 3, answers: ['actor', 'player'] }),
      row('Jim', 'occupation', 'actor', { id: '8', popularity: 9, answers: ['actor', 'star'] }),
      row('Kim', 'occupation', 'poet', { id: '9' }),
      row('Kim', 'occupation', 'clerk', { id: '10' }),
    ];
    const { facts, probes } = createPopQaFactSet(rows, { templates: 2, scenario: 'paraphrase' });
    expect(facts).toEqual([
      {
        fact_id: 'popqa-7',
        scenario: 'paraphrase',
        text: 'The occupation of Jim is actor.',
        variants: ['By occupation, Jim is known as an actor.'],
        subject: 'Jim',
        relation: 'occupation',
        object: 'actor',
        popularity: 9,
      },
    ]);
    expect(probes).toEqual([
      {
        probe_id: 'popqa-7/qa-0',
        fact_id: 'popqa-7',
        depth: 'qa',
        prompt: 'Q: occupation of Jim? A:',
        target: 'actor',
        answers: ['actor', 'player', 'star'],
        split: 'test',
      },
    ]);
    const kept = createPopQaFactSet(rows, { ambiguous: 'keep' });
    expect(kept.facts.map(({ fact_id }) => fact_id)).toEqual(['popqa-7', 'popqa-9', 'popqa-10']);
  });

  test('hold their object at the end and their subject, whatever characters these have', () => {
    const rows = popQaRelations.map(({ name }) => row('$& {object}', name, 'Ed Jr.'));
    for (const { text, variants } of createPopQaFactSet(rows).facts) {
      expect(variants).toHaveLength(7);
      expect(new Set([text, ...variants]).size).toBe(8);
      for (const wording of [text, ...variants]) {
        expect(wording.endsWith(' Ed Jr.')).toBe(true);
        expect(wording).toContain('$& {object}');
      }
    }
  });

  test('have K of the |R| templates, drawn evenly for each fact', () => {
    const rows = Array.from({ length: 2000 }, (_, i) => row(`S${i}`, 'sport', 'golf', { id: `${i}` }));
    const all = createPopQaFactSet([rows[0]!]).facts[0]!;
    const templates = [all.text, ...all.variants].map((text) => text.replace('S0', '{}'));
    const used = new Map<string, number>();
    const { facts } = createPopQaFactSet(rows, { templates: 5, wordings: 2, seed: 3 });
    for (const { text, variants, subject } of facts) {
      expect(new Set([text, ...variants]).size).toBe(2);
      for (const wording of [text, ...variants]) {
        const template = wording.replace(subject!, '{}');
        used.set(template, (used.get(template) ?? 0) + 1);
      }
    }
    expect([...used.keys()].sort()).toEqual(templates.slice(0, 5).sort());
    // 2,000 facts, each template with chance 2/5: five standard deviations are 110.
    for (const count of used.values()) expect(Math.abs(count - 800)).toBeLessThan(110);
    const again = createPopQaFactSet(rows.toReversed(), { templates: 5, wordings: 2, seed: 3 });
    expect(again.facts.toReversed()).toEqual(facts);
    expect(createPopQaFactSet(rows, { templates: 5, wordings: 2, seed: 4 }).facts).not.toEqual(facts);
  });

  test('are split by subject', () => {
    const rows = Array.from({ length: 1000 }, (_, i) => [
      row(`S${i}`, 'sport', 'golf', { id: `${i}` }),
      row(`S${i}`, 'genre', 'jazz', { id: `g${i}` }),
    ]).flat();
    const { probes } = createPopQaFactSet(rows, { trainFraction: 0.2, seed: 1 });
    const train = new Set(probes.flatMap(({ fact_id, split }) => (split === 'train' ? [fact_id] : [])));
    expect(Math.abs(train.size / 2000 - 0.2)).toBeLessThan(0.065);
    for (let i = 0; i < 1000; i++) expect(train.has(`popqa-${i}`)).toBe(train.has(`popqa-g${i}`));
    expect(createPopQaFactSet(rows, { trainFraction: 1 }).probes[0]!.split).toBe('train');
  });

  test('wrong options and unknown relations are refused', () => {
    expect(() => createPopQaFactSet([], { templates: 9 })).toThrow(/1 to 8[\s\S]*9/);
    expect(() => createPopQaFactSet([], { templates: 4, wordings: 5 })).toThrow(/wordings[\s\S]*1 to 4/);
    expect(() => createPopQaFactSet([], { trainFraction: 1.1 })).toThrow(/trainFraction/);
    expect(() => createPopQaFactSet([], { seed: -1 })).toThrow(/seed/);
    expect(() => createPopQaFactSet([row('Jim', 'hobby', 'chess')])).toThrow(/hobby/);
  });
});

test('every question is understood as its own relation alone', () => {
  for (const { name, question } of popQaRelations) {
    expect(parsePopQaQuestion(question.replace('{}', "the X's"))).toEqual([
      { relation: name, subject: "the X's" },
    ]);
  }
});

const path = testData('popqa/popqa_test.json');

describe.skipIf(!existsSync(path))('the published file', () => {
  test('has 12,508 unambiguous facts and a majority baseline of 7.6 %', async () => {
    const { rows } = await readPopQa(path);
    const { unambiguous, ambiguous } = findPopQaFacts(rows);
    expect(unambiguous).toHaveLength(12_508);
    expect(ambiguous).toHaveLength(557);
    expect(ambiguous.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(1328);
    expect(ambiguous.find(({ subject }) => subject === 'Pilot')).toBeDefined();

    const baseline = majorityBaseline(rows);
    expect(baseline.exactMatch).toBeCloseTo(1078 / 14_267, 12);
    expect((100 * baseline.exactMatch).toFixed(1)).toBe('7.6');
    expect((100 * baseline.officialRule).toFixed(1)).toBe('8.6');

    const { facts, probes } = createPopQaFactSet(rows);
    expect(facts).toHaveLength(12_508);
    expect(probes).toHaveLength(12_508);
    expect(new Set(facts.map(({ object }) => object)).size).toBe(6689);
    expect(new Set(facts.map(({ fact_id }) => fact_id)).size).toBe(12_508);
  });
});
