import { writeFileSync } from 'node:fs';
import { intervalOf } from '@lethe/analyze';
import * as z from 'zod';
import { commaSeparated, log, runBenchmark } from '../run-benchmark.js';
import { type CoverageCell, coverageCells } from './cells.js';
import { contrastCoverage } from './contrasts.js';
import { countFalseVerdicts } from './false-verdicts.js';
import { analyse, type Quantity, quantities, truthOf } from './quantities.js';
import { average, formatRows, heldBy, median, type Row } from './rows.js';
import { shapeCoverage } from './shapes.js';
import { shareCoverage } from './shares.js';

const whole = commaSeparated(z.coerce.number().int().min(1));

await runBenchmark({
  name: 'intervals',
  description: 'how often 95 % intervals hold the truth of synthetic experiments',
  options: {
    experiments: z.int().min(10).default(400).describe('synthetic experiments of every cell'),
    seeds: whole.default([1, 2, 3, 5, 8]).describe('seeds of an experiment'),
    facts: whole.default([8, 12, 40]).describe('facts of a condition, with as many controls'),
    memory: z
      .number()
      .min(0)
      .lt(1)
      .default(0.9)
      .describe('share of autocorrelated noise left after an update'),
    only: z.string().default('').describe('names of quantities must contain this'),
    verdicts: z.boolean().default(false).describe('count wrong verdicts on claims at their edges instead'),
    json: z.string().optional().describe('file for the table'),
  },
  run: async ({ experiments, seeds, facts, memory, only, json, verdicts }) => {
    if (verdicts) return countFalseVerdicts(experiments, memory);
    const wanted = quantities.filter(({ name }) => name.includes(only));
    const rows: Row[] = [];
    const cells = wanted.length === 0 ? [] : coverageCells({ seeds, facts, memory });
    for (const [i, cell] of cells.entries()) {
      log(`cell ${i + 1} of ${cells.length}: ${labelOf(cell)}`);
      rows.push(...coverageOf(cell, wanted, experiments));
    }
    if ('contrast of two groups'.includes(only))
      rows.push(...contrastCoverage({ experiments, seeds, facts }));
    if ('mean of facts'.includes(only)) rows.push(...shapeCoverage({ experiments: 10 * experiments, facts }));
    if ('share of facts'.includes(only))
      rows.push(...shareCoverage({ experiments: 10 * experiments, seeds, facts }));
    console.log(formatRows(rows));
    if (json) writeFileSync(json, `${JSON.stringify(rows, null, 1)}\n`);
    const outside = rows.filter(({ held }) => held < 93 || held > 98);
    console.log(`${rows.length - outside.length} of ${rows.length} cells within 93-98 %`);
  },
});

function labelOf({ varies, facts, noise, world }: CoverageCell): string {
  return [varies, `${world.seeds} seeds`, `${world.facts} facts`, `facts ${facts}`, noise].join(', ');
}

function coverageOf(cell: CoverageCell, wanted: readonly Quantity[], experiments: number): Row[] {
  const found = wanted.map(() => [] as { point: number; low: number; high: number }[]);
  for (let e = 0; e < experiments; e++) {
    const analyses = new Map<number | null, ReturnType<typeof analyse>>();
    wanted.forEach(({ of, iqrFactor = null }, q) => {
      const analysis = analyses.get(iqrFactor) ?? analyse(cell.world, `experiment ${e}`, iqrFactor);
      analyses.set(iqrFactor, analysis);
      const estimate = of(analysis.statistics, analysis.cell);
      const interval = estimate && intervalOf(estimate, 0.95);
      if (interval) found[q]!.push({ point: estimate.point, ...interval });
    });
  }
  return wanted.map((quantity, q) => {
    const mean = average(found[q]!.map(({ point }) => point));
    const truth = truthOf(quantity, cell.world);
    return {
      quantity: quantity.name,
      varies: cell.varies,
      seeds: cell.world.seeds,
      facts: cell.world.facts,
      detail: `facts ${cell.facts}, noise ${cell.noise}`,
      // A few facts that hardly gain have shares of thousands: the mean over experiments is theirs.
      held: heldBy(found[q]!, quantity.biased ? median(found[q]!.map(({ point }) => point)) : truth),
      truth,
      mean,
      width: average(found[q]!.map(({ low, high }) => high - low)),
    };
  });
}
