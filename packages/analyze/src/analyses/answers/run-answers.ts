import type { RowOf } from '@lethe/contracts';
import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { conditionOrder, depthOrder, ordered } from '../../measurements/measurements.js';
import { readAnswers } from '../../read/read-answers.js';
import { meanShare } from '../../recall/mean-recall.js';
import { intervalOf, methodOf } from '../../statistics/interval-of.js';
import type { answeredTable } from './answered-table.js';

export type AnsweredRow = RowOf<typeof answeredTable>;

/** Questions of one depth that one checkpoint of every run was asked. */
interface Asked {
  updates: number;
  depth: string;
  /** By run, Float64Array [facts]. */
  questions: Float64Array[];
  matches: Float64Array[];
}

/** What checkpoints that all runs have answer, by condition and depth; nothing where no answer was generated. */
export async function runAnswers({
  statistics,
  runs,
}: GroupContext): Promise<
  Outcome<never, readonly AnsweredRow[], { answered: typeof answeredTable }> | undefined
> {
  const { cohort } = statistics;
  const conditions = ordered(cohort.conditions, conditionOrder);
  const asked = await askedOf(cohort.runs, runs);
  const rows = asked.flatMap((one) =>
    conditions.flatMap((condition) => rowOf(statistics, one, condition) ?? []),
  );
  return rows.length === 0 ? undefined : { tables: { answered: rows }, result: rows };
}

function rowOf(
  statistics: GroupContext['statistics'],
  { updates, depth, questions, matches }: Asked,
  condition: string,
): AnsweredRow | undefined {
  const { cohort, level } = statistics;
  const shares = matches.map((own, run) => own.map((count, fact) => count / questions[run]![fact]!));
  const share = meanShare(statistics, [condition], shares);
  if (!share) return undefined;
  const ends = intervalOf(share, level);
  const members = cohort.runs.flatMap(({ measurements }, run) =>
    measurements.facts.flatMap((fact, number) => (fact.condition === condition ? [{ run, number }] : [])),
  );
  const sum = (counts: readonly Float64Array[]): number =>
    members.reduce((total, { run, number }) => total + counts[run]![number]!, 0);
  return {
    run: cohort.id,
    condition,
    depth,
    updates,
    facts: members.filter(({ run, number }) => questions[run]![number]! > 0).length,
    questions: sum(questions),
    answered: sum(matches),
    share: share.point,
    low: ends?.low ?? null,
    high: ends?.high ?? null,
    interval_method: methodOf(share),
  };
}

/** Checkpoints that every run has answers of, ascending, and their depths. */
async function askedOf(
  members: GroupContext['statistics']['cohort']['runs'],
  runs: GroupContext['runs'],
): Promise<Asked[]> {
  const found = new Map<string, Asked>();
  for (const [run, { probe }] of runs.entries()) {
    const { facts, probes } = members[run]!.measurements;
    const numberOf = new Map(probes.map(({ id }, number) => [id, number]));
    for (const { probe_id, step: updates, exact_match } of await readAnswers(probe)) {
      const number = numberOf.get(probe_id);
      if (number === undefined) continue;
      const { fact, depth } = probes[number]!;
      const key = `${updates} ${depth}`;
      const asked = found.get(key) ?? { updates, depth, questions: [], matches: [] };
      found.set(key, asked);
      asked.questions[run] ??= new Float64Array(facts.length);
      asked.matches[run] ??= new Float64Array(facts.length);
      asked.questions[run]![fact]!++;
      if (exact_match) asked.matches[run]![fact]!++;
    }
  }
  const depths = ordered([...new Set([...found.values()].map(({ depth }) => depth))], depthOrder);
  return [...found.values()]
    .filter(({ questions }) => Object.keys(questions).length === runs.length)
    .sort((a, b) => a.updates - b.updates || depths.indexOf(a.depth) - depths.indexOf(b.depth));
}
