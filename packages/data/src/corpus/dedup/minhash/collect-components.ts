import { LetheError } from '@lethe/contracts';
import type { DocumentTable, IdList } from './document-table.js';
import type { Components } from './settle-clusters.js';

/** Fewest members of a portion; the last may have fewer. */
const PORTION = 1 << 13;

/**
 * Gathers the components with two or more documents and at least one of the corpus, in portions of some thousand
 * documents. In each, documents of `against` come first; both parts are in the order of ids.
 */
export function* collectComponents(
  { documents, firstOfCorpus }: DocumentTable,
  joined: UnionFind,
  ids: IdList,
): Generator<Components> {
  const { members, starts } = groupByRoot(documents, joined);
  let portion: number[] = [];
  let ends: number[] = [];
  for (let group = 0; group + 1 < starts.length; group++) {
    const component = members.subarray(starts[group]!, starts[group + 1]!);
    // Members are in the order of numbers, and the last numbers are those of the corpus.
    if (component[component.length - 1]! < firstOfCorpus) continue;
    const cut = component.findIndex((document) => document >= firstOfCorpus);
    pushSorted(portion, component.subarray(0, cut), ids);
    pushSorted(portion, component.subarray(cut), ids);
    ends.push(portion.length);
    if (portion.length < PORTION) continue;
    yield { members: Uint32Array.from(portion), ends: Uint32Array.from(ends) };
    portion = [];
    ends = [];
  }
  if (ends.length > 0) yield { members: Uint32Array.from(portion), ends: Uint32Array.from(ends) };
}

/** Documents of components of two or more, one component after the other, and where each begins. */
function groupByRoot(documents: number, joined: UnionFind): { members: Uint32Array; starts: Uint32Array } {
  const counts = new Uint32Array(documents);
  for (let i = 0; i < documents; i++) counts[joined.find(i)]!++;
  let total = 0;
  let groups = 0;
  for (let i = 0; i < documents; i++) {
    if (counts[i]! < 2) continue;
    total += counts[i]!;
    groups++;
  }
  const members = new Uint32Array(total);
  const starts = new Uint32Array(groups + 1);
  // A root is the smallest of its component: its place is known before the others come. 0 stands for none.
  const next = counts;
  let group = 0;
  let at = 0;
  for (let i = 0; i < documents; i++) {
    const root = joined.find(i);
    if (root === i) {
      const count = counts[i]!;
      next[i] = count < 2 ? 0 : at + 1;
      if (count < 2) continue;
      starts[group++] = at;
      at += count;
    }
    if (next[root] === 0) continue;
    members[next[root]! - 1] = i;
    next[root]!++;
  }
  starts[group] = at;
  return { members, starts };
}

function pushSorted(out: number[], documents: Uint32Array, ids: IdList): void {
  if (documents.length === 1) {
    out.push(documents[0]!);
    return;
  }
  const named = Array.from(documents, (document) => ({ document, id: ids.at(document) }));
  named.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  for (let i = 0; i < named.length; i++) {
    if (i > 0 && named[i]!.id === named[i - 1]!.id) throw sameId(named[i]!.id);
    out.push(named[i]!.document);
  }
}

function sameId(id: string): LetheError {
  return new LetheError({
    what: 'two similar documents of one corpus have the same id',
    expected: 'ids that are unique, since the smallest one decides which document is kept',
    found: id,
    next: 'give every document a unique id',
  });
}

/** Disjoint sets of the numbers 0 .. size-1. */
export class UnionFind {
  readonly #parents: Uint32Array;

  constructor(size: number) {
    this.#parents = new Uint32Array(size);
    for (let i = 0; i < size; i++) this.#parents[i] = i;
  }

  /** The smallest number of the set that `i` is in. */
  find(i: number): number {
    const parents = this.#parents;
    let at = i;
    while (parents[at] !== at) {
      // Halving the path: every other step skips a generation.
      parents[at] = parents[parents[at]!]!;
      at = parents[at]!;
    }
    return at;
  }

  /** Puts two sets together; returns false when they were one. */
  union(a: number, b: number): boolean {
    const rootA = this.find(a);
    const rootB = this.find(b);
    if (rootA === rootB) return false;
    if (rootA < rootB) this.#parents[rootB] = rootA;
    else this.#parents[rootA] = rootB;
    return true;
  }
}
