import { LetheError } from '@lethe/contracts';
import type { OpenCorpus } from '../../documents/corpus-document.js';
import { type CorpusOptions, openCorpus } from '../../readers/open-corpus.js';
import { readDedupRecord } from '../run/dedup-record.js';

/** Where the inputs are now, if they have been moved. */
export interface MovedInputs {
  corpus?: readonly string[] | undefined;
  against?: readonly string[] | undefined;
}

/**
 * Opens the corpora that a finished directory of deduplication was made of, read as they were then.
 * @throws LetheError when it is not such a directory or does not record its inputs
 */
export function openRecordedInputs(
  directory: string,
  moved: MovedInputs,
  context: Pick<CorpusOptions, 'log' | 'signal'>,
): { corpus: OpenCorpus; against: OpenCorpus | undefined } {
  const { inputs } = readDedupRecord(directory);
  if (inputs === null) {
    throw new LetheError({
      what: 'dedup.json does not record which files were deduplicated',
      where: directory,
      next: 'make it with lethe data dedup, or give inputs to dedupCorpus',
    });
  }
  const { format, textField, idField, onMalformed, paraphrases } = inputs.reading;
  const options = {
    ...context,
    format: format ?? undefined,
    textField,
    idField: idField ?? undefined,
    onMalformed,
    paraphrases,
  };
  const against = moved.against ?? inputs.against;
  return {
    corpus: openCorpus(moved.corpus ?? inputs.corpus, options),
    against: against.length > 0 ? openCorpus(against, options) : undefined,
  };
}
