import { counted, LetheError, type RunDirectories, type StageContext } from '@lethe/contracts';
import { findTwin } from '../cohort/find-twin.js';
import { beyondTwin, correctByTwin } from '../metrics/correct-by-twin.js';
import { leaveOutUnwatched } from '../metrics/leave-out-unwatched.js';
import { limitToldFacts } from '../metrics/limit-told-facts.js';
import { type RunMetrics, runMetrics } from '../metrics/run-metrics.js';
import { drawnConditions } from '../read/read-drawn-conditions.js';
import { plainRuns } from '../read/read-encounters.js';
import { readMeasurements, readTwin } from '../read/read-measurements.js';
import { noteGaps, noteLimited, noteTold, noteUnwatched } from './cohort-notes.js';
import type { SharedOptions } from './shared-options.js';

/**
 * Reads what was measured in every run and computes its metrics.
 * @param note keeps a line about what is left out
 * @param phase called when reading or computing begins
 * @returns by run id; runs without facts to be acquired, and twins, have none
 * @throws LetheError when an input is missing or contradicts another; `signal.reason` when aborted
 */
export async function measureRuns(
  runs: readonly RunDirectories[],
  { twin: twinName, unit, window, iqrFactor }: SharedOptions,
  { log, signal }: Pick<StageContext, 'log' | 'signal'>,
  note: (line: string) => void,
  phase: (name: 'reading' | 'metrics') => void,
): Promise<Map<string, RunMetrics>> {
  if (runs.length === 0) {
    throw new LetheError({ what: 'there are no runs to analyse', next: 'give analyze at least one run' });
  }
  const plain = twinName === undefined ? undefined : await plainRuns(runs);
  const metrics = new Map<string, RunMetrics>();
  for (const run of runs) {
    signal.throwIfAborted();
    phase('reading');
    const twin = plain && findTwin(twinName!, run, runs, plain);
    // Twins are what others are compared with.
    if (plain && !twin) continue;
    const read = await readMeasurements(run, note, unit);
    if (!read) continue;
    phase('metrics');
    const watched = leaveOutUnwatched(read, drawnConditions(run));
    noteUnwatched(run.id, watched.unwatched, note);
    if (watched.measurements.facts.length === 0) continue;
    const { measurements, limited } = limitToldFacts(watched.measurements, window);
    noteLimited(run.id, limited, note);
    noteTold(read, note);
    const measured = runMetrics(measurements, window, iqrFactor);
    if (twin) {
      const series = await readTwin(twin, measurements);
      measured.twinCorrected = correctByTwin(measured, series);
      measured.beyondTwin = beyondTwin(measurements, series);
      log(`${run.id}: its twin is ${twin.id}`);
    }
    noteGaps(measured, note);
    metrics.set(run.id, measured);
    const { series, probes } = measurements;
    log(`${run.id}: ${counted(probes.length, 'probe')}, measured ${counted(series.updates.length, 'time')}`);
  }
  return metrics;
}
