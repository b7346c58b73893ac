import {
  counted,
  facts as factsTable,
  LetheError,
  probes as probesTable,
  type RowOf,
  type RunDirectories,
  readRows,
} from '@lethe/contracts';
import type { LogUnit } from '../measurements/log-unit.js';
import { CONTROL, type Fact, type Measurements, type Probe } from '../measurements/measurements.js';
import { buildProbeSeries, type ProbeSeries } from '../measurements/probe-series.js';
import { distinctSteps, readEncounters, readToldEncounters } from './read-encounters.js';
import { joinPoints, readTrace } from './read-trace.js';
import { readTraining } from './read-training.js';

/**
 * Reads what the metrics need of one run: facts, probes and order from the data stage, traces from train and
 * probe. Where both measured the same state of the model, the trace of train counts.
 * @param log prints one line about anything that is left out
 * @param unit what log-probabilities are taken over
 * @returns undefined where no fact is injected and none is a control: nothing was to be acquired
 * @throws LetheError when tables contradict one another or nothing was measured
 */
export async function readMeasurements(
  run: RunDirectories,
  log: (line: string) => void,
  unit: LogUnit = 'token',
): Promise<Measurements | undefined> {
  const encounters = await readEncounters(run.data);
  const told = await readToldEncounters(run.data);
  const factRows = await readRows(run.data, factsTable);
  const probeRows = await readRows(run.data, probesTable);
  const asked = new Set(probeRows.map((row) => row.fact_id));
  const exposed: Fact[] = [];
  let absent = 0;
  for (const { fact_id: id, scenario: condition } of factRows) {
    const steps = distinctSteps(encounters.get(id) ?? [], told.get(id) ?? []);
    if (condition === CONTROL && steps.length > 0) throw metControl(run, id, steps[0]!, told.has(id));
    if (condition !== CONTROL && steps.length === 0) {
      if (asked.has(id)) absent++;
      continue;
    }
    exposed.push({ id, condition, encounters: steps, ...(told.has(id) ? { told: steps } : {}) });
  }
  if (exposed.length === 0) return undefined;
  if (absent > 0) {
    const never = told.size > 0 ? 'neither injected nor told' : 'never injected';
    log(
      `${run.id}: ${counted(absent, 'fact')} ${absent === 1 ? 'is left out: it is no control' : 'are left out: they are no controls'} and ${never}`,
    );
  }
  // A fact that the data stage was told not to probe (data.facts.probed) is no observation.
  const facts = exposed.filter(({ id }) => asked.has(id));
  const factNumber = new Map(facts.map(({ id }, number) => [id, number]));
  const known = new Set(factRows.map((row) => row.fact_id));
  const probes = selectProbes(run, probeRows, factNumber, known);
  if (unit === 'target') checkTargets(run, probes);
  const numberOf = new Map(probes.map((probe, i) => [probe.id, i]));
  const fromTrain = await readTrace(run.train, numberOf, unit);
  const fromProbe = await readTrace(run.probe, numberOf, unit);
  if (fromTrain.value.length === 0 && fromProbe.value.length === 0) {
    throw new LetheError({
      what: 'no probe was measured',
      where: `run ${run.id}`,
      expected: 'rows in trace.arrows of train or probe for the probes of the data stage',
      found: `${run.train}: no such rows; ${run.probe}: no such rows`,
      next: 'list {"module": "@lethe/probe"} under train.observers and run train again',
    });
  }
  if (fromTrain.value.length === 0) {
    log(`${run.id}: train has no trace; only the checkpoints that probe measured are analysed`);
  }
  const broken = fromTrain.broken + fromProbe.broken;
  if (broken > 0) log(`${run.id}: ${broken} measurements are left out: they are not finite numbers`);
  const series = buildProbeSeries(joinPoints(fromTrain, fromProbe), probes.length);
  const { tokensPerStep } = await readTraining(run.train);
  return { run: run.id, data: run.data, facts, probes, series, unit, tokensPerStep };
}

function metControl(run: RunDirectories, id: string, step: number, told: boolean): LetheError {
  return new LetheError({
    what: told ? 'the background tells a control' : 'a control is injected',
    where: `${run.data}, fact ${id}`,
    expected: `no row of the ${told ? 'background_encounters' : 'order'} table with this fact`,
    found: `${told ? 'told' : 'injected'} at step ${step}`,
    next: `give the fact another scenario, or keep it out of the ${told ? 'background' : 'order'}`,
  });
}

function selectProbes(
  run: RunDirectories,
  rows: readonly RowOf<typeof probesTable>[],
  factNumber: ReadonlyMap<string, number>,
  known: ReadonlySet<string>,
): Probe[] {
  return rows.flatMap(({ probe_id: id, fact_id, depth, prompt, target, target_tokens }) => {
    const fact = factNumber.get(fact_id);
    const tokens = target_tokens.length > 0 ? { targetTokens: target_tokens.length } : {};
    if (fact !== undefined) return { id, fact, depth, prompt, target, ...tokens };
    if (known.has(fact_id)) return [];
    throw new LetheError({
      what: 'a probe asks for a fact that is missing',
      where: `${run.data}, probe ${id}`,
      expected: 'a fact_id of the facts table',
      found: fact_id,
      next: 'run the data stage again',
    });
  });
}

/** A sum over tokens needs them: published logs have means alone. */
function checkTargets(run: RunDirectories, probes: readonly Probe[]): void {
  const bare = probes.find(({ targetTokens }) => targetTokens === undefined);
  if (!bare) return;
  throw new LetheError({
    what: 'the log-probability of a whole target needs its tokens, and these probes have none',
    where: `${run.data}, probe ${bare.id}`,
    expected: 'target_tokens in the probes table, or analyze.unit "token"',
    found: 'analyze.unit "target" and a mean over tokens whose number is not known',
    next: 'leave out analyze.unit',
  });
}

/**
 * What the probes of a run did in its twin, a run of the same sweep that injects none of their facts. Those of facts
 * that the twin's background tells have nothing there: it meets them too.
 * @returns rows in the order of the run's probes
 * @throws LetheError when the twin measured none of the probes
 */
export async function readTwin(
  twin: RunDirectories,
  { run, facts, probes, unit = 'token' }: Measurements,
): Promise<ProbeSeries> {
  const told = await readToldEncounters(twin.data);
  const numberOf = new Map(
    probes.flatMap(({ id, fact }, p) => (told.has(facts[fact]!.id) ? [] : [[id, p] as const])),
  );
  const points = joinPoints(
    await readTrace(twin.train, numberOf, unit),
    await readTrace(twin.probe, numberOf, unit),
  );
  if (points.value.length > 0) return buildProbeSeries(points, probes.length);
  throw new LetheError({
    what: 'the twin of a run measured none of the probes of that run',
    where: `analyze.twin: ${twin.id}`,
    expected: `traces of the probes of run ${run}`,
    found: `no such rows in ${twin.train} and ${twin.probe}`,
    next: 'give the twin the same facts, probes and observers',
  });
}
