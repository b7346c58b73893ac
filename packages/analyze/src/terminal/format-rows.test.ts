import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInterval, formatValue } from '../statistics/format-value.js';
import { findingRow as row, untested } from '../testing/finding-row.js';
import { formatRows } from './format-rows.js';

describe('all findings in the terminal', () => {
  it('are an aligned table, in which statements go on in further rows', () => {
    const text = formatRows(
      [
        row,
        { ...row, claim: 'F1', verdict: 'inconclusive', strength: null, adjusted_p: 0.31 },
        { ...row, claim: 'F3', statement: 'short', seeds: 5, strength: 'strong', adjusted_p: 0.00001 },
        { ...row, claim: 'F22', kind: 'prediction', statement: 'so many', verdict: null, ...untested },
      ],
      100,
    );
    expect(text).toBe(
      [
        '      claim                           ours [interval]       p  corrected  runs  verdict',
        'F11n  duplication, memorization:      0.211 per decade  0.004      0.012     3  reproduced (weak)',
        '      decay constant net of controls  [0.200, 0.225]',
        '      is within 0.14-0.26 per decade',
        '      of updates (t = 1..800)',
        'F1    duplication, memorization:      0.211 per decade  0.004       0.31     3  inconclusive,',
        '      decay constant net of controls  [0.200, 0.225]                            0.049 of 0.040',
        '      is within 0.14-0.26 per decade',
        '      of updates (t = 1..800)',
        'F3    short                           0.211 per decade  0.004     <0.001     5  reproduced',
        '                                      [0.200, 0.225]',
        'F22   so many                         0.211 per decade      -          -     3  prediction',
        '                                      [0.200, 0.225]',
        'weak: a verdict that rests on fewer than 5 seeds',
        'corrected: p by Holm of primary claims, the false discovery rate q of others',
        '0.1 of 0.2: the value is 0.1 from the edge of the claim, and 0.2 would be seen with a power of 80 %',
      ].join('\n'),
    );
  });

  it('have no p-values where none was tested', () => {
    const lone = { ...row, ...untested, seeds: 1, verdict: 'inconclusive' };
    expect(formatRows([lone], 100).split('\n')[0]).toMatch(/ours \[interval\] +runs {2}verdict$/);
  });

  it('keep every word of a statement, and are as wide as the terminal (property)', () => {
    const words = fc.array(fc.stringMatching(/^[!-~]{1,20}$/), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(words, fc.integer({ min: 100, max: 200 }), (statement, width) => {
        const lines = formatRows([{ ...row, strength: null, statement: statement.join(' ') }], width).split(
          '\n',
        );
        const end = lines[0]!.indexOf('ours');
        const told = lines.slice(1, -1).map((line) => line.slice(6, end).trim());
        expect(told.join(' ').trim()).toBe(statement.join(' '));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('numbers', () => {
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
