import { describe, expect, it } from 'vitest';
import { createAnswerWorld, judgeAnswer } from './judge-answer.js';

const probes = [
  { factId: 'a', answers: ['New York City', 'NYC'] },
  { factId: 'b', answers: ['New Haven'] },
  { factId: 'c', answers: ['19', ' '] },
  { factId: 'd', answers: ['Malmö', 'Zürich'] },
  { factId: 'd2', answers: ['Zürich'] },
  { factId: 'e', answers: ['1901'] },
  { factId: 'e', answers: ['Ghent'] },
  { factId: 'f', answers: ['The Hague'], depth: 'qa', split: 'train' },
  { factId: 'g', answers: ['Ghent', 'A'], depth: 'memorization', split: 'train' },
];
const fact = (subject: string, relation: string | null, text: string) => ({
  subject,
  relation,
  text,
  variants: [],
});
const world = createAnswerWorld(probes, [
  fact('Ana', null, 'In 1901 Ana was born.'),
  fact('s0', 'r3 r12', 'z1 s0 r3 a0'),
]);
const judge = (output: string, factId: string) =>
  judgeAnswer(output, probes.find((probe) => probe.factId === factId)!, world).errorClass;

describe('an answer', () => {
  it.each([
    ['NYC', 'a'],
    [' New  York\n City, where', 'a'],
    ['NYC.', 'a'],
    ['NYC,which', 'a'],
    ['new york city', 'a'],
    ['the N.Y.C. of', 'a'],
    ["NYC's", 'a'],
    ['19', 'c'],
    ['19 years', 'c'],
    ['Malmö!', 'd'],
    ['Zürich', 'd'],
    ['Zürich', 'd2'],
    ['hague', 'f'],
    ['a', 'g'],
  ])('%j is right for %s', (output, factId) => {
    expect(judge(output, factId)).toBe('none');
  });

  it.each([
    ['New Haven and', 'a', 'other_answer'],
    ['19 of them', 'a', 'other_answer'],
    ['The Hague, since', 'a', 'fine_tuned_answer'],
    ['New Jersey', 'a', 'partial'],
    ['the New one', 'a', 'partial'],
    ['New', 'b', 'partial'],
    ['Was', 'a', 'relation'],
    ['r12', 'a', 'relation'],
    ['r1', 'a', 'other'],
    ['NYCX', 'a', 'other'],
    ['1987', 'c', 'other'],
    ['Malmöer', 'd', 'other'],
    // Ghent is also the answer of another probe of the same fact.
    ['Ghent', 'e', 'other_answer'],
    ['1901', 'e', 'none'],
    ['', 'a', 'empty'],
    ['...', 'c', 'empty'],
  ])('%j is judged for %s: %s', (output, factId, errorClass) => {
    expect(judge(output, factId)).toBe(errorClass);
  });

  it('of another probe of the same fact is none of another fact', () => {
    const own = createAnswerWorld(probes.slice(0, 7));
    expect(judgeAnswer('Ghent', probes[5]!, own).errorClass).toBe('other');
  });
});
