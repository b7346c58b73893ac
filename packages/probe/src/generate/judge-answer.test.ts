import { describe, expect, it } from 'vitest';
import { indexAnswers, judgeAnswer } from './judge-answer.js';

const facts = [
  { factId: 'a', answers: ['New York City', 'NYC'] },
  { factId: 'b', answers: ['New Haven'] },
  { factId: 'c', answers: ['19', ' '] },
  { factId: 'd', answers: ['Malmö', 'Zürich'] },
  { factId: 'd2', answers: ['Zürich'] },
  { factId: 'e', answers: ['1901'] },
  { factId: 'e', answers: ['Ghent'] },
];
const index = indexAnswers(facts);
const judge = (output: string, factId: string) =>
  judgeAnswer(output, facts.find((fact) => fact.factId === factId)!, index).errorClass;

describe('an answer', () => {
  it.each([
    ['NYC', 'a'],
    [' New  York\n City, where', 'a'],
    ['NYC.', 'a'],
    ['19', 'c'],
    ['19 years', 'c'],
    ['Malmö!', 'd'],
    ['Zürich', 'd'],
    ['Zürich', 'd2'],
  ])('%j is right for %s', (output, factId) => {
    expect(judge(output, factId)).toBe('none');
  });

  it.each([
    ['New Haven and', 'a', 'other_answer'],
    ['19 of them', 'a', 'other_answer'],
    ['New Jersey', 'a', 'partial'],
    ['New', 'b', 'partial'],
    ['NYCX', 'a', 'other'],
    ['1987', 'c', 'other'],
    ['new york city', 'a', 'other'],
    ['the NYC', 'a', 'other'],
    ['Malmöer', 'd', 'other'],
    // Ghent is the answer of another probe of the same fact.
    ['Ghent', 'e', 'other'],
    ['', 'a', 'other'],
    ['...', 'c', 'other'],
  ])('%j is wrong for %s: %s', (output, factId, errorClass) => {
    expect(judge(output, factId)).toBe(errorClass);
  });

  it('is judged as an exact match if and only if it has no error', () => {
    for (const output of ['NYC', 'New Haven', 'New', 'x']) {
      const { exactMatch, errorClass } = judgeAnswer(output, facts[0]!, index);
      expect(exactMatch).toBe(errorClass === 'none');
    }
  });
});
