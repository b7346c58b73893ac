import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ByteBpe, Tokenizer } from '@lethe/tokenizers';
import type * as z from 'zod';
import type { CorpusDocument, DocumentStream } from '../../../corpus/documents/corpus-document.js';
import type { Fact } from '../../../corpus/facts/fact-set.js';
import type { LocateOptions } from '../../../corpus/files/locate-file.js';
import type { Declared, OptionsOf } from '../../../registry/declared-union.js';
import type { SymbolicVocabulary } from '../../worlds/symbolic/symbolic-vocabulary.js';

/** A tokenizer that is still being made: it sees the background as it is read, and is finished afterwards. */
export interface TokenizerMaker {
  add?(documents: readonly CorpusDocument[]): void;
  /** Writes tokenizer.json into `out`. */
  finish(facts: readonly Fact[], out: string): Tokenizer;
}

/** Texts from which a tokenizer may be made. */
export interface TokenizerTexts {
  facts: readonly Fact[];
  background: DocumentStream;
}

/** What a type is given besides its options. */
export interface TokenizerContext extends LocateOptions {
  /**
   * data.seed: that of the background and the facts that the maker is shown. Undefined where the background is
   * multiplied or deduplicated, so that it has to read the texts for itself.
   */
  seed: number | undefined;
  /**
   * The facts and the background that training would see with a data.seed, before documents are multiplied and
   * deduplicated: one tokenizer serves whatever is done to them.
   */
  textsOf(seed: number): Promise<TokenizerTexts>;
  /** Vocabulary of the symbolic world, where the facts are of one. */
  symbols?: SymbolicVocabulary | undefined;
}

/** How the tokenizer is made: a value of `data.tokenizer.type`. */
export interface TokenizerType<Name extends string = string, Shape extends z.ZodRawShape = z.ZodRawShape>
  extends Declared<Name, Shape> {
  /** @throws LetheError on mistakes in the options or the files */
  open(options: OptionsOf<Shape>, context: TokenizerContext): Promise<TokenizerMaker>;
}

/** Declares a type of tokenizer; keeps the types of its name and options. */
export const defineTokenizerType = <const Name extends string, Shape extends z.ZodRawShape>(
  type: TokenizerType<Name, Shape>,
): TokenizerType<Name, Shape> => type;

/** Writes a byte-level BPE as the tokenizer of a stage. */
export async function bpeWriter(): Promise<(bpe: ByteBpe, out: string) => Tokenizer> {
  const { createByteBpeTokenizer, toTokenizerJson } = await import('@lethe/tokenizers');
  return (bpe, out) => {
    writeFileSync(join(out, 'tokenizer.json'), toTokenizerJson(bpe));
    return createByteBpeTokenizer(bpe);
  };
}
