import { createWordTokenizer, type Tokenizer } from '@lethe/tokenizers';
import type { SymbolicSizes } from './symbolic-options.js';

/**
 * The token ids of a symbolic world, in this order: subjects s0.., relation templates r0.., answers a0.., the
 * question-answer format p0.., noise z0.., end of text. V = S + |R| + A + F + Z + 1.
 */
export interface SymbolicVocabulary {
  /** Words by id, without the end-of-text token. */
  words: string[];
  /** Number of tokens V, the end-of-text token included. */
  size: number;
  /** Id of subject 0; subject s is `firstSubject + s`, and so on. */
  firstSubject: number;
  firstTemplate: number;
  firstAnswer: number;
  firstFormat: number;
  firstNoise: number;
  endOfText: number;
  /** The same as a tokenizer of words between spaces. */
  tokenizer: Tokenizer;
}

/** Lays out the vocabulary of a symbolic world. */
export function createSymbolicVocabulary(sizes: SymbolicSizes): SymbolicVocabulary {
  const name = (letter: string, count: number): string[] =>
    Array.from({ length: count }, (_, i) => `${letter}${i}`);
  const firstTemplate = sizes.subjects;
  const firstAnswer = firstTemplate + sizes.templates;
  const firstFormat = firstAnswer + sizes.answers;
  const firstNoise = firstFormat + sizes.formatTokens;
  const endOfText = firstNoise + sizes.noiseTokens;
  const words = [
    ...name('s', sizes.subjects),
    ...name('r', sizes.templates),
    ...name('a', sizes.answers),
    ...name('p', sizes.formatTokens),
    ...name('z', sizes.noiseTokens),
  ];
  return {
    words,
    size: endOfText + 1,
    firstSubject: 0,
    firstTemplate,
    firstAnswer,
    firstFormat,
    firstNoise,
    endOfText,
    tokenizer: createWordTokenizer(words),
  };
}
