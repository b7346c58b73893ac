import type * as z from 'zod';
import type { Declared, OptionsOf } from '../../../registry/declared-union.js';
import type { DedupContext, DedupMethod } from './dedup-method.js';

/** A method with its options filled in. */
export interface ChosenMethod {
  method: DedupMethod<undefined>;
  /** The options that the result depends on, as dedup.json has them. */
  settings: z.core.util.JSONType;
  /** What the user should know before it begins. */
  notes: readonly string[];
}

/** A way to find duplicates: a value of `--method`. */
export interface MethodKind<Name extends string = string, Shape extends z.ZodRawShape = z.ZodRawShape>
  extends Declared<Name, Shape> {
  /** Options about files and the work of one machine, which experiments do not have; none by default. */
  local?: readonly (keyof Shape & string)[];
  /** @throws LetheError when options conflict, or a file that they name cannot be read */
  choose(options: OptionsOf<Shape>): ChosenMethod;
  /** Plants duplicates in an invented corpus and reports which of them the method finds. */
  selfTest?(options: OptionsOf<Shape>, context: DedupContext): Promise<string>;
}

/** Declares a method; keeps the types of its name and options. */
export const defineMethod = <const Name extends string, Shape extends z.ZodRawShape>(
  method: MethodKind<Name, Shape>,
): MethodKind<Name, Shape> => method;
