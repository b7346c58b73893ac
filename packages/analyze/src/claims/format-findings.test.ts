import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInterval, formatValue } from '../statistics/format-value.js';
import { formatFindings } from './format-findings.js';

const row = {
  finding_id: 'F11-duplication-memorization',
  statement:
    'duplication, memorization: decay constant is within 0.14-0.26 per decade of updates (t = 1..800)',
  source_value: '0.25',
  our_value: 0.2109,
  low: 0.2,
  high: 0.2251,
  interval_method: 'percentile',
  seeds: 3,
  verdict: 'reproduced',
};

describe('findings in the terminal', () => {
  it('are an aligned table', () => {
    const text = formatFindings([
      row,
      { ...row, finding_id: 'F3', statement: 'short', low: null, high: null },
    ]);
    expect(text).toBe(
      [
        '     claim                                                              ours [interval]       runs  verdict',
        'F11  duplication, memorization: decay constant is within 0.14-0.26 pe…  0.211 [0.200, 0.225]     3  reproduced',
        'F3   short                                                              0.211                    3  reproduced',
      ].join('\n'),
    );
  });

  it('say how to add seeds of data and training, where a claim rests on one', () => {
    const last = (...seeds: number[]): string =>
      formatFindings(seeds.map((count) => ({ ...row, seeds: count })))
        .split('\n')
        .slice(3)
        .join('\n');
    expect(last(3, 1)).toMatch(
      /^one seed decides nothing.*"rotation": "seed".*\n"sweep": \[.*\["data\.seed", "train\.seed"\], "values": \[1, 2, 3, 4, 5\] \}\]$/,
    );
    expect(last(3, 2)).toBe('');
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
