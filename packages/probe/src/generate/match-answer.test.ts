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
