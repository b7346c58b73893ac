import { LetheError } from '@lethe/contracts';
import type { OpenCorpus } from '../documents/corpus-document.js';
import type { MalformedPolicy } from '../files/malformed-rows.js';
import type { CorpusInput } from './corpus-file.js';
import { CorpusPass, type ReadProgress, type ReadSummary } from './corpus-pass.js';
import { type CorpusFormat, readerOf } from './corpus-readers.js';
import { findCorpusFiles } from './find-corpus-files.js';
import type { FoundFile } from './found-file.js';

export interface CorpusOptions {
  /** Format of named files, and of the files that are read in a folder; detected if omitted. */
  format?: CorpusFormat | undefined;
  /** Field or column with the text, `text` by default; dots step into nested records. */
  textField?: string | undefined;
  /**
   * Field or column with the id. By default, `id` is taken from records that have one; if false, and for records
   * without, ids are `<file>-<number>`, the number of the line, row or document in its file from 0.
   */
  idField?: string | false | undefined;
  /** `refuse` by default: stop at the first malformed row; `skip`: leave such rows out and count them. */
  onMalformed?: MalformedPolicy | undefined;
  /** Whether the paraphrases of Fictional Knowledge are documents too; no by default. */
  paraphrases?: boolean | undefined;
  signal?: AbortSignal | undefined;
  /** Environment to read HF_ENDPOINT, HF_TOKEN, LETHE_CACHE and XDG_CACHE_HOME from; of the process by default. */
  env?: NodeJS.ProcessEnv | undefined;
  /** Receives log lines: which files of a folder are not read, and what is downloaded. */
  log?: ((line: string) => void) | undefined;
  /** Called after every batch. */
  onProgress?: ((progress: ReadProgress) => void) | undefined;
  /** Called at the end of every whole pass. */
  onSummary?: ((summary: ReadSummary) => void) | undefined;
}

const NEVER = new AbortController().signal;

/**
 * Opens a corpus of files, folders, directories with a corpus table, and data sets of the Hugging Face hub
 * (`hf:owner/name[@revision][:file-pattern]`). Nothing is read before the first pass; every pass streams the same
 * documents in the same order, one batch in memory at a time plus 13 to 27 bytes per document to find duplicate ids.
 * @throws LetheError, from the stream, when an input is absent, truncated, of unknown format, or has malformed
 * rows that are refused; signal.reason when aborted
 */
export function openCorpus(inputs: readonly CorpusInput[], options: CorpusOptions = {}): OpenCorpus {
  const { textField = 'text', idField, onMalformed = 'refuse', paraphrases = false, signal } = options;
  const { log = () => {}, env = process.env, onProgress, onSummary } = options;
  let found: FoundFile[] | undefined;
  return async function* () {
    signal?.throwIfAborted();
    const hub = { log, env, signal: signal ?? NEVER };
    found ??= await findCorpusFiles(inputs, options.format, hub).catch(readingFailed);
    if (paraphrases) checkParaphrases(found);
    const totalBytes = found.reduce((sum, { bytes }) => sum + bytes, 0);
    const pass = new CorpusPass({ fields: { textField, idField }, paraphrases, onMalformed, signal });
    for (const file of found) {
      await file.fetch?.();
      const batches = readerOf(file.format).read(file, pass)[Symbol.asyncIterator]();
      try {
        for (;;) {
          const { done, value: documents } = await batches.next().catch(readingFailed);
          if (done) break;
          onProgress?.(pass.progress(file, totalBytes));
          if (documents.length > 0) yield documents;
        }
      } finally {
        await batches.return?.();
      }
      pass.endFile(file);
    }
    onSummary?.(pass.summary());
  };
}

/** Errors of the file system are for the user to fix, such as a missing permission. */
function readingFailed(error: unknown): never {
  const { syscall, path, message } = error as NodeJS.ErrnoException;
  if (syscall === undefined) throw error;
  throw new LetheError(
    {
      what: 'this input cannot be read',
      ...(path && { where: path }),
      found: message,
      next: 'correct the path or its permissions',
    },
    { cause: error },
  );
}

function checkParaphrases(files: readonly FoundFile[]): void {
  if (files.some(({ format }) => readerOf(format).hasParaphrases)) return;
  throw new LetheError({
    what: 'paraphrases were asked for, but no input has any',
    expected: 'a file of Fictional Knowledge',
    found: files
      .map(({ path, format }) => `${path} (${format})`)
      .slice(0, 3)
      .join(', '),
    next: 'name that file, or leave --paraphrases out',
  });
}
