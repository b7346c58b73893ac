import type { CorpusFile } from './corpus-file.js';
import type { CorpusFormat } from './corpus-readers.js';

/** A file of a corpus with the format as which it is read. */
export interface FoundFile extends CorpusFile {
  format: CorpusFormat;
}

/** A file in a folder, before it is decided which files of the folder are read. */
export interface FolderEntry extends CorpusFile {
  /** Absent where nothing tells the format. */
  format: CorpusFormat | undefined;
}
