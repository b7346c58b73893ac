import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInterval, formatValue } from '../statistics/format-value.js';
import type { FindingRow } from './finding-rows.js';
import { formatFindings } from './format-findings.js';

const row: FindingRow = {
  finding_id: 'F11n-duplication-memorization',
  statement:
    'duplication, memorization: decay constant net of controls is within 0.14-0.26 per decade of updates (t = 1..800)',
  kind: 'primary',
  given: null,
  source_value: '0.25',
  our_value: 0.2109,
  low: 0.2,
  high: 0.2251,
  interval_method: 't',
  p: 0.004,
  adjusted_p: 0.012,
  family: 'arXiv 2406.11813, primary',
  family_tests: 3,
  seeds: 3,
  verdict: 'reproduced',
  strength: 'weak',
  reason: null,
  distance: 0.0491,
  detectable: 0.04,
  seeds_needed: 3,
};
const untested = { p: null, adjusted_p: null, strength: null, detectable: null };

describe('findings in the terminal', () => {
  it('are an aligned table, primary claims before others and predictions', () => {
    const text = formatFindings([
      { ...row, finding_id: 'F22', kind: 'prediction', statement: 'so many', verdict: null, ...untested },
      { ...row, finding_id: 'F3', kind: 'secondary', seeds: 5, strength: 'strong', adjusted_p: 0.00001 },
      row,
      { ...row, finding_id: 'F1', verdict: 'inconclusive', strength: null, adjusted_p: 0.31 },
    ]);
    expect(text).toBe(
      [
        '      claim                                   ours [interval]            p  runs  verdict',
        'primary claims; p corrected by Holm',
        'F11n  duplication, memorization: decay cons…  0.211 [0.200, 0.225]   0.012     3  reproduced (weak)',
        'F1    duplication, memorization: decay cons…  0.211 [0.200, 0.225]    0.31     3  inconclusive, 0.049 of 0.040',
        'other claims; p is the false discovery rate q',
        'F3    duplication, memorization: decay cons…  0.211 [0.200, 0.225]  <0.001     5  reproduced',
        'predictions, which settings decide: no verdicts',
        'F22   so many                                 0.211 [0.200, 0.225]       -     3',
        'weak: a verdict that rests on fewer than 5 seeds',
        '0.1 of 0.2: the value is 0.1 from the edge of the claim, and 0.2 would be seen with a power of 80 %',
      ].join('\n'),
    );
  });

  it('have no p-values where none was tested', () => {
    const lone = { ...row, ...untested, seeds: 1, verdict: 'inconclusive' };
    expect(formatFindings([lone]).split('\n')[0]).toMatch(/ours \[interval\] +runs {2}verdict$/);
  });

  it('say how to add seeds of data and training, where a claim rests on too few', () => {
    const last = (...seeds: number[]): string =>
      formatFindings(seeds.map((count) => ({ ...row, seeds: count })))
        .split('\n')
        .slice(-2)
        .join('\n');
    const advice =
      /^one seed decides nothing.*"rotation": "seed".*\n"sweep": \[.*\["data\.seed", "train\.seed"\], "values": \[1, 2, 3, 4, 5\] \}\]$/;
    expect(last(3, 1)).toMatch(advice);
    expect(last(3, 2)).toMatch(advice);
    expect(last(3, 3)).not.toMatch(/seed decides/);
  });

  it('are never wider than 110 columns (property)', () => {
    const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));
    const rows = fc.array(
      fc.record({
        ...Object.fromEntries(Object.entries(row).map(([key, item]) => [key, fc.constant(item)])),
        statement: fc.string({ maxLength: 200 }).map((text) => text.replaceAll('\n', ' ')),
        our_value: value,
        low: value,
        high: value,
        seeds: fc.integer({ min: 1, max: 3 }),
        verdict: fc.constantFrom('reproduced', 'contradicted', 'inconclusive'),
        distance: value,
        detectable: value,
      }) as unknown as fc.Arbitrary<typeof row>,
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(rows, (list) => {
        for (const line of formatFindings(list).split('\n')) expect(line.length).toBeLessThanOrEqual(110);
      }),
    );
  });

  it('say so when there are none', () => {
    expect(formatFindings([])).toContain('no findings');
  });

  it('show three digits', () => {
    expect([0.12345, -1.2345, 12.345, 1234.5, 2e7, 1.234e-5, 0, null].map(formatValue)).toEqual([
      '0.123',
      '-1.23',
      '12.3',
      '1235',
      '2.0e+7',
      '1.2e-5',
      '0.000',
      '-',
    ]);
    expect(formatInterval(null, 1)).toBe('');
  });
});
