import type { CorpusDocument, DocumentStream, OpenCorpus } from '../../../documents/corpus-document.js';
import type { ClusterRow } from '../../method/dedup-method.js';
import { minhashDedup } from '../minhash-dedup.js';
import type { MinhashOptions } from '../minhash-settings.js';

/** Shingles of a text as strings: words of ASCII letters and digits in lower case. */
export function wordShingles(text: string, size: number): Set<string> {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  if (words.length === 0) return new Set();
  if (words.length < size) return new Set([words.join(' ')]);
  return new Set(words.slice(size - 1).map((_, i) => words.slice(i, i + size).join(' ')));
}

export function jaccardOfSets(a: Set<string>, b: Set<string>): number {
  const shared = [...a].filter((shingle) => b.has(shingle)).length;
  return a.size + b.size === 0 ? 0 : shared / (a.size + b.size - shared);
}

/**
 * What deduplication promises, by comparing all pairs: components of documents that are similar enough, and in each
 * the documents in the order of ids, that go to the first kept one that is similar enough.
 * @returns the kept document by document of the corpus
 */
export function referenceDedup(
  corpus: readonly CorpusDocument[],
  against: readonly CorpusDocument[],
  shingleSize: number,
  threshold: number,
): Map<string, string> {
  const byId = (a: CorpusDocument, b: CorpusDocument): number => (a.id < b.id ? -1 : 1);
  const all = [
    ...[...against].sort(byId).map((document) => ({ ...document, stays: true })),
    ...[...corpus].sort(byId).map((document) => ({ ...document, stays: false })),
  ].map((document) => ({ ...document, shingles: wordShingles(document.text, shingleSize) }));
  const component = all.map((_, i) => i);
  const similar = (i: number, j: number): boolean =>
    jaccardOfSets(all[i]!.shingles, all[j]!.shingles) >= threshold;
  for (let i = 0; i < all.length; i++) {
    for (let j = 0; j < i; j++) {
      if (!similar(i, j) || component[i] === component[j]) continue;
      const [from, to] = [component[i]!, component[j]!];
      for (let k = 0; k < all.length; k++) if (component[k] === from) component[k] = to;
    }
  }
  const result = new Map<string, string>();
  const kept: number[] = [];
  for (let i = 0; i < all.length; i++) {
    const keeper = all[i]!.stays
      ? undefined
      : kept.find((j) => component[j] === component[i] && similar(j, i));
    if (keeper === undefined) kept.push(i);
    if (!all[i]!.stays) result.set(all[i]!.id, all[keeper ?? i]!.id);
  }
  return result;
}

/** A corpus in memory, in batches of the given size. */
export function corpusOf(documents: readonly CorpusDocument[], batch = 3): OpenCorpus {
  return async function* (): DocumentStream {
    for (let i = 0; i < documents.length; i += batch) yield documents.slice(i, i + batch);
  };
}

export async function dedupRows(
  corpus: readonly CorpusDocument[],
  options: MinhashOptions,
  against?: readonly CorpusDocument[],
): Promise<ClusterRow[]> {
  const rows: ClusterRow[] = [];
  const context = { signal: new AbortController().signal };
  const other = against && corpusOf(against);
  for await (const batch of minhashDedup(corpusOf(corpus), other, options, context)) rows.push(...batch);
  return rows;
}
