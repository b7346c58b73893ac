import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { matchAnswer, normaliseAnswer } from './match-answer.js';

describe('normalisation', () => {
  // What normalize_answer of the evaluation script of SQuAD 1.1 gives, but for the last two, which it empties.
  it.each([
    ['The  U.S.A., an  "empire"', 'usa empire'],
    ['a-b', 'ab'],
    ['Anthem and theatre', 'anthem and theatre'],
    [' Żółć ', 'żółć'],
    ['The', 'the'],
    ['!?', '!?'],
  ])('of %j is %j', (text, expected) => {
    expect(normaliseAnswer(text)).toBe(expected);
  });

  it('is that of the script in Python (fixtures/make_normalised_answers.py) in every script and for every blank', () => {
    const path = new URL('../../fixtures/normalised-answers.json', import.meta.url);
    const cases = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
    const kept = Object.entries(cases).filter(([, expected]) => expected !== '');
    expect(kept.length).toBeGreaterThan(350);
    expect(kept.map(([text]) => [text, normaliseAnswer(text)])).toEqual(kept);
  });

  it('keeps letters beyond ASCII apart from articles', () => {
    expect(normaliseAnswer('Aš')).toBe('aš');
    expect(matchAnswer('ño', ['año'])).toEqual({ exact: false, whole: false, substring: false });
  });
});

describe('the match of an answer', () => {
  it.each([
    // [output, answers, exact, whole, substring]
    [' Rome', ['Rome'], true, true, true],
    [' The Rome.\nQ: next', ['Rome'], true, true, true],
    [' Rome and Paris', ['Rome'], true, false, true],
    [' It is Rome', ['Rome'], false, false, true],
    [' It is ROME', ['Rome'], false, false, false],
    [' rome', ['Rome'], true, true, true],
    [' Association football', ['association football'], true, true, true],
    [' the Romes', ['rome'], false, false, true],
    [' the ROMEs', ['rome'], false, false, false],
    ['Paris\nRome', ['Rome'], false, false, false],
    ['\n\nRome', ['Rome'], true, true, true],
    ['\nRome', ['Rome'], true, true, false],
    ['\n\n\nRome', ['Rome'], true, true, false],
    ['Paris', ['', '  '], false, false, false],
    ['Oslo', ['Rome', 'Oslo'], true, true, true],
  ] as const)('%j for %j', (output, answers, exact, whole, substring) => {
    expect(matchAnswer(output, answers)).toEqual({ exact, whole, substring });
  });
});
