import type { CorpusDocument } from '../documents/corpus-document.js';
import type { CorpusFile } from './corpus-file.js';
import type { CorpusPass } from './corpus-pass.js';

/** A format of a corpus: how its files are recognised and read. */
export interface CorpusReader<Name extends string = string> {
  /** Value of `--format` and of `format` in an experiment. */
  name: Name;
  /** What files of this format are, for help and schema. */
  description: string;
  /** Extensions of its files in lower case, without that of compression. */
  extensions: readonly string[];
  /** Further extensions, under which a data set of the hub keeps its card and settings; they do not count there. */
  looseExtensions?: readonly string[];
  /** Whether the first bytes of a file show this format, whatever its name. */
  magic?(head: Buffer): boolean;
  /** Whether the beginning of a text, white space removed, shows this format where the file name tells nothing. */
  sniff?(begin: string): boolean;
  /** The reader of single files in whose place this one reads files of a folder. */
  inFoldersFor?: string;
  /** Whether its documents have paraphrases, which are documents too where a pass asks for them. */
  hasParaphrases?: boolean;
  /**
   * Yields the documents of a file in batches, in the order of the file; each goes through `pass.admit`.
   * @throws LetheError when the file is truncated or corrupt; signal.reason of the pass when aborted
   */
  read(file: CorpusFile, pass: CorpusPass): AsyncIterable<readonly CorpusDocument[]>;
}

/** Declares a reader; keeps its name as a literal type. */
export const defineReader = <const Name extends string>(reader: CorpusReader<Name>): CorpusReader<Name> =>
  reader;
