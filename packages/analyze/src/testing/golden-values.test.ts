import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildCohort, findCell } from '../cohort/cohort.js';
import { ordinaryLeastSquares } from '../fits/ordinary-least-squares.js';
import { runMetrics } from '../metrics/run-metrics.js';
import { columnMeans } from '../statistics/bootstrap-means.js';
import { type GoldenConstants, goldenLog } from './golden-log.js';

interface Expected {
  effectivity: number;
  R: number[];
  a: number;
  b: number;
  r2: number;
  se_a: number;
  xint_log10_steps: number;
}
interface Golden {
  generator: GoldenConstants;
  'iqr_2.0': Record<string, Record<'mem' | 'gen' | 'gen_hard', Expected>>;
}

const dataDirectory = process.env.LETHE_DATA ?? join(import.meta.dirname, '../../../../../shared/data');
const path = join(dataDirectory, 'golden/retainability.json');
const available = existsSync(path);
if (!available) {
  console.warn(`SKIPPED: golden values of the paper's metric code: no ${path}; set LETHE_DATA to run them`);
}

describe.skipIf(!available)('values of the metric code of arXiv 2406.11813', () => {
  const golden: Golden = available ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  const depthOf = { mem: 'memorization', gen: 'semantic', gen_hard: 'composition' } as const;
  const options = { window: 50, iqrFactor: 2 };
  const cohort = available
    ? buildCohort(
        'golden',
        [runMetrics(goldenLog(golden.generator), options.window, options.iqrFactor)],
        options,
      )
    : undefined;
  const cases = ['duplication', 'paraphrase', 'once'].flatMap((condition) =>
    (['mem', 'gen', 'gen_hard'] as const).map((kind) => ({ condition, kind })),
  );

  it.each(cases)(
    '$condition, $kind: effectivity, R(t), decay constant, R2, standard error',
    ({ condition, kind }) => {
      const expected = golden['iqr_2.0'][condition]![kind];
      const cell = findCell(cohort!, condition, depthOf[kind])!;
      expect(columnMeans(cell.tables.effectivity)[0]).toBeCloseTo(expected.effectivity, 12);

      const retention = columnMeans(cell.tables.retention).subarray(0, expected.R.length);
      retention.forEach((value, t) => {
        expect(value).toBeCloseTo(expected.R[t]!, 12);
      });
      // The reference code logs "once" no longer than the others; here it reaches to the end of the run.
      expect(cell.bins.length).toBe(condition === 'once' ? 1150 : expected.R.length);
      expect(cohort!.fitUntil).toBe(expected.R.length - 1);

      const logTimes = Float64Array.from({ length: expected.R.length - 1 }, (_, i) => Math.log10(i + 1));
      const line = ordinaryLeastSquares(logTimes, retention.subarray(1));
      expect(-line.slope).toBeCloseTo(expected.a, 10);
      expect(line.intercept).toBeCloseTo(expected.b, 10);
      expect(line.r2).toBeCloseTo(expected.r2, 10);
      expect(line.slopeError).toBeCloseTo(expected.se_a, 10);
      expect(line.intercept / -line.slope).toBeCloseTo(expected.xint_log10_steps, 8);
    },
  );
});
