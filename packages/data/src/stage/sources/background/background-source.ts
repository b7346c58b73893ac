import type * as z from 'zod';
import type { OpenCorpus } from '../../../corpus/documents/corpus-document.js';
import type { FactSet } from '../../../corpus/facts/fact-set.js';
import type { LocateOptions } from '../../../corpus/files/locate-file.js';
import type { Declared, OptionsOf } from '../../../registry/declared-union.js';

/** Documents are handed on in batches of this size. */
export const BATCH_DOCUMENTS = 1000;

/** What a source is given besides its options. */
export interface BackgroundContext extends LocateOptions, FactSet {
  seed: number;
  /** What the background calls the source: in a mixture its name, else its kind. */
  name: string;
  /** Names and words of all facts, those of other sources too; a source that invents facts adds theirs. */
  taken(): Promise<Set<string>>;
}

/** A source of which the files were found. */
export interface OpenedSource {
  /** Each pass gives the same documents. */
  open: OpenCorpus;
  /** Other wordings by document id; absent where texts have none. */
  wordings?: () => ReadonlyMap<string, readonly string[]>;
}

/** Where the texts come from among which facts are injected: a value of `data.background.source`. */
export interface BackgroundSource<Name extends string = string, Shape extends z.ZodRawShape = z.ZodRawShape>
  extends Declared<Name, Shape> {
  /**
   * Opens the documents; files are found before the first document is read.
   * @throws LetheError when a file is absent, or while reading, on mistakes in it
   */
  open(options: OptionsOf<Shape>, context: BackgroundContext): Promise<OpenedSource>;
}

/** Declares a source of background; keeps the types of its name and options. */
export const defineBackgroundSource = <const Name extends string, Shape extends z.ZodRawShape>(
  source: BackgroundSource<Name, Shape>,
): BackgroundSource<Name, Shape> => source;

/** Values as a stream. */
export async function* asStream<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}
