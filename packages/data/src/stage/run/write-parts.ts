import { corpus, type evaluationCorpus, LetheError } from '@lethe/contracts';
import type { CorpusDocument } from '../../corpus/documents/corpus-document.js';
import { writeCorpus } from '../../corpus/documents/write-corpus.js';
import type { BackgroundPart } from '../sources/background/background-parts.js';
import type { OpenedPart } from './open-background.js';

/**
 * Writes the documents of all parts of the background as one table, one part after the other.
 * @param onDocuments told of every batch of documents
 * @returns number of documents of every part
 * @throws LetheError when a part of several has none
 */
export async function writeParts(
  directory: string,
  parts: readonly OpenedPart[],
  onDocuments?: (documents: readonly CorpusDocument[]) => void | Promise<void>,
  table: typeof corpus | typeof evaluationCorpus = corpus,
): Promise<number[]> {
  const counts = parts.map(() => 0);
  async function* documents() {
    for (const [i, part] of parts.entries()) {
      for await (const batch of part.documents) {
        counts[i]! += batch.length;
        yield batch;
      }
      if (counts[i] === 0 && parts.length > 1) throw empty(part.name);
    }
  }
  await writeCorpus(directory, documents(), onDocuments, table);
  return counts;
}

/** How many documents each part of several has, in brackets for a log. */
export function countDocuments(parts: readonly BackgroundPart[], counts: readonly number[]): string {
  if (parts.length === 1) return '';
  return ` (${parts.map(({ name }, i) => `${counts[i]!.toLocaleString('en-US')} ${name}`).join(', ')})`;
}

function empty(name: string): LetheError {
  return new LetheError({
    what: 'a source of the background has no documents',
    where: `data.background, source ${name}`,
    expected: 'at least one',
    found: 'none',
    next: 'leave the source out, or give it more documents',
  });
}
