import type { Tokenizer } from '@lethe/tokenizers';
import type { FictionalKnowledgeEntry } from '../facts/read-fictional-knowledge.js';
import { type Range, rangeOf, type Share, shareOf } from '../statistics/quantiles.js';
import { countCharacters, countWords, lengthsOf, type TextLengths } from './text-measures.js';

/** How many paraphrases of its passage hold the target of a probe. */
export interface TargetCoverage {
  /** Pairs of a probe and a paraphrase that holds its target, ignoring case. */
  present: Share;
  /** The same, case-sensitive. */
  presentAsItStands: Share;
  /** Probes whose target is in no paraphrase. */
  inNone: Share;
  /** Probes whose target is in every paraphrase. */
  inAll: Share;
}

/** What is injected of one entry over the ten encounters of the paper, on average. */
interface InjectedLength {
  words: number;
  /** With the end-of-text token after every text; only with a tokenizer. */
  tokens?: number;
}

/** What the paraphrases of Fictional Knowledge keep of their passages. */
export interface ParaphraseStatistics {
  /** Entries that have some. */
  entries: number;
  lengths: TextLengths;
  /** Length of a paraphrase over that of its passage. */
  wordRatio: Range;
  characterRatio: Range;
  tokenRatio?: Range;
  memorization: TargetCoverage;
  composition: TargetCoverage;
  /** Pairs of a probe and a paraphrase that holds the whole sentence of a memorization probe. */
  memorizationVerbatim: Share;
  /** An entry with paraphrases: its passage and each of them once. An entry of duplication: its passage ten times. */
  injected: { paraphrase: InjectedLength; duplication: InjectedLength };
}

const ENCOUNTERS = 10;

/**
 * Measures the paraphrases of the entries that have some; undefined where none has.
 * @param duplicated the entries that the paper injects ten times as they are
 */
export function describeParaphrases(
  entries: readonly FictionalKnowledgeEntry[],
  duplicated: readonly FictionalKnowledgeEntry[],
  tokenizer?: Tokenizer,
): ParaphraseStatistics | undefined {
  const some = entries.filter(({ paraphrases }) => paraphrases.length > 0);
  if (some.length === 0) return undefined;
  const pairs = some.flatMap(({ train_context, paraphrases }) =>
    paraphrases.map((paraphrase) => ({ passage: train_context, paraphrase })),
  );
  const ratio = (measure: (text: string) => number): Range =>
    rangeOf(pairs.map(({ passage, paraphrase }) => measure(paraphrase) / measure(passage)));
  return {
    entries: some.length,
    lengths: lengthsOf(
      pairs.map(({ paraphrase }) => paraphrase),
      tokenizer,
    ),
    wordRatio: ratio(countWords),
    characterRatio: ratio(countCharacters),
    ...(tokenizer && { tokenRatio: ratio((text) => tokenizer.encode(text).length) }),
    memorization: coverageOf(some, 'mem_target'),
    composition: coverageOf(some, 'hard_gen_target'),
    memorizationVerbatim: shareOf(
      some.flatMap(({ mem_input, mem_target, paraphrases }) =>
        mem_input.flatMap((prompt, i) =>
          paraphrases.map((paraphrase) => paraphrase.includes(`${prompt} ${mem_target[i]}`)),
        ),
      ),
      Boolean,
    ),
    injected: {
      paraphrase: injectedLength(
        some.map(({ train_context, paraphrases }) => [train_context, ...paraphrases]),
        tokenizer,
      ),
      duplication: injectedLength(
        duplicated.map(({ train_context }) => Array<string>(ENCOUNTERS).fill(train_context)),
        tokenizer,
      ),
    },
  };
}

/** Mean over entries of the length of all their texts together. */
function injectedLength(texts: readonly string[][], tokenizer: Tokenizer | undefined): InjectedLength {
  const mean = (measure: (text: string) => number): number =>
    rangeOf(texts.map((list) => list.reduce((sum, text) => sum + measure(text), 0))).mean;
  return {
    words: mean(countWords),
    ...(tokenizer && { tokens: mean((text) => tokenizer.encode(text).length + 1) }),
  };
}

function coverageOf(
  entries: readonly FictionalKnowledgeEntry[],
  key: 'mem_target' | 'hard_gen_target',
): TargetCoverage {
  const probes = entries.flatMap(({ [key]: targets, paraphrases }) =>
    targets.map((target) => ({ target, paraphrases })),
  );
  const present = probes.map(({ target, paraphrases }) =>
    shareOf(paraphrases, (paraphrase) => paraphrase.toLowerCase().includes(target.toLowerCase())),
  );
  const exact = probes.map(({ target, paraphrases }) =>
    shareOf(paraphrases, (paraphrase) => paraphrase.includes(target)),
  );
  return {
    present: total(present),
    presentAsItStands: total(exact),
    inNone: shareOf(present, ({ count }) => count === 0),
    inAll: shareOf(present, ({ count, of }) => count === of),
  };
}

function total(shares: readonly Share[]): Share {
  return shares.reduce((sum, { count, of }) => ({ count: sum.count + count, of: sum.of + of }), {
    count: 0,
    of: 0,
  });
}
