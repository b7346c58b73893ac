import type { ClusterSummary } from './cluster-statistics.js';

/** The report of a deduplication for people. */
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
