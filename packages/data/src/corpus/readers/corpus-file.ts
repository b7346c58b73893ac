/** A path or `hf:` name, or a path with the name that it has in ids and in the column `source`. */
export type CorpusInput = string | { path: string; name: string };

/** One file of a corpus, or one directory that holds a corpus table. */
export interface CorpusFile {
  /** The name in ids and in the column `source`: the same on every machine. */
  name: string;
  /** Where it is on this machine. */
  path: string;
  bytes: number;
  /** Downloads the file if it is not on this machine yet. */
  fetch?: () => Promise<void>;
}
