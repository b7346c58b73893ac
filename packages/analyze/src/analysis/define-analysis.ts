import type { BatchInput, RowOf, TableDefinition } from '@lethe/contracts';
import type * as z from 'zod';
import type { Claim } from '../claims/claim.js';
import type { Hypothesis, Omission } from '../claims/judge.js';
import type { Part, Section, SectionPlace } from '../report/part.js';
import type { Contexts, Scope } from './contexts.js';

type Tables = Readonly<Record<string, TableDefinition>>;
type MaybePromise<T> = T | Promise<T>;
/** No keys at all. */
type None = Record<never, never>;

/** What fills a table: rows or, where they are many, columns that are made when they are written. */
export type TableContent<T extends TableDefinition = TableDefinition> =
  | readonly RowOf<T>[]
  | (() => BatchInput<T['columns']>);

/** What an analysis finds: something for every key that it declares, and a result for its report and for others. */
export type Outcome<ClaimKey extends string = never, Result = undefined, T extends Tables = None> = {
  /** What speaks to its claims, by their keys, and what cannot be judged. */
  hypotheses?: readonly (Hypothesis<ClaimKey> | Omission<ClaimKey>)[];
} & ([Result] extends [undefined] ? { result?: Result } : { result: Result }) &
  ([keyof T] extends [never] ? { tables?: None } : { tables: { [K in keyof T]: TableContent<T[K]> } });

/** An outcome as the stage handles it. */
export interface AnyOutcome<Result = unknown> {
  hypotheses?: readonly (Hypothesis<string> | Omission<string>)[];
  tables?: Readonly<Record<string, TableContent>>;
  result?: Result;
}

/** What a report returns: parts of the section of a group, or a section about the experiment; runs have none. */
interface Reports {
  run: never;
  group: readonly Part[];
  experiment: Section;
}

/** An analysis, as the stage runs it. */
export interface Analysis<S extends Scope = Scope, Result = unknown> {
  readonly name: string;
  /** Whether it looks at each run, at each group of runs that differ in seeds only, or at all runs together. */
  readonly scope: S;
  /** Its keys of the section `analyze` of experiment.json. */
  readonly options: z.ZodRawShape;
  /** Analyses of the same scope whose results it reads. */
  readonly needs: Readonly<Record<string, Analysis>>;
  /** Tables that it writes, by name. */
  readonly tables: Tables;
  /** Those of them that a program in the place of the stage has to write too. */
  readonly required: readonly string[];
  /** Claims that it speaks to; one id may have several variants, which `where` tells apart. */
  readonly claims: Readonly<Record<string, Claim>>;
  /** Loads what computes. Without an outcome it has nothing to say, and writes no table. */
  readonly run?: () => Promise<(context: never) => MaybePromise<AnyOutcome<Result> | undefined>>;
  /** Loads what shows the result in the page. */
  readonly report?: () => Promise<(context: never, result: never) => MaybePromise<Reports[S]>>;
  readonly section?: SectionPlace;
}

type ResultsOf<Needs> = {
  [K in keyof Needs]: Needs[K] extends Analysis<Scope, infer Result> ? Result : never;
};

interface Declaration<S extends Scope, O extends z.ZodRawShape, N, T extends Tables, C, Result, Name> {
  name: Name;
  scope: S;
  options?: O;
  needs?: N;
  tables?: T;
  required?: readonly (keyof T)[];
  claims?: C;
  run?: () => Promise<
    (
      context: Contexts<z.output<z.ZodObject<O>>, ResultsOf<N>>[S],
    ) => MaybePromise<Outcome<keyof C & string, Result, NoInfer<T>> | undefined>
  >;
  report?: () => Promise<
    (context: Contexts<z.output<z.ZodObject<O>>, ResultsOf<N>>[S], result: Result) => MaybePromise<Reports[S]>
  >;
  section?: SectionPlace;
}

/**
 * Declares an analysis: its options, tables and claims as data, its computation and its figures as functions that are
 * loaded when they run. A file that calls this imports neither, so that schemas and the command line stay light.
 */
export function defineAnalysis<
  const Name extends string,
  S extends Scope,
  O extends z.ZodRawShape = None,
  N extends Readonly<Record<string, Analysis<S>>> = None,
  T extends Tables = None,
  const C extends Readonly<Record<string, Omit<Claim, 'id'> & { id?: string }>> = None,
  Result = undefined,
>(
  declaration: Declaration<S, O, N, T, C, Result, Name>,
): Analysis<S, Result> & { readonly name: Name; readonly options: O; readonly tables: T } {
  const claims = Object.entries(declaration.claims ?? {}).map(([id, claim]) => [id, { id, ...claim }]);
  const none = { options: {}, needs: {}, tables: {}, required: [] };
  // What its own types have tied together here is handled by the stage without them.
  return { ...none, ...declaration, claims: Object.fromEntries(claims) } as unknown as ReturnType<
    typeof defineAnalysis<Name, S, O, N, T, C, Result>
  >;
}
