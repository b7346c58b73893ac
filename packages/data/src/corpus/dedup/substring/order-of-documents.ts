import { LetheError } from '@lethe/contracts';
import type { TokenizedCorpora } from './tokenize-corpora.js';

/**
 * Numbers of the documents in the order in which they are preferred: `against` first, then by id in UTF-16
 * units. It depends on the sets of documents alone.
 * @throws LetheError when two documents of one corpus have the same id
 */
export function orderOfDocuments({
  ids,
  againstDocuments,
}: Pick<TokenizedCorpora, 'ids' | 'againstDocuments'>): Int32Array {
  const isAgainst = (document: number): boolean => document < againstDocuments;
  const order = Int32Array.from(ids.keys()).sort((a, b) => {
    if (isAgainst(a) !== isAgainst(b)) return isAgainst(a) ? -1 : 1;
    return ids[a]! < ids[b]! ? -1 : ids[a]! > ids[b]! ? 1 : 0;
  });
  for (let i = 1; i < order.length; i++) {
    const [a, b] = [order[i - 1]!, order[i]!];
    if (ids[a] !== ids[b] || isAgainst(a) !== isAgainst(b)) continue;
    throw new LetheError({
      what: 'two documents have the same id, so the id cannot say which copy stays',
      where: isAgainst(a) ? 'against' : 'corpus',
      expected: 'ids that are unique within a corpus',
      found: JSON.stringify(ids[a]),
      next: 'name another field as the id, or leave it out so that documents are numbered',
    });
  }
  return order;
}
