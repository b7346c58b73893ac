import { setImmediate } from 'node:timers/promises';
import { createTableWriter, type TableDefinition } from '@lethe/contracts';
import type { Claim } from '../claims/claim.js';
import type { Hypothesis, Omission } from '../claims/judge.js';
import type { Part, Section, SectionPlace } from '../report/part.js';
import type { Contexts, Scope } from './contexts.js';
import type { Analysis, AnyOutcome, TableContent } from './define-analysis.js';
import { orderAnalyses } from './order-analyses.js';

type Context = Contexts<unknown, unknown>[Scope];

/** An analysis of one run, of one group of runs, or of the experiment. */
export interface Conducted {
  analysis: Analysis;
  context: Context;
  /** Undefined where it has nothing to say. */
  outcome: AnyOutcome | undefined;
}

/**
 * Runs the analyses of one scope on one run, group or experiment, each after those that it needs. One that needs what
 * has nothing to say has nothing to say itself.
 * @param analyses the registry
 * @param phase called with the name of an analysis when it begins
 * @returns in the order of the registry
 */
export async function runAnalyses<S extends Scope>(
  analyses: readonly Analysis[],
  scope: S,
  context: Omit<Contexts<unknown, unknown>[S], 'needs'>,
  signal: AbortSignal,
  phase: (name: string) => void,
): Promise<Conducted[]> {
  const conducted = new Map<Analysis, Conducted>();
  for (const analysis of orderAnalyses(analyses)) {
    if (analysis.scope !== scope) continue;
    await yieldToEventLoop(signal);
    phase(analysis.name);
    const needed = Object.entries(analysis.needs).map(
      ([key, other]) => [key, conducted.get(other)!.outcome] as const,
    );
    const results = needed.map(([key, outcome]) => [key, outcome?.result]);
    const own = { ...context, needs: Object.fromEntries(results) } as unknown as Context;
    const silent = needed.some(([, outcome]) => outcome === undefined);
    const outcome = silent ? undefined : await runOne(analysis, own);
    conducted.set(analysis, { analysis, context: own, outcome });
  }
  return analyses.flatMap((analysis) => conducted.get(analysis) ?? []);
}

async function runOne({ run }: Analysis, context: Context): Promise<AnyOutcome | undefined> {
  return run ? (await run())(context as never) : {};
}

/** Lets a signal arrive between long computations. */
export async function yieldToEventLoop(signal: AbortSignal): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}

/** What analyses say of their claims, in the order of the registry. */
export function hypothesesOf(conducted: readonly Conducted[]): (Hypothesis | Omission<Claim>)[] {
  return conducted.flatMap(({ analysis, outcome }) =>
    (outcome?.hypotheses ?? []).map((statement) => withClaim(analysis.claims, statement)),
  );
}

function withClaim(
  claims: Analysis['claims'],
  statement: Hypothesis<string> | Omission<string>,
): Hypothesis | Omission<Claim> {
  if (!('omitted' in statement)) return { ...statement, claim: claims[statement.claim]! };
  const { withheld, ...omission } = statement;
  return withheld ? { ...omission, withheld: { ...withheld, claim: claims[withheld.claim]! } } : omission;
}

/**
 * Writes every table that the analyses declare. Those of runs and of groups are written without rows where there are
 * none; those of the experiment are left out where the analysis has nothing to say.
 */
export function writeTables(
  directory: string,
  analyses: readonly Analysis[],
  conducted: readonly Conducted[],
): void {
  for (const analysis of analyses) {
    const outcomes = conducted.flatMap((entry) => (entry.analysis === analysis ? (entry.outcome ?? []) : []));
    if (analysis.scope === 'experiment' && outcomes.length === 0) continue;
    for (const [name, table] of Object.entries(analysis.tables)) {
      writeContents(
        directory,
        table,
        outcomes.map(({ tables }) => tables![name]!),
      );
    }
  }
}

function writeContents(directory: string, table: TableDefinition, contents: readonly TableContent[]): void {
  const writer = createTableWriter(directory, table);
  try {
    for (const content of contents) if (typeof content === 'function') writer.write(content());
    writer.writeRows(contents.flatMap((content) => (typeof content === 'function' ? [] : content)));
    writer.close();
  } catch (error) {
    writer.abort();
    throw error;
  }
}

/** What analyses of a group show of it. */
export async function partsOf(conducted: readonly Conducted[]): Promise<Part[]> {
  const parts: Part[] = [];
  for (const entry of conducted) parts.push(...((await reportOf<readonly Part[]>(entry)) ?? []));
  return parts;
}

/** The sections of analyses of the experiment, empty ones too. */
export async function sectionsOf(conducted: readonly Conducted[]): Promise<(SectionPlace & Section)[]> {
  const sections: (SectionPlace & Section)[] = [];
  for (const entry of conducted) {
    const { section } = entry.analysis;
    if (section) sections.push({ ...section, ...((await reportOf<Section>(entry)) ?? nothing) });
  }
  return sections;
}

const nothing: Section = { heading: '', parts: [] };

async function reportOf<R>({ analysis, context, outcome }: Conducted): Promise<R | undefined> {
  if (!analysis.report || !outcome) return undefined;
  const report = await analysis.report();
  return (await report(context as never, outcome.result as never)) as R;
}
