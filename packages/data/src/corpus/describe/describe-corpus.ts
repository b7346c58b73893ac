import type { OpenCorpus } from '../documents/corpus-document.js';
import { MultiplicityCounter } from '../statistics/multiplicity-counter.js';
import { type Quantiles, ValueCounts } from '../statistics/quantiles.js';
import { measureText } from './measure-text.js';

/** Documents of one source. */
export interface SourceStatistics {
  source: string;
  documents: number;
  characters: number;
}

/** Measured properties of a corpus. */
export interface CorpusStatistics {
  kind: 'corpus';
  documents: number;
  /** Documents without a word. */
  blankDocuments: number;
  words: number;
  /** Unicode code points. */
  characters: number;
  /** In UTF-8. */
  bytes: number;
  /** Lengths of documents. */
  lengths: { words: Quantiles; characters: Quantiles; bytes: Quantiles };
  duplicates: {
    /** Different texts. */
    texts: number;
    /** Documents whose text another document before them has. */
    redundantDocuments: number;
    /** How many texts occur how often, fewest copies first. */
    multiplicity: { copies: number; texts: number }[];
  };
  /** Sources, most documents first. */
  sources: SourceStatistics[];
  /** Documents of sources beyond the first 10,000 that were met. */
  documentsOfOtherSources: number;
}

export interface DescribeCorpusOptions {
  signal?: AbortSignal | undefined;
  /** Different texts that are kept at a time, 12 to 40 bytes each; with more of them the corpus is read again. 2^24. */
  maxTexts?: number | undefined;
  /** Told at the beginning of every pass after the first, which are over duplicates alone. */
  onPass?: ((pass: number) => void) | undefined;
}

const MAX_SOURCES = 10_000;

/**
 * Measures a corpus as a stream: sizes, exact quantiles of lengths, exact duplicates, sources.
 * @throws signal.reason when aborted
 */
export async function describeCorpus(
  open: OpenCorpus,
  options: DescribeCorpusOptions = {},
): Promise<CorpusStatistics> {
  const { signal, onPass } = options;
  const counter = new MultiplicityCounter(options.maxTexts);
  const [words, characters, bytes] = [new ValueCounts(), new ValueCounts(), new ValueCounts()];
  const sources = new Map<string, SourceStatistics>();
  let [documents, blankDocuments, documentsOfOthers] = [0, 0, 0];
  for await (const batch of open()) {
    signal?.throwIfAborted();
    for (const { text, source } of batch) {
      const measures = measureText(text);
      documents++;
      if (measures.words === 0) blankDocuments++;
      words.add(measures.words);
      characters.add(measures.characters);
      bytes.add(measures.bytes);
      counter.add(text);
      const known = sources.get(source) ?? { source, documents: 0, characters: 0 };
      if (known.documents === 0 && sources.size === MAX_SOURCES) {
        documentsOfOthers++;
        continue;
      }
      sources.set(source, known);
      known.documents++;
      known.characters += measures.characters;
    }
  }
  for (let pass = 2; counter.endPass(); pass++) {
    onPass?.(pass);
    for await (const batch of open()) {
      signal?.throwIfAborted();
      for (const { text } of batch) counter.add(text);
    }
  }
  const multiplicity = [...counter.histogram()].map(([copies, texts]) => ({ copies, texts }));
  const texts = multiplicity.reduce((sum, bin) => sum + bin.texts, 0);
  return {
    kind: 'corpus',
    documents,
    blankDocuments,
    words: words.sum,
    characters: characters.sum,
    bytes: bytes.sum,
    lengths: { words: words.quantiles(), characters: characters.quantiles(), bytes: bytes.quantiles() },
    duplicates: { texts, redundantDocuments: documents - texts, multiplicity },
    sources: [...sources.values()].sort(
      (a, b) => b.documents - a.documents || (a.source < b.source ? -1 : 1),
    ),
    documentsOfOtherSources: documentsOfOthers,
  };
}
