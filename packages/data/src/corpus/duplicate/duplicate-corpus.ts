import { setImmediate } from 'node:timers/promises';
import { LetheError } from '@lethe/contracts';
import type { CorpusDocument, OpenCorpus } from '../documents/corpus-document.js';
import { chooseMultiplicities, type TotalsKind } from './choose-multiplicities.js';
import { type CopyForm, type CopyText, createCopyMaker } from './copy-form.js';
import { checkMultiplicityLaw, type MultiplicityLaw } from './laws/multiplicity-laws.js';

/** How the documents of a corpus are multiplied. */
export interface DuplicateOptions {
  /** How many copies documents get, the original among them. */
  law: MultiplicityLaw;
  /** What the copies are; exact ones by default. */
  copies?: CopyForm | undefined;
  /** Seed of all that is drawn; 0 by default. */
  seed?: number | undefined;
  /**
   * `exact` by default: totals and means hold exactly, documents are ranked in an extra pass; `expected`:
   * every document draws for itself, in one pass, and adding documents changes nothing for the others.
   */
  totals?: TotalsKind | undefined;
}

export interface DuplicateContext {
  signal?: AbortSignal | undefined;
  /** Called after every batch with the documents read in the current pass. */
  onProgress?: ((pass: 'ranks' | 'copies', documents: number) => void) | undefined;
}

/** A document of the multiplied corpus. */
export interface Copy extends Omit<CopyText, 'text'> {
  document: CorpusDocument;
  originalId: string;
  /** 0 for the original. */
  copy: number;
}

/** The copies that one document got. */
export interface Multiplied {
  id: string;
  multiplicity: number;
}

/** The copies of a batch of documents: at most 4,096 copies; a document whose copies go on comes with the last. */
export interface MultipliedBatch {
  copies: Copy[];
  /** Documents whose copies are all made by now, including those without any. */
  done: Multiplied[];
}

const BATCH = 4096;
/** Milliseconds of work between two turns of the event loop; signals are handled only there. */
const TURN_MS = 50;

/** Ids that copies get, and that no document of the input may have. */
const COPY_ID = /#copy-\d+$/;

/**
 * Multiplies the documents of a corpus. A document comes first, under its own id, its copies right after it as
 * `<id>#copy-1`, `<id>#copy-2`, ...; a document of multiplicity 0 does not come at all. How many copies a document
 * gets and what is in them depends on the options and the set of documents, never on the order of the documents or
 * the files that they are in. Memory holds one batch, and 12 bytes a document where totals are exact.
 * @throws LetheError when the law cannot be satisfied, or an id looks like that of a copy; signal.reason when aborted
 */
export async function* duplicateCorpus(
  open: OpenCorpus,
  options: DuplicateOptions,
  context: DuplicateContext = {},
): AsyncGenerator<MultipliedBatch> {
  const { copies: form = { form: 'exact' }, seed = 1, totals = 'exact' } = options;
  const { signal, onProgress } = context;
  const law = checkMultiplicityLaw(options.law);
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new LetheError({
      what: 'this is not a seed',
      where: 'seed',
      expected: 'a whole number, 0 or more',
      found: String(seed),
    });
  }
  if (law.law === 'per-wording' && form.form !== 'wordings') {
    throw new LetheError({
      what: 'a copy for every wording needs wordings',
      where: 'multiplicity "per-wording"',
      expected: 'copies of form wordings',
      found: `copies of form ${form.form}`,
    });
  }
  const make = createCopyMaker(form, seed);
  const wordingsOf = (id: string): number =>
    form.form === 'wordings' ? 1 + (form.wordings.get(id)?.length ?? 0) : 1;
  const multiplicities = await chooseMultiplicities(
    law,
    open,
    { seed, totals, wordingsOf },
    { signal, onDocuments: (documents) => onProgress?.('ranks', documents) },
  );
  let batch: MultipliedBatch = { copies: [], done: [] };
  let documents = 0;
  let turned = performance.now();
  for await (const originals of open()) {
    signal?.throwIfAborted();
    for (const { id, text, source } of originals) {
      if (COPY_ID.test(id)) throw isCopyAlready(id);
      const multiplicity = multiplicities.of(id);
      for (let copy = 0; copy < multiplicity; copy++) {
        const { text: copyText, ...how } = make(id, text, copy);
        const document = { id: copy === 0 ? id : `${id}#copy-${copy}`, text: copyText, source };
        batch.copies.push({ document, originalId: id, copy, ...how });
        if (performance.now() - turned > TURN_MS) {
          await setImmediate();
          signal?.throwIfAborted();
          turned = performance.now();
        }
        if (batch.copies.length === BATCH) {
          yield batch;
          signal?.throwIfAborted();
          batch = { copies: [], done: [] };
        }
      }
      batch.done.push({ id, multiplicity });
    }
    documents += originals.length;
    onProgress?.('copies', documents);
    if (batch.copies.length + batch.done.length > 0) yield batch;
    batch = { copies: [], done: [] };
  }
  multiplicities.end?.();
}

function isCopyAlready(id: string): LetheError {
  return new LetheError({
    what: 'this corpus already holds copies',
    where: `document "${id}"`,
    expected: 'ids that do not end in #copy-<number>, which copies get',
    next: 'multiply the original corpus, or renumber the documents (--no-id-field)',
  });
}
