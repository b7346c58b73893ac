import { LetheError } from '@lethe/contracts';
import type { CorpusDocument, DocumentStream, OpenCorpus } from '../../corpus/documents/corpus-document.js';
import type { CopyForm } from '../../corpus/duplicate/copy-form.js';
import { duplicateCorpus } from '../../corpus/duplicate/duplicate-corpus.js';
import { DuplicationRecorder, type DuplicationReport } from '../../corpus/duplicate/duplication-report.js';
import { rankedLaw } from '../../corpus/duplicate/laws/multiplicity-laws.js';
import { resolveNearDuplicateOptions } from '../../corpus/duplicate/near-duplicate.js';
import type { DuplicateSpec } from './multiplicity-options.js';
import type { ToldDocuments } from './told-documents.js';

/** What is multiplied. */
export interface MultipliedTexts {
  open: OpenCorpus;
  /** Other wordings by document id; undefined where texts have none. */
  wordings: (() => ReadonlyMap<string, readonly string[]>) | undefined;
  told: ToldDocuments;
}

/**
 * The documents of a source, multiplied as the options say, and after them those that tell facts.
 * @param onReport told what was made of the documents of the source, when all were
 * @param where names the source in errors
 * @throws LetheError when the law cannot be satisfied, or texts have no other wordings; signal.reason when aborted
 */
export async function* multiplyDocuments(
  { open, wordings, told }: MultipliedTexts,
  { totals, copies, facts: _, ...law }: DuplicateSpec,
  { seed, where, signal }: { seed: number; where: string; signal: AbortSignal },
  onReport: (report: DuplicationReport) => void,
): DocumentStream {
  const formOf = (others: ReadonlyMap<string, readonly string[]>): CopyForm =>
    copies.form === 'wordings' ? { ...copies, wordings: others } : copies;
  const near = copies.form === 'near' ? resolveNearDuplicateOptions(copies) : undefined;

  const recorder = new DuplicationRecorder(near);
  const isOnceEach = rankedLaw(law)?.same === 1;
  if (copies.form === 'wordings' && !wordings && !isOnceEach) throw withoutWordings(where);
  const form = isOnceEach ? ({ form: 'exact' } as const) : formOf(wordings?.() ?? new Map());
  for await (const batch of duplicateCorpus(open, { law, copies: form, seed, totals }, { signal })) {
    recorder.add(batch);
    yield batch.copies.map(({ document }) => document);
  }
  onReport(recorder.report(law));

  const openTold = async function* (): AsyncGenerator<CorpusDocument[]> {
    if (told.documents.length > 0) yield told.documents;
  };
  const byFact = { law: 'counts', counts: told.copies } as const;
  const options = { law: byFact, copies: formOf(told.wordings), seed };
  for await (const batch of duplicateCorpus(openTold, options, { signal })) {
    yield batch.copies.map(({ document }) => document);
  }
}

function withoutWordings(where: string): LetheError {
  return new LetheError({
    what: 'the texts of this source have no other wordings',
    where: `${where}.duplicate.copies`,
    expected: 'the source world, or copies of another form',
    found: 'wordings',
    next: 'make exact copies or near-duplicates',
  });
}
