import type { ClusterRow } from '../method/dedup-method.js';
import type { ClusterMember, ClusterView } from './read-clusters.js';

export interface ClusterLayout {
  /** Characters of a line. */
  width: number;
  /** Most lines of a text. */
  lines: number;
}

/** UTF-16 units shown before the place that matters. */
const CONTEXT = 60;

/**
 * Formats clusters: on the left what stays, on the right what goes for it and why. Spans that are cut stand in
 * [-brackets-]; of near-duplicates the words that the other text lacks do.
 */
export function formatClusters(views: readonly ClusterView[], layout: ClusterLayout): string {
  return views.map((view) => formatCluster(view, layout)).join('\n\n');
}

function formatCluster(view: ClusterView, layout: ClusterLayout): string {
  const { clusterId, documents, keeper, members } = view;
  const more = documents - 1 - members.length;
  const lines = [`cluster ${clusterId}: ${documents.toLocaleString('en-US')} documents`];
  for (const { row, text } of members) {
    const [left, right] = passages(keeper.text, { row, text });
    lines.push(
      '',
      ...sideBySide(
        `kept: ${clusterId}${keeper.of === 'against' ? ' (against)' : ''}`,
        reason(row),
        1,
        layout.width,
      ),
      ...sideBySide(left, right, layout.lines, layout.width),
    );
  }
  if (more > 0) lines.push('', `and ${more.toLocaleString('en-US')} more`);
  return lines.join('\n');
}

function reason({
  doc_id,
  kept,
  method,
  removed_spans,
  true_similarity,
  estimated_similarity,
}: ClusterRow): string {
  if (removed_spans.length > 0) {
    let characters = 0;
    for (let i = 0; i < removed_spans.length; i += 2) characters += removed_spans[i + 1]! - removed_spans[i]!;
    const spans = removed_spans.length / 2;
    const loss = `${spans} ${spans === 1 ? 'span' : 'spans'}, ${characters} characters (${method})`;
    return kept ? `${doc_id} loses ${loss}` : `removed: ${doc_id}, too little is left without ${loss}`;
  }
  if (method === 'exact') return `removed: ${doc_id}, the same text`;
  const known = [
    ...(true_similarity === null ? [] : [`Jaccard ${true_similarity.toFixed(3)}`]),
    ...(estimated_similarity === null ? [] : [`estimated ${estimated_similarity.toFixed(3)}`]),
  ];
  return `removed: ${doc_id}${known.length > 0 ? `, ${known.join(', ')}` : ''} (${method})`;
}

/** The texts from the place that matters on, with marks. */
function passages(kept: string, { row, text }: ClusterMember): [left: string, right: string] {
  const spans = row.removed_spans;
  if (spans.length === 0) {
    if (row.method === 'exact') return [kept, text];
    return [markAbsent(kept, text), markAbsent(text, kept)];
  }
  let longest = 0;
  for (let i = 2; i < spans.length; i += 2) {
    if (spans[i + 1]! - spans[i]! > spans[longest + 1]! - spans[longest]!) longest = i;
  }
  const piece = text.slice(spans[longest]!, spans[longest + 1]!).trim();
  const at = kept.indexOf(piece);
  const left = at < 0 ? kept : from(kept, at);
  return [left, markSpans(text, spans, Math.max(0, spans[longest]! - CONTEXT))];
}

const from = (text: string, at: number): string => (at > CONTEXT ? `...${text.slice(at - CONTEXT)}` : text);

function markSpans(text: string, spans: readonly number[], begin: number): string {
  let marked = begin > 0 ? '...' : '';
  let done = begin;
  for (let i = 0; i < spans.length; i += 2) {
    if (spans[i + 1]! <= begin) continue;
    const start = Math.max(spans[i]!, begin);
    marked += `${text.slice(done, start)}[-${text.slice(start, spans[i + 1])}-]`;
    done = spans[i + 1]!;
  }
  return marked + text.slice(done);
}

function markAbsent(text: string, other: string): string {
  const words = new Set(other.match(/[\p{L}\p{M}\p{N}]+/gu));
  return text.replace(/[\p{L}\p{M}\p{N}]+/gu, (word) => (words.has(word) ? word : `[-${word}-]`));
}

const GAP = ' | ';

/**
 * Two texts in columns of one line width, wrapped at white space; what exceeds the lines ends in `...`.
 * @param lines most lines of either text
 * @param width characters of a whole line, at least 20
 */
export function sideBySide(left: string, right: string, lines: number, width: number): string[] {
  const column = Math.floor((width - GAP.length) / 2);
  const [a, b] = [wrap(left, column, lines), wrap(right, column, lines)];
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) =>
    `${(a[i] ?? '').padEnd(column)}${GAP}${b[i] ?? ''}`.trimEnd(),
  );
}

function wrap(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  // More than this cannot be shown; a text may be megabytes long.
  const shown = text.slice(0, (width + 1) * (most + 1));
  for (const paragraph of shown.split('\n')) {
    let rest = paragraph.replace(/[\p{Cc}\s]+/gu, ' ').trimEnd();
    while (rest.length > width && lines.length <= most) {
      const space = rest.lastIndexOf(' ', width);
      const end = space > 0 ? space : width;
      lines.push(rest.slice(0, end));
      rest = rest.slice(space > 0 ? end + 1 : end);
    }
    lines.push(rest);
    if (lines.length > most) break;
  }
  if (lines.length <= most && shown.length === text.length) return lines;
  const last = lines[most - 1] ?? '';
  return [...lines.slice(0, most - 1), `${last.slice(0, width - 3)}...`];
}
