import { LetheError } from '@lethe/contracts';
import { type ByteBpe, mergePairs, WordCounter } from '@lethe/tokenizers';
import type { OpenCorpus } from '../../corpus/documents/corpus-document.js';
import { trackProgress } from '../../progress/track-progress.js';

export interface TrainTokenizerOptions {
  /** Tokens with the 256 bytes and the special tokens, up to 65,536. */
  vocabSize: number;
  /** Special tokens, which take the last ids. */
  special: readonly string[];
}

/**
 * Trains a byte-level BPE on a corpus that is read once, as `trainByteBpe` does. Memory: the distinct words, at most
 * 4 million at a time; when there are more the rarest are forgotten, and `log` says how many.
 * @throws LetheError when the vocabulary is too small or too large, or a special token is empty or a duplicate;
 * signal.reason when aborted
 */
export async function trainTokenizer(
  corpus: OpenCorpus,
  { vocabSize, special }: TrainTokenizerOptions,
  context: { log: (line: string) => void; signal: AbortSignal },
): Promise<ByteBpe> {
  const least = 256 + special.length;
  if (!Number.isInteger(vocabSize) || vocabSize < least || vocabSize > 65_536) {
    throw new LetheError({
      what: 'a vocabulary of this size is not possible',
      where: '--vocab-size',
      expected: `a whole number from ${least}, the bytes and special tokens, to 65536`,
      found: String(vocabSize),
    });
  }
  const wrong = special.find((token, i) => token === '' || special.indexOf(token) !== i);
  if (wrong !== undefined) {
    throw new LetheError({
      what: 'this cannot be a special token',
      where: '--special',
      expected: 'distinct texts, none empty',
      found: JSON.stringify(wrong),
    });
  }
  const words = new WordCounter();
  const reading = trackProgress({ what: 'counting words', unit: 'documents' }, context);
  for await (const documents of corpus()) {
    for (const { text } of documents) {
      words.add(text);
      await reading(1);
    }
  }
  if (words.forgotten > 0) {
    context.log(`${words.forgotten.toLocaleString('en-US')} occurrences of rare words were left out`);
  }
  const total = vocabSize - least;
  const merged = trackProgress({ what: 'merging', unit: 'pairs', total }, context);
  const merging = mergePairs(words.counts, vocabSize, special);
  for (;;) {
    const step = merging.next();
    if (step.done) return step.value;
    await merged(step.value);
  }
}
