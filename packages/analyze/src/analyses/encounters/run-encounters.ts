import type { BatchInput } from '@lethe/contracts';
import type { RunContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { CONTROL } from '../../measurements/measurements.js';
import type { EncounterEffect } from '../../metrics/effect-list.js';
import type { EncounterWindow } from '../../metrics/encounter-window.js';
import type { RunMetrics } from '../../metrics/run-metrics.js';
import type { effectsTable } from './effects-table.js';

/**
 * One row per probe and encounter of a run, outliers included. Controls have one at the encounters of others before which
 * they were measured: between two measurements nothing was seen of them, and a sweep would have millions of such rows.
 */
export function runEncounters({
  statistics,
}: RunContext): Outcome<never, undefined, { effects: typeof effectsTable }> {
  return { tables: { effects: () => effectColumns(statistics.cohort.runs[0]!) } };
}

function effectColumns({
  measurements,
  effects: { effects, windows },
  biasCorrected: corrected,
  twinCorrected,
}: RunMetrics): BatchInput<(typeof effectsTable)['columns']> {
  const { run, facts, probes } = measurements;
  const repeated = repeatedWindows(windows);
  const factOf = (probe: number) => facts[probes[probe]!.fact]!;
  const rows: number[] = [];
  const list: EncounterEffect[] = [];
  for (let i = 0; i < effects.length; i++) {
    const effect = effects.at(i);
    const { probe, window, step, beforeUpdate } = effect;
    if (factOf(probe).condition === CONTROL && (beforeUpdate !== step || repeated.has(window))) continue;
    rows.push(i);
    list.push(effect);
  }
  return {
    run: list.map(() => run),
    probe_id: list.map(({ probe }) => probes[probe]!.id),
    fact_id: list.map(({ probe }) => factOf(probe).id),
    condition: list.map(({ probe }) => factOf(probe).condition),
    depth: list.map(({ probe }) => probes[probe]!.depth),
    encounter: Int32Array.from(list, ({ encounter }) => encounter + 1),
    step: Int32Array.from(list, ({ step }) => step),
    lam_step: Int32Array.from(list, ({ lamUpdate }) => lamUpdate),
    effectivity: Float64Array.from(list, ({ effectivity }) => effectivity),
    target_tokens: list.map(({ probe }) => probes[probe]!.targetTokens ?? null),
    retention: list.map(({ gainAtNext, effectivity }) => finiteOrNull(gainAtNext / effectivity)),
    bias_corrected_effectivity: rows.map((i) => finiteOrNull(corrected[i]!)),
    twin_corrected_effectivity: rows.map((i) => finiteOrNull(twinCorrected?.[i] ?? Number.NaN)),
  };
}

/** Windows that differ from another one in the next encounter only: controls would be listed twice. */
function repeatedWindows(windows: readonly EncounterWindow[]): Set<number> {
  const best = new Map<string, number>();
  windows.forEach(({ step, end, next }, i) => {
    const known = best.get(`${step}:${end}`);
    if (known === undefined || next > windows[known]!.next) best.set(`${step}:${end}`, i);
  });
  const listed = new Set(best.values());
  return new Set(windows.flatMap((_, i) => (listed.has(i) ? [] : [i])));
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
