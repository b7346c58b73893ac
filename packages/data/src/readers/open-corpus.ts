import type { CorpusDocument } from '../corpus-document.js';
import type { OpenCorpus } from '../dedup/dedup-method.js';
import type { CorpusFile } from './corpus-file.js';
import type { CorpusFormat } from './corpus-format.js';
import { CorpusPass, type ReadProgress, type ReadSummary } from './corpus-pass.js';
import { findCorpusFiles } from './find-corpus-files.js';
import type { MalformedPolicy } from './malformed-rows.js';
import { readCorpusTable } from './read-corpus-table.js';
import { readJsonlCorpus } from './read-jsonl-corpus.js';
import { readTextCorpus } from './read-text-corpus.js';
import { readWholeText } from './read-whole-text.js';

export interface CorpusOptions {
  /** How named files are read, and which files of a folder are; found out where absent. */
  format?: CorpusFormat | undefined;
  /** Field or column with the text, `text` by default; dots step into nested records. */
  textField?: string | undefined;
  /**
   * Field or column with the id. Where absent, `id` is taken from records that have one; where false, and for
   * records without, ids are `<file>-<number>`, the number of the line, row or document in its file from 0.
   */
  idField?: string | false | undefined;
  /** `refuse` by default: stop at the first malformed row; `skip`: leave such rows out and count them. */
  onMalformed?: MalformedPolicy | undefined;
  signal?: AbortSignal | undefined;
  /** Told which files of a folder are not read, and what is downloaded. */
  log?: ((line: string) => void) | undefined;
  /** Called after every batch. */
  onProgress?: ((progress: ReadProgress) => void) | undefined;
  /** Called at the end of every whole pass. */
  onSummary?: ((summary: ReadSummary) => void) | undefined;
}

const readers: Record<
  CorpusFormat,
  (file: CorpusFile, pass: CorpusPass) => AsyncIterable<readonly CorpusDocument[]>
> = {
  jsonl: readJsonlCorpus,
  text: readTextCorpus,
  'text-files': readWholeText,
  corpus: readCorpusTable,
};

/**
 * Opens a corpus of files, folders and directories with a corpus table. Nothing is read before the first pass;
 * every pass streams the same documents in the same order, one batch in memory at a time beside 8 to 16 bytes a
 * document that find ids which occur twice.
 * @throws LetheError, from the stream, when an input is absent, truncated, of unknown format, or has malformed
 * rows that are refused; signal.reason when aborted
 */
export function openCorpus(inputs: readonly string[], options: CorpusOptions = {}): OpenCorpus {
  const { textField = 'text', idField, onMalformed = 'refuse', signal, onProgress, onSummary } = options;
  let found: CorpusFile[] | undefined;
  return async function* () {
    signal?.throwIfAborted();
    found ??= await findCorpusFiles(inputs, options.format, options.log ?? (() => {}));
    const totalBytes = found.reduce((sum, { bytes }) => sum + bytes, 0);
    const pass = new CorpusPass({ textField, idField }, onMalformed, signal);
    for (const file of found) {
      await file.fetch?.();
      for await (const documents of readers[file.format](file, pass)) {
        onProgress?.(pass.progress(file, totalBytes));
        if (documents.length > 0) yield documents;
      }
      pass.endFile(file);
    }
    onSummary?.(pass.summary());
  };
}
