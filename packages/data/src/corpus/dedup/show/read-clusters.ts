import { clusters, LetheError, readBatches } from '@lethe/contracts';
import type { OpenCorpus } from '../../documents/corpus-document.js';
import type { ClusterRow } from '../method/dedup-method.js';
import { readDedupRecord } from '../run/dedup-record.js';

/** A document that lost something to the one that stands for its cluster. */
export interface ClusterMember {
  row: ClusterRow;
  text: string;
}

/** One cluster with texts: what stays, and what goes for it. */
export interface ClusterView {
  clusterId: string;
  /** Documents of the cluster, the one that it is called after counted. */
  documents: number;
  /** The text that stays, and the corpus that has it. */
  keeper: { text: string; of: 'corpus' | 'against' };
  /** The first members in the order of the corpus. */
  members: ClusterMember[];
}

export interface ClusterSelection {
  /** Ids of clusters; the largest ones by default. */
  ids?: readonly string[] | undefined;
  /** How many of the largest, at most ten; 5 by default. */
  largest?: number | undefined;
  /** Members of each cluster; 3 by default. */
  members?: number | undefined;
}

/**
 * Reads clusters of a finished directory of deduplication together with the texts of the corpora that it was made
 * of. One pass over the table and one over each corpus.
 * @throws LetheError when it is not such a directory, a cluster is absent, or a corpus lacks its documents
 */
export async function readClusters(
  directory: string,
  corpus: OpenCorpus,
  against: OpenCorpus | undefined,
  selection: ClusterSelection,
  signal: AbortSignal,
): Promise<ClusterView[]> {
  const { summary } = readDedupRecord(directory);
  const { largest = 5, members: limit = 3 } = selection;
  const ids = selection.ids ?? summary.largest.slice(0, largest).map(({ cluster_id }) => cluster_id);
  const found = new Map(ids.map((id) => [id, { documents: 1, rows: [] as ClusterRow[], inCorpus: false }]));
  for await (const batch of readBatches(directory, clusters)) {
    signal.throwIfAborted();
    const [docIds, clusterIds] = [batch.strings('doc_id'), batch.strings('cluster_id')];
    if (!docIds.some((id, i) => found.has(id) || found.has(clusterIds[i]!))) continue;
    for (const row of batch.rows()) {
      const own = found.get(row.doc_id);
      // A removed document of the same id stands for nothing: the keeper is of the other corpus.
      if (own && (row.kept || row.cluster_id !== row.doc_id)) own.inCorpus = true;
      const cluster = found.get(row.cluster_id);
      if (cluster === undefined || (row.kept && row.cluster_id === row.doc_id)) continue;
      cluster.documents++;
      if (cluster.rows.length < limit) cluster.rows.push(row);
    }
  }
  for (const [id, { rows }] of found) if (rows.length === 0) throw noCluster(directory, id);

  const ofCorpus = new Set(
    [...found].flatMap(([id, { rows, inCorpus }]) => [
      ...rows.map(({ doc_id }) => doc_id),
      ...(inCorpus ? [id] : []),
    ]),
  );
  const ofAgainst = new Set([...found].flatMap(([id, { inCorpus }]) => (inCorpus ? [] : [id])));
  const texts = await textsOf(corpus, ofCorpus, 'corpus', signal);
  const others = await textsOf(against, ofAgainst, 'against', signal);
  return [...found].map(([clusterId, { documents, rows, inCorpus }]) => ({
    clusterId,
    documents,
    keeper: inCorpus
      ? { text: texts.get(clusterId)!, of: 'corpus' }
      : { text: others.get(clusterId)!, of: 'against' },
    members: rows.map((row) => ({ row, text: texts.get(row.doc_id)! })),
  }));
}

/** The texts of some documents; the corpus is read no further than the last of them. */
async function textsOf(
  open: OpenCorpus | undefined,
  ids: ReadonlySet<string>,
  name: string,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  if (open !== undefined && ids.size > 0) {
    for await (const batch of open()) {
      signal.throwIfAborted();
      for (const { id, text } of batch) if (ids.has(id)) texts.set(id, text);
      if (texts.size === ids.size) break;
    }
  }
  for (const id of ids) if (!texts.has(id)) throw absent(name, id);
  return texts;
}

function noCluster(directory: string, id: string): LetheError {
  return new LetheError({
    what: 'no document lost anything to this one',
    where: directory,
    expected: 'a cluster_id of the clusters table with other documents',
    found: JSON.stringify(id),
    next: 'name another cluster, or none to see the largest',
  });
}

function absent(corpus: string, id: string): LetheError {
  return new LetheError({
    what: 'a document of the clusters table is missing',
    where: corpus,
    expected: `the corpus that was deduplicated, with document ${JSON.stringify(id)}`,
    next: 'name the inputs where they are now, and read them with the same options',
  });
}
