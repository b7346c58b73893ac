import { analyzeMeasurements, type Finding, type Measurements } from '@lethe/analyze';
import { analyzeSpec } from '@lethe/analyze/declaration';
import { createRandom, formatTable } from '@lethe/contracts';
import { log } from '../run-benchmark.js';
import { WINDOW, worldMeasurements } from './worlds.js';

/** Worlds in which some claims lie exactly at their edges, so that any verdict on them is wrong. */
const worlds = [
  { name: 'nothing is learned', gain: 0, edge: /^F(1|2b|3|5|7)$/ },
  { name: 'conditions and depths are alike', gain: 0.5, edge: /^F(3|5|12|12n|13|13n)$/ },
] as const;
const SEEDS = [3, 5];
const FACTS = 12;

/**
 * Counts wrong verdicts over synthetic experiments of several seeds, whose seeds and facts differ, with noise as in a
 * trace: of all tests at their edges, and of experiments with any in a family.
 */
export async function countFalseVerdicts(experiments: number, memory: number): Promise<void> {
  const rows = [
    [
      'world',
      'seeds',
      'tests',
      'wrong by interval %',
      'wrong verdicts %',
      'experiments with any, primary %',
      'other %',
    ],
  ];
  for (const { name, gain, edge } of worlds) {
    for (const seeds of SEEDS) {
      log(`${name}, ${seeds} seeds`);
      const counts = { tests: 0, byInterval: 0, wrong: 0, primary: 0, secondary: 0 };
      for (let e = 0; e < experiments; e++) {
        const found = await findingsOf(seeds, gain, memory, `false ${e}`);
        const tests = found.filter(({ claim, p }) => edge.test(claim) && p !== undefined);
        const wrong = tests.filter(({ verdict }) => verdict !== undefined && verdict !== 'inconclusive');
        counts.tests += tests.length;
        counts.byInterval += tests.filter(({ p }) => p! <= 0.05).length;
        counts.wrong += wrong.length;
        for (const kind of ['primary', 'secondary'] as const) {
          if (wrong.some((finding) => finding.kind === kind)) counts[kind]++;
        }
      }
      const percent = (count: number, of: number): string => ((100 * count) / of).toFixed(1);
      rows.push([
        ...[name, String(seeds), String(counts.tests)],
        ...[percent(counts.byInterval, counts.tests), percent(counts.wrong, counts.tests)],
        ...[percent(counts.primary, experiments), percent(counts.secondary, experiments)],
      ]);
    }
  }
  console.log(formatTable(rows, ['left', 'right', 'right', 'right', 'right', 'right', 'right']));
}

function findingsOf(seeds: number, gain: number, memory: number, purpose: string): Promise<Finding[]> {
  const spread = { seedSpread: 0.3, factSpread: 0.3 };
  const world = { ...spread, seeds, facts: FACTS, sharedFacts: false, noise: 0.15, memory, encounters: 3 };
  // With nothing learned the noise is what it would be beside a gain.
  const scaled = gain === 0 ? { ...world, gain: 0, noiseScale: 0.5 } : { ...world, gain };
  const parts = ['duplication', 'paraphrase'].flatMap((condition) =>
    ['memorization', 'composition'].map((depth) => ({
      condition,
      depth,
      // Probes of one fact vary together where they are of the same seed.
      runs: worldMeasurements(scaled, `${purpose} ${condition}`, `${purpose} ${condition} ${depth}`),
    })),
  );
  const runs = Array.from({ length: seeds }, (_, seed) =>
    joined(parts.map(({ runs: own, ...part }) => ({ ...part, run: own[seed]! }))),
  );
  const config = analyzeSpec.parse({
    window: WINDOW,
    iqrFactor: null,
    bootstrap: { resamples: 100 },
  });
  return analyzeMeasurements(shuffled(runs, purpose), config);
}

/** Conditions and depths of one run: every condition has its facts and controls, of which the first ones' are kept. */
function joined(parts: readonly { condition: string; depth: string; run: Measurements }[]): Measurements {
  const { run, data, series } = parts[0]!.run;
  const facts = new Map<string, Measurements['facts'][number]>();
  const probes: Measurements['probes'] = [];
  const values: number[] = [];
  const width = series.updates.length;
  for (const { condition, depth, run: own } of parts) {
    own.facts.forEach((fact, f) => {
      const isControl = fact.condition === 'control';
      if (isControl && condition !== 'duplication') return;
      const id = isControl ? fact.id : `${condition}-${fact.id}`;
      if (!facts.has(id)) facts.set(id, { ...fact, id, condition: isControl ? 'control' : condition });
      const number = [...facts.keys()].indexOf(id);
      const name = `${id}-${depth}`;
      probes.push({ id: name, fact: number, depth, prompt: name, target: name });
      values.push(...own.series.values.subarray(f * width, (f + 1) * width));
    });
  }
  return {
    ...{ run, data, facts: [...facts.values()], probes },
    series: { updates: series.updates, values: Float64Array.from(values) },
  };
}

/** Runs in another order, so that nothing rests on it. */
const shuffled = (runs: Measurements[], purpose: string): Measurements[] =>
  createRandom(1, `${purpose} order`).shuffle([...runs]);
