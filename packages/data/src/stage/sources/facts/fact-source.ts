import type * as z from 'zod';
import type { FactSet } from '../../../corpus/facts/fact-set.js';
import type { ScenarioCounts } from '../../../corpus/facts/scenario-counts.js';
import type { LocateOptions } from '../../../corpus/files/locate-file.js';
import type { Declared, OptionsOf } from '../../../registry/declared-union.js';
import type { SymbolicVocabulary } from '../../worlds/symbolic/symbolic-vocabulary.js';

/** What a source is given besides its options. */
interface FactContext extends LocateOptions {
  seed: number;
  /** Gives scenarios to facts drawn by seed, as many of each as asked for; the others are left out. */
  deal(set: FactSet, scenarios: ScenarioCounts): FactSet;
}

/** Where facts come from: a value of `data.facts.source`. */
export interface FactSource<Name extends string = string, Shape extends z.ZodRawShape = z.ZodRawShape>
  extends Declared<Name, Shape> {
  /**
   * Makes or reads the facts with their probes.
   * @throws LetheError on mistakes in the options or the files
   */
  open(options: OptionsOf<Shape>, context: FactContext): Promise<FactSet>;
  /** The words of a world that has a vocabulary. */
  vocabulary?(options: OptionsOf<Shape>): Promise<SymbolicVocabulary>;
}

/** Declares a source of facts; keeps the types of its name and options. */
export const defineFactSource = <const Name extends string, Shape extends z.ZodRawShape>(
  source: FactSource<Name, Shape>,
): FactSource<Name, Shape> => source;
