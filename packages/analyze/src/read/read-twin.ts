import { LetheError, type RunDirectories } from '@lethe/contracts';
import type { Measurements } from '../measurements/measurements.js';
import { buildProbeSeries, type ProbeSeries } from '../measurements/probe-series.js';
import { joinPoints, readTrace } from './read-trace.js';

/**
 * What the probes of a run did in its twin, a run of the same sweep that injects none of their facts.
 * @returns rows in the order of the run's probes
 * @throws LetheError when the twin measured none of the probes
 */
export async function readTwin(twin: RunDirectories, { run, probes }: Measurements): Promise<ProbeSeries> {
  const numberOf = new Map(probes.map(({ id }, p) => [id, p]));
  const points = joinPoints(await readTrace(twin.train, numberOf), await readTrace(twin.probe, numberOf));
  if (points.value.length > 0) return buildProbeSeries(points, probes.length);
  throw new LetheError({
    what: 'the twin of a run measured none of its probes',
    where: `analyze.twin: ${twin.id}`,
    expected: `traces of the probes of run ${run}`,
    found: `no such rows in ${twin.train} and ${twin.probe}`,
    next: 'give the twin the same facts, probes and observers',
  });
}
