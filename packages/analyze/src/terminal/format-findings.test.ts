import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FindingRow } from '../claims/finding-rows.js';
import { ofOneSeed, findingRow as row, untested } from '../testing/finding-row.js';
import { formatFindings } from './format-findings.js';

const drift = (share: number, subject = 'duplication, memorization'): FindingRow => ({
  ...row,
  claim: 'F24',
  kind: 'secondary',
  words: 'controls stay where they are while forgetting is measured',
  subject,
  our_value: share,
});

describe('findings in the terminal', () => {
  it('are the design, a line for each claim, counts, and what to do next', () => {
    const text = formatFindings(
      [
        row,
        { ...row, subject: 'once, memorization', kind: 'secondary' },
        { ...row, claim: 'F3', words: 'the closer, the more', kind: 'secondary', verdict: 'contradicted' },
        drift(0.05),
        drift(-0.02, 'once, memorization'),
        { ...row, claim: 'F22', kind: 'prediction', words: 'so many', ...untested, verdict: null },
      ],
      { report: '/there/report.html', command: 'npx lethe findings here --all' },
    );
    expect(text).toBe(
      [
        'design: controls stay put. From the last encounter to the last measurement they move by between',
        '        -0.020 and 0.050 of the gain (2 conditions and depths), within a tenth, so that forgetting',
        '        is that of the facts',
        'primary claims',
        'F11n  reproduced in 2 of 2 (weak): every tenfold time takes 14 to 26 % of what was gained, net of',
        '      controls (0.211 per decade [0.200, 0.225] for duplication, memorization; p 0.004, corrected',
        '      0.012)',
        'other claims',
        'F3    contradicted (weak): the closer, the more (0.211 per decade [0.200, 0.225] for duplication,',
        '      memorization; p 0.004, corrected 0.012)',
        'predictions, which settings decide: no verdicts',
        'F22   predicted: so many (0.211 per decade [0.200, 0.225] for duplication, memorization)',
        '5 findings: 4 reproduced, 1 contradicted, 0 differs, 0 inconclusive; 5 verdicts are weak: they rest',
        'on fewer than 5 seeds; 1 prediction, which has no verdict',
        'report: /there/report.html',
        'next: every row, with p-values: npx lethe findings here --all',
      ].join('\n'),
    );
  });

  it('warn where controls move, and where there are none', () => {
    const moving = formatFindings([drift(0.05), drift(-0.3, 'once, semantic'), row]);
    expect(moving).toMatch(/^design: warning: controls do not stay put\. .*\n/);
    expect(moving.replaceAll(/\s+/g, ' ')).toContain(
      'more than a tenth of the gain in 1 of 2 conditions and depths, most in once, semantic (-0.300 of it).',
    );
    expect(formatFindings([{ ...row, claim: 'F11' }])).toMatch(/^design: warning: there are no controls/);
    expect(formatFindings([{ ...row, claim: 'G1' }])).not.toContain('design');
    expect(formatFindings([drift(Number.NaN)])).toContain('warning');
    expect(formatFindings([drift(0.1)])).not.toContain('warning');
  });

  it('say how to add seeds of data and training, where a claim rests on too few', () => {
    const next = (...seeds: number[]): string =>
      formatFindings(seeds.map((count) => ({ ...row, ...(count < 3 ? ofOneSeed : {}), seeds: count })))
        .replaceAll(/\s+/g, ' ')
        .replace(/^.*(?=next:)/, '');
    const advice =
      /seed.? decides? nothing: a verdict needs 3; add seeds, with "rotation": "seed" in data\.order\.injection: "sweep": \[.*\["data\.seed", "train\.seed"\], "values": \[1, 2, 3, 4, 5\] \}\]$/;
    expect(next(3, 1)).toMatch(/^next: one seed decides/);
    expect(next(3, 1)).toMatch(advice);
    expect(next(3, 2)).toMatch(advice);
    expect(next(3, 3)).not.toContain('next');
  });

  it('say of a smoke run that its numbers mean nothing', () => {
    expect(formatFindings([row], { profile: 'smoke' })).toMatch(/^smoke run: .*mean nothing\nprimary/);
    expect(formatFindings([row], { profile: 'full' })).not.toContain('smoke');
  });

  it('may be all rows', () => {
    const text = formatFindings([row, drift(0)], { all: true, command: 'again' });
    expect(text).toMatch(/^design: controls stay put/);
    expect(text).toMatch(/^F11n .*reproduced \(weak\)$/m);
    expect(text).toMatch(/^F24 /m);
    expect(text).not.toContain('again');
  });

  it('are never wider than the terminal (property)', () => {
    const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));
    const rows = fc.array(
      fc.record({
        ...Object.fromEntries(Object.entries(row).map(([key, item]) => [key, fc.constant(item)])),
        claim: fc.constantFrom('F1', 'F11n', 'F24'),
        words: fc
          .array(fc.stringMatching(/^[!-~]{1,20}$/), { maxLength: 40 })
          .map((words) => words.join(' ')),
        our_value: value,
        low: value,
        high: value,
        seeds: fc.integer({ min: 1, max: 3 }),
        verdict: fc.constantFrom('reproduced', 'contradicted', 'inconclusive'),
        distance: value,
        detectable: value,
      }) as unknown as fc.Arbitrary<FindingRow>,
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(rows, fc.integer({ min: 60, max: 160 }), (list, width) => {
        for (const line of formatFindings(list, { width }).split('\n')) {
          expect(line.length).toBeLessThanOrEqual(width);
        }
      }),
    );
  });

  it('say so when there are none', () => {
    expect(formatFindings([], { report: 'there' })).toMatch(/^no findings: .*\nreport: there$/);
  });
});
