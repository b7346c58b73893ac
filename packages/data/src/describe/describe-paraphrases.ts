import type { FictionalKnowledgeEntry } from '../readers/read-fictional-knowledge.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { type Range, rangeOf, type Share, shareOf } from './range.js';
import { countCharacters, countWords, lengthsOf, type TextLengths } from './text-measures.js';

/** How many paraphrases of its passage hold the target of a probe. */
export interface TargetCoverage {
  /** Pairs of a probe and a paraphrase that holds its target, whatever the case. */
  present: Share;
  /** The same where letters have to stand as they do in the target. */
  presentAsItStands: Share;
  /** Probes whose target is in no paraphrase. */
  inNone: Share;
  /** Probes whose target is in every paraphrase. */
  inAll: Share;
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
}

/** Measures the paraphrases of the entries that have some; undefined where none has. */
export function describeParaphrases(
  entries: readonly FictionalKnowledgeEntry[],
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
