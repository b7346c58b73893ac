import * as library from '@huggingface/tokenizers';

/** Those classes of the library that its types hide from Node's resolution: they are exported without file extensions. */
interface LibraryClasses {
  BPE: new (json: object) => (pieces: string[]) => string[];
  WordPiece: new (json: object) => (pieces: string[]) => string[];
  Unigram: new (json: object, endOfText: string) => (pieces: string[]) => string[];
  /** Translates regular expressions of Oniguruma. */
  SplitPreTokenizer: new (
    json: object,
  ) => { pattern: RegExp };
}

export const { BPE, WordPiece, Unigram, SplitPreTokenizer } = library as unknown as LibraryClasses;
