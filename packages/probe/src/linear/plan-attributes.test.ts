import { expect, it } from 'vitest';
import type { Probe } from '../span/read-probes.js';
import { attributeLabels, divideFacts, namePrompts, positionPrompts } from './plan-attributes.js';

const probe = (factId: string, depth: string, prompt: string, target: string, split = 'train'): Probe => ({
  ...{ id: `${factId}/${prompt}`, factId, depth, split, prompt, target, answers: [target] },
  ...{ promptTokens: prompt.split('').map(Number), targetTokens: [1], tokenBoundary: true },
});
const fact = (fact_id: string, relation: string | null) => ({ fact_id, subject: fact_id, relation });

it('keeps relations apart, but not the templates in which the facts of a symbolic world are told', () => {
  const popular = [
    probe('a', 'memorization', 'The sport of a is', 'chess'),
    probe('a', 'qa', 'What sport?', 'chess'),
    probe('b', 'memorization', 'The father of b is', 'c'),
    probe('b', 'qa', 'Whose child?', 'c'),
  ];
  const labels = attributeLabels(popular, [fact('a', 'sport'), fact('b', 'father')], ['whole']);
  expect(labels.map(({ attribute, question }) => [attribute, question])).toEqual([
    ['sport/0', 'What sport?'],
    ['father/0', 'Whose child?'],
  ]);
  const symbolic = [
    ...[probe('s0', 'memorization', 's0 r4', 'a1'), probe('s0', 'memorization', 's0 r2', 'a1')],
    ...[probe('s1', 'memorization', 's1 r3', 'a0'), probe('s1', 'qa', 's1 p0', 'a0')],
    probe('s0', 'qa', 's0 p0', 'a1'),
  ];
  const [only, ...others] = attributeLabels(symbolic, [fact('s0', 'r4 r2'), fact('s1', 'r3 r1')], ['whole']);
  expect(others).toEqual([]);
  expect(only).toMatchObject({ attribute: '0', question: 's1 p0' });
  expect([...only!.values.keys()]).toEqual(['s1', 's0']);
  // By the first token all are alike here; both kinds come one after the other.
  const both = attributeLabels(symbolic, [fact('s0', 'r4 r2'), fact('s1', 'r3 r1')], ['whole', 'first']);
  expect(both.map(({ value, values }) => [value, [...values.values()].map((own) => own.value)])).toEqual([
    ['whole', ['a0', 'a1']],
    ['first', ['1', '1']],
  ]);
});

it('puts the places of a text in order, and names after an end of text', () => {
  const places = positionPrompts([
    probe('a', 'memorization', '123', 'x'),
    probe('a', 'memorization', '1', 'y'),
    probe('b', 'memorization', '4', 'z'),
  ]);
  expect(places.map(({ position, factIds }) => [position, factIds])).toEqual([
    [0, ['a', 'b']],
    [1, ['a']],
  ]);
  expect(places[0]!.prompts).toEqual([[1], [4]]);
  const named = namePrompts([fact('a', null), { ...fact('b', null), subject: null }], () => [7, 8], 9);
  expect(named).toEqual({ kind: 'q', position: 0, prompts: [[9, 7, 8]], factIds: ['a'] });
});

it('numbers the values of training, and drops what has nothing to tell apart', () => {
  const values = new Map(
    Object.entries({ a: 'x', b: 'y', c: 'y', d: 'y', e: 'z' }).map(([id, value]) => [
      id,
      { value, split: 'de'.includes(id) ? 'test' : 'train' },
    ]),
  );
  const labels = { attribute: '0', value: 'whole' as const, question: '?', values };
  const cell = divideFacts(['e', 'd', 'c', 'b', 'a', 'unknown'], labels)!;
  expect(cell).toMatchObject({
    train: { members: [2, 3, 4], labels: Int32Array.of(0, 0, 1) },
    test: { members: [0, 1], labels: Int32Array.of(-1, 0) },
    ...{ classes: 2, majority: 0.5 },
  });
  expect(divideFacts(['b', 'c', 'd'], labels)).toBeUndefined();
  expect(divideFacts(['a', 'b'], labels)).toBeUndefined();
});
