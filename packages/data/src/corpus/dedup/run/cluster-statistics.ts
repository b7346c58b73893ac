import type { ClusterRow } from '../method/dedup-method.js';
import { findOwners } from '../spill/find-owners.js';
import { HASH_WORDS, HashPartitions } from '../spill/hash-partitions.js';
import { hashText } from '../spill/hash-text.js';
import { IdSpill } from '../spill/id-spill.js';

const LARGEST = 10;

/** What deduplication did, in numbers. Characters are UTF-16 units. */
export interface ClusterSummary {
  documents: number;
  kept: number;
  removed: number;
  /** Documents that are kept without some spans. */
  cut: number;
  characters: number;
  removed_characters: number;
  /** Groups of documents with one `cluster_id`, that one counted, which may be of `against`. */
  clusters: number;
  /** The largest clusters, ties in order of id; at most ten. */
  largest: { cluster_id: string; documents: number }[];
}

/**
 * Counts rows of the clusters table as they come. Memory: 8 bytes for every document that is not the first of its
 * cluster, and about 10 MiB.
 */
export class ClusterStatistics {
  readonly #members: HashPartitions;
  readonly #names: IdSpill;
  readonly #summary = { documents: 0, kept: 0, removed: 0, cut: 0, characters: 0, removed_characters: 0 };

  /** @param directory takes files that `close` removes */
  constructor(directory: string) {
    this.#members = new HashPartitions(directory, 'members', 1);
    this.#names = new IdSpill(directory, 'cluster-ids');
  }

  /** @param length of the document's text */
  add({ doc_id, cluster_id, kept, removed_spans }: ClusterRow, length: number): void {
    const summary = this.#summary;
    summary.documents++;
    summary.characters += length;
    if (!kept) {
      summary.removed++;
      summary.removed_characters += length;
    } else {
      summary.kept++;
      if (removed_spans.length > 0) summary.cut++;
      for (let i = 0; i < removed_spans.length; i += 2) {
        summary.removed_characters += removed_spans[i + 1]! - removed_spans[i]!;
      }
    }
    // A document that repeats only itself is not a cluster.
    if (kept && cluster_id === doc_id) return;
    hashText(cluster_id, 0, cluster_id.length, this.#members.record);
    this.#members.record[HASH_WORDS] = this.#names.count;
    this.#members.append();
    this.#names.append(cluster_id);
  }

  /** The numbers of all rows. */
  async summary(signal: AbortSignal): Promise<ClusterSummary> {
    const members = this.#names.count;
    const counts = new Uint32Array(members).fill(1);
    const ranks = new Uint32Array(members);
    for (let i = 0; i < members; i++) ranks[i] = i;
    let clusters = members;
    await findOwners(this.#members, ranks, signal, (block, at, first) => {
      counts[block[at]!] = 0;
      counts[first]!++;
      clusters--;
    });
    return { ...this.#summary, clusters, largest: this.#largest(counts) };
  }

  close(): void {
    this.#members.close();
    this.#names.close();
  }

  #largest(counts: Uint32Array): ClusterSummary['largest'] {
    const largest: ClusterSummary['largest'] = [];
    for (let i = 0; i < counts.length; i++) {
      const documents = counts[i]! + 1;
      if (counts[i] === 0) continue;
      if (largest.length === LARGEST && documents < largest[LARGEST - 1]!.documents) continue;
      const entry = { cluster_id: this.#names.get(i), documents };
      const isBefore = (other: { cluster_id: string; documents: number }): boolean =>
        documents > other.documents || (documents === other.documents && entry.cluster_id < other.cluster_id);
      const at = largest.findIndex(isBefore);
      largest.splice(at < 0 ? largest.length : at, 0, entry);
      largest.length = Math.min(largest.length, LARGEST);
    }
    return largest;
  }
}

/** Formats the report of a deduplication. */
export function formatClusterSummary(summary: ClusterSummary): string {
  const { documents, kept, removed, cut, characters, removed_characters, clusters, largest } = summary;
  const lines = [
    `documents   ${number(documents)}: ${number(kept)} kept${cut > 0 ? ` (${number(cut)} of them cut)` : ''}, ${number(removed)} removed (${percent(removed, documents)})`,
    `characters  ${number(characters)}: ${number(removed_characters)} removed (${percent(removed_characters, characters)})`,
    `clusters    ${number(clusters)}${clusters > largest.length ? `, the largest:` : clusters > 0 ? ':' : ''}`,
    ...largest.map(
      ({ cluster_id, documents }) => `${number(documents).padStart(12)} documents  ${cluster_id}`,
    ),
  ];
  return lines.join('\n');
}

const number = (value: number): string => value.toLocaleString('en-US');

const percent = (part: number, whole: number): string =>
  `${whole === 0 ? '0.0' : ((100 * part) / whole).toFixed(1)}%`;
