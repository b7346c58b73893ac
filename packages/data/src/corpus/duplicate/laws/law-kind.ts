import * as z from 'zod';
import type { Declared, OptionsOf } from '../../../registry/declared-union.js';

/** An array of multiplicities has 32-bit numbers. */
export const LARGEST = 2 ** 31 - 1;
export const copies = z.int().nonnegative().max(LARGEST);
export const minimum = copies.default(1).describe('fewest copies of a document; 0 drops documents');
export const maximum = z.int().positive().max(LARGEST).describe('most copies of a document');

/** A multiplicity from two numbers in [0, 1): one places the document in the law, the other rounds. */
type DrawMultiplicity = (position: number, rounding: number) => number;

/** Expected number of documents with `from` to `to` copies, both included. */
type ExpectedBetween = (from: number, to: number) => number;

/** How often each document is there in the end. */
export interface ChosenMultiplicities {
  /** Copies of a document, the original among them; 0 leaves it out. */
  of(id: string): number;
  /** Call after the last document; throws what was wrong with all of them together. */
  end?(): void;
}

/** A law that fixes how many documents have each multiplicity, but not which documents. */
export interface RankedLaw {
  /** The multiplicity of every document, where all have the same. */
  same?: number;
  /**
   * Multiplicities Int32Array [documents], largest first, without randomness: the law's quantiles at
   * (rank + 1/2) / documents, scaled and rounded so that a total or mean that is asked for holds exactly.
   * @throws LetheError when the law cannot have that total over so many documents
   */
  byRank(documents: number): Int32Array;
  /**
   * How a document draws its own multiplicity, without regard to any other document: means and totals hold in
   * expectation. A value between two whole numbers is rounded up with the probability of its fraction, which
   * preserves the mean.
   * @throws LetheError for a law whose ranks are ranks among all documents
   */
  draw(): DrawMultiplicity;
  /** How many documents the law gives which multiplicities: in expectation, or exactly where ranks fix them. */
  between(documents: number): ExpectedBetween;
}

/** How many copies documents get: a value of `--law`. */
export interface LawKind<Name extends string = string, Shape extends z.ZodRawShape = z.ZodRawShape>
  extends Declared<Name, Shape> {
  /** For a law over ranks. */
  ranked?(options: OptionsOf<Shape>): RankedLaw;
  /**
   * For a law that depends on the document.
   * @param wordingsOf wordings of a document, its text among them
   */
  byId?(options: OptionsOf<Shape>, wordingsOf: (id: string) => number): ChosenMultiplicities;
}

/** Declares a law; keeps the types of its name and options. */
export const defineLaw = <const Name extends string, Shape extends z.ZodRawShape>(
  law: LawKind<Name, Shape>,
): LawKind<Name, Shape> => law;

/** The bounds of a law; without a maximum, what 32 bits hold. */
export function boundsOf(law: { minimum: number; maximum?: number | undefined }) {
  return { minimum: law.minimum, maximum: law.maximum ?? LARGEST };
}

/** A value as a whole number: the next one with the probability of its fraction. */
export function roundByChance(value: number, chance: number): number {
  const floor = Math.floor(value);
  return floor + (chance < value - floor ? 1 : 0);
}

export const within = (copies: number, from: number, to: number): boolean => from <= copies && copies <= to;
