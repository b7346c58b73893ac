import { trackProgress } from '../../progress/track-progress.js';
import type { OpenCorpus } from '../documents/corpus-document.js';
import { createStringMatcher, type MatchOptions } from './string-matcher.js';

/** How strings are counted. */
export interface CountOptions extends MatchOptions {
  signal?: AbortSignal | undefined;
  /** Called every few seconds with the progress. */
  log?: ((line: string) => void) | undefined;
}

/** How often a string occurs. */
export interface StringCount {
  string: string;
  /** Occurrences, overlapping ones included. */
  occurrences: number;
  /** Documents with at least one occurrence. */
  documents: number;
}

/**
 * Counts many strings in a corpus in one pass. Memory: one batch of the corpus and, for each string, 24 bytes and
 * some 30 for each UTF-16 unit.
 * @returns the number of documents, and a count for every string, in the order given
 * @throws LetheError when a string is empty; signal.reason when aborted
 */
export async function countOccurrences(
  corpus: OpenCorpus,
  strings: readonly string[],
  options: CountOptions = {},
): Promise<{ documents: number; counts: StringCount[] }> {
  const tally = await tallyStrings(corpus, strings, options, () => {});
  const counts = strings.map((string, i) => ({
    string,
    occurrences: tally.occurrencesOf[i]!,
    documents: tally.documentsOf[i]!,
  }));
  return { documents: tally.documents, counts };
}

/** Counts by number of the string. */
interface StringTally {
  /** Documents of the corpus. */
  documents: number;
  /** Float64Array [strings], whole numbers */
  occurrencesOf: Float64Array;
  /** Float64Array [strings], whole numbers */
  documentsOf: Float64Array;
}

/**
 * Counts strings and reports after each document which of them it contains.
 * @param onDocument called with the numbers of the strings, each once; valid until it returns
 */
export async function tallyStrings(
  corpus: OpenCorpus,
  strings: readonly string[],
  { signal = new AbortController().signal, log = () => {}, ...match }: CountOptions,
  onDocument: (found: readonly number[]) => void,
): Promise<StringTally> {
  const matcher = createStringMatcher(strings, match);
  const tally: StringTally = {
    documents: 0,
    occurrencesOf: new Float64Array(strings.length),
    documentsOf: new Float64Array(strings.length),
  };
  /** Number of the last document, from 1, in which each string was found. */
  const lastSeen = new Float64Array(strings.length);
  const found: number[] = [];
  const progress = trackProgress({ what: 'counting', unit: 'documents' }, { log, signal });
  const onMatch = (string: number): void => {
    tally.occurrencesOf[string]!++;
    if (lastSeen[string] === tally.documents) return;
    lastSeen[string] = tally.documents;
    tally.documentsOf[string]!++;
    found.push(string);
  };
  for await (const batch of corpus()) {
    for (const { text } of batch) {
      tally.documents++;
      found.length = 0;
      matcher.match(text, onMatch);
      onDocument(found);
      await progress(1);
    }
  }
  return tally;
}
