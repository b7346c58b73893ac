import {
  facts as factsTable,
  order,
  passageScores,
  probes as probesTable,
  type RunDirectories,
  readBatches,
  readRows,
} from '@lethe/contracts';
import { CONTROL, type Fact, type Measurements, type Probe } from '../../measurements/measurements.js';
import { readLastAnswers } from '../../read/read-answers.js';
import { distinctSteps, readEncounters, readToldEncounters } from '../../read/read-encounters.js';
import { readLastRows } from '../../read/read-last-rows.js';
import { readTrace } from '../../read/read-trace.js';

/** What the last checkpoint of a run knows of facts that were met a known number of times. */
export interface DosedRun {
  run: RunDirectories;
  /** Steps of its order. */
  steps: number;
  /** Facts that were met, and controls. */
  measurements: Pick<Measurements, 'data' | 'facts' | 'probes'>;
  /** Shares of texts after which the rest was asked for. */
  prefixes: readonly number[];
  /** By name of what was measured: one value for every fact, the mean over its probes; NaN where there is none. */
  values: ReadonlyMap<string, Float64Array>;
}

/** Names of what is measured. */
export const names = {
  answers: (depth: string) => `answers, ${depth}`,
  logProbability: (depth: string) => `log-probability, ${depth}`,
  text: 'log-probability, text',
  leastProbable: 'log-probability, least probable tokens of the text',
  verbatim: (prefix: number) => `verbatim after ${Math.round(100 * prefix)} %`,
} as const;

/**
 * Reads encounters and the measurements of the last checkpoint.
 * @returns undefined where the probe stage scored no texts, or no fact was met
 */
export async function readDosedRun(run: RunDirectories): Promise<DosedRun | undefined> {
  const scores = await readLastRows(run.probe, passageScores);
  if (scores.length === 0) return undefined;
  const { facts, probes } = await readFacts(run, new Set(scores.map(({ fact_id }) => fact_id)));
  if (!facts.some(({ condition }) => condition !== CONTROL)) return undefined;

  const collected = new Means(facts);
  for (const row of scores) {
    collected.add(names.text, row.fact_id, row.mean_logprob);
    collected.add(names.leastProbable, row.fact_id, row.min_k_logprob);
    row.prefixes.forEach((prefix, i) => {
      collected.add(names.verbatim(prefix), row.fact_id, row.verbatim[i] ? 1 : 0);
    });
  }
  const probeOf = new Map(probes.map((probe) => [probe.id, probe]));
  for (const { probe_id, exact_match } of await readLastAnswers(run.probe)) {
    const probe = probeOf.get(probe_id);
    if (probe) collected.add(names.answers(probe.depth), facts[probe.fact]!.id, exact_match ? 1 : 0);
  }
  const trace = await readTrace(run.probe, new Map(probes.map(({ id }, i) => [id, i])), 'token');
  const last = trace.update.reduce((most, update) => Math.max(most, update), 0);
  trace.probe.forEach((number, i) => {
    const { depth, fact } = probes[number]!;
    if (trace.update[i] === last)
      collected.add(names.logProbability(depth), facts[fact]!.id, trace.value[i]!);
  });
  return {
    run,
    steps: await countSteps(run.data),
    measurements: { data: run.data, facts, probes },
    prefixes: scores[0]!.prefixes,
    values: collected.means(),
  };
}

/** Facts whose texts were scored, with all probes of theirs. */
async function readFacts(
  { data }: RunDirectories,
  scored: ReadonlySet<string>,
): Promise<{ facts: Fact[]; probes: Probe[] }> {
  const injected = await readEncounters(data);
  const told = await readToldEncounters(data);
  const facts = (await readRows(data, factsTable))
    .filter(({ fact_id }) => scored.has(fact_id))
    .map(({ fact_id: id, scenario: condition }): Fact => {
      return { id, condition, encounters: distinctSteps(injected.get(id) ?? [], told.get(id) ?? []) };
    })
    .filter(({ condition, encounters }) => (condition === CONTROL) === (encounters.length === 0));
  const numberOf = new Map(facts.map(({ id }, i) => [id, i]));
  const probes = (await readRows(data, probesTable)).flatMap((row): Probe[] => {
    const fact = numberOf.get(row.fact_id);
    const { probe_id: id, depth, prompt, target } = row;
    return fact === undefined ? [] : [{ id, fact, depth, prompt, target }];
  });
  return { facts, probes };
}

async function countSteps(data: string): Promise<number> {
  let last = -1;
  for await (const batch of readBatches(data, order)) {
    for (const step of batch.numbers('step')) last = Math.max(last, step);
  }
  return last + 1;
}

/** Means of values by name and fact. */
class Means {
  private readonly numberOf: ReadonlyMap<string, number>;
  private readonly sums = new Map<string, { sum: Float64Array; count: Float64Array }>();

  constructor(facts: readonly Fact[]) {
    this.numberOf = new Map(facts.map(({ id }, i) => [id, i]));
  }

  /** Passes over facts that are not among those. */
  add(name: string, fact: string, value: number): void {
    const number = this.numberOf.get(fact);
    if (number === undefined) return;
    const size = this.numberOf.size;
    const own = this.sums.get(name) ?? { sum: new Float64Array(size), count: new Float64Array(size) };
    this.sums.set(name, own);
    own.sum[number]! += value;
    own.count[number]!++;
  }

  means(): Map<string, Float64Array> {
    return new Map(
      Array.from(this.sums, ([name, { sum, count }]) => [name, sum.map((value, i) => value / count[i]!)]),
    );
  }
}
