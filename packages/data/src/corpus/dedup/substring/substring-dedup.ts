import { LetheError } from '@lethe/contracts';
import type { CorpusDocument } from '../../documents/corpus-document.js';
import type { ClusterRow, DedupMethod } from '../method/dedup-method.js';
import { createTokenSource } from './create-token-source.js';
import { findRemovals } from './find-removals.js';
import { createPacer } from './pacer.js';
import { completeOptions, type SubstringOptions } from './substring-options.js';
import { INSIDE, type TokenOffsets } from './token-source.js';
import { tokenizeCorpora } from './tokenize-corpora.js';

/**
 * Exact substring deduplication (Lee et al. 2021, arXiv 2107.06499 section 4.1): repeats of at least `minLength`
 * tokens, within a document or between documents, are cut out; `removed_spans` says where. The result depends
 * on the set of documents alone. A row's cluster is the document that holds the longest piece it loses.
 *
 * Reads the corpus twice and `against` once. Memory: 12 bytes for each token (9 for each byte), and about 120
 * for each document, of both corpora. It works on one thread and yields to the event loop meanwhile.
 * @throws LetheError when ids are not unique, the corpus needs more than `memoryLimit` or changes between the
 * passes, or an option is out of range; the signal's reason when that is aborted
 */
export const substringDedup: DedupMethod<SubstringOptions> = async function* (
  corpus,
  against,
  options,
  context,
) {
  const complete = completeOptions(options);
  const { signal, onProgress } = context;
  const source = createTokenSource(complete.unit);
  const corpora = await tokenizeCorpora(corpus, against, source, complete.memoryLimit, context);
  const { ids, starts, againstDocuments } = corpora;
  const { spans, keepers } = await findRemovals(corpora, complete, context);

  const pacer = createPacer(signal);
  let document = againstDocuments;
  const toRow = ({ id, text }: CorpusDocument): ClusterRow => {
    if (ids[document] !== id) throw changedBetweenPasses(ids[document], id);
    const row: ClusterRow = {
      doc_id: id,
      cluster_id: id,
      kept: true,
      method: 'substring',
      estimated_similarity: null,
      true_similarity: null,
      removed_spans: [],
    };
    const cut = spans.get(document);
    if (cut !== undefined) {
      const offsets = source.offsets(text);
      const tokens = starts[document + 1]! - starts[document]!;
      if (offsets.starts.length !== tokens) throw changedBetweenPasses(id, `another text of ${id}`);
      row.removed_spans = cutSpans(offsets, cut, text.length);
      row.kept = tokens - lengthOf(cut) >= complete.minRemaining;
      row.cluster_id = ids[keepers.get(document)!]!;
    }
    document++;
    return row;
  };

  for await (const batch of corpus()) {
    const rows: ClusterRow[] = [];
    for (const next of batch) {
      rows.push(toRow(next));
      if (!pacer.isDue()) continue;
      onProgress?.('write', document - againstDocuments);
      await pacer.rest();
    }
    signal.throwIfAborted();
    yield rows;
  }
  if (document !== ids.length) throw changedBetweenPasses(ids[document], undefined);
  onProgress?.('write', document - againstDocuments);
};

function lengthOf(spans: readonly number[]): number {
  let length = 0;
  for (let i = 0; i < spans.length; i += 2) length += spans[i + 1]! - spans[i]!;
  return length;
}

function changedBetweenPasses(expected: string | undefined, found: string | undefined): LetheError {
  return new LetheError({
    what: 'the corpus changed while it was read',
    where: 'corpus',
    expected: expected ?? 'its end',
    found: found ?? 'its end',
    next: 'run it again once nothing writes to the corpus',
  });
}

/**
 * UTF-16 span of the tokens from `first` to before `after`, narrowed to whole characters where a token begins
 * or ends inside one; undefined where nothing is left of it.
 */
export function textSpan(
  { starts, ends }: TokenOffsets,
  first: number,
  after: number,
): [start: number, end: number] | undefined {
  let from = first;
  let to = after;
  while (from < to && starts[from] === INSIDE) from++;
  while (to > from && ends[to - 1] === INSIDE) to--;
  return from < to ? [starts[from]!, ends[to - 1]!] : undefined;
}

/**
 * UTF-16 spans, flattened, that cut token spans out of a text. White space after a span goes with it, unless it
 * is all that parts the tokens on both sides.
 * @param tokenSpans start and end of every span, flattened, sorted, no two touching
 * @param length of the text
 */
export function cutSpans(offsets: TokenOffsets, tokenSpans: readonly number[], length: number): number[] {
  const { starts, ends } = offsets;
  const spans: number[] = [];
  for (let i = 0; i < tokenSpans.length; i += 2) {
    const span = textSpan(offsets, tokenSpans[i]!, tokenSpans[i + 1]!);
    if (span === undefined) continue;
    const [start, end] = span;
    const [first, after] = [tokenSpans[i]!, tokenSpans[i + 1]!];
    const isParted = first === 0 || ends[first - 1]! < starts[first]!;
    const next = after < starts.length ? starts[after]! : length;
    spans.push(start, isParted ? Math.max(end, next) : end);
  }
  return spans;
}
