import type { CorpusDocument } from '../documents/corpus-document.js';
import { IdSet } from '../files/id-set.js';
import {
  type Malformed,
  type MalformedPolicy,
  MalformedRows,
  type SkippedRows,
} from '../files/malformed-rows.js';
import type { CorpusFile } from './corpus-file.js';
import type { FieldNames } from './document-fields.js';

/** Progress of a pass over a corpus. */
export interface ReadProgress {
  documents: number;
  /** Bytes of the files, as they lie on the disk, that have been read. */
  bytes: number;
  totalBytes: number;
}

/** What one whole pass over a corpus read and left out. */
export interface ReadSummary {
  documents: number;
  skipped: SkippedRows[];
}

interface PassOptions {
  fields: FieldNames;
  /** Whether paraphrases are documents too, where a format has them. */
  paraphrases: boolean;
  onMalformed: MalformedPolicy;
  signal: AbortSignal | undefined;
}

/** One pass over a corpus: what its readers share. */
export class CorpusPass {
  readonly fields: FieldNames;
  readonly paraphrases: boolean;
  readonly signal: AbortSignal | undefined;
  readonly #ids = new IdSet();
  readonly #malformed: MalformedRows;
  #doneBytes = 0;
  #fileBytes = 0;

  constructor(options: PassOptions) {
    this.fields = options.fields;
    this.paraphrases = options.paraphrases;
    this.signal = options.signal;
    this.#malformed = new MalformedRows(options.onMalformed);
  }

  /**
   * Admits a document, unless it is malformed or its id is a duplicate.
   * @param line number of the line, or of the row, from 1
   * @throws LetheError when it is not admitted and such rows are refused
   */
  admit(
    found: CorpusDocument | Malformed,
    file: CorpusFile,
    line: number,
    unit: 'line' | 'row' = 'line',
  ): CorpusDocument | undefined {
    const malformed: Malformed | undefined =
      'kind' in found
        ? found
        : this.#ids.add(found.id)
          ? undefined
          : { kind: 'duplicate-id', found: found.id };
    if (malformed === undefined) return found as CorpusDocument;
    this.#malformed.reject(malformed, file.path, line, unit);
    return undefined;
  }

  /** Counts bytes of the current file; estimates may overshoot, the sum never exceeds the file. */
  readonly countBytes = (bytes: number): void => {
    this.#fileBytes += bytes;
  };

  /** Settles the count when a file was read to its end. */
  endFile(file: CorpusFile): void {
    this.#doneBytes += file.bytes;
    this.#fileBytes = 0;
  }

  progress(present: CorpusFile, totalBytes: number): ReadProgress {
    return {
      documents: this.#ids.size,
      bytes: this.#doneBytes + Math.min(this.#fileBytes, present.bytes),
      totalBytes,
    };
  }

  summary(): ReadSummary {
    return { documents: this.#ids.size, skipped: this.#malformed.summary() };
  }
}
