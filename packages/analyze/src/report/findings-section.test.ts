import { expect, it } from 'vitest';
import type { Claim } from '../claims/claim.js';
import { concludeAll } from '../claims/conclude.js';
import { judge } from '../claims/judge.js';
import { meanOverSeeds } from '../testing/seed-means.js';
import { findingsSection } from './findings-section.js';

const claim: Claim = {
  ...{ id: 'F1', statement: 'it is so', words: 'it is', source: 'somewhere', sourceValue: null },
  ...{ estimand: 'a number', unit: '', test: { above: 0 } },
};
const findings = (...means: number[]) =>
  concludeAll(
    [
      judge(
        {
          claim,
          subject: 'once',
          estimate: meanOverSeeds(means),
          evidence: { seeds: means.length, facts: 9 },
        },
        0.95,
      ),
    ],
    0.95,
  );
const text = (html: string): string => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

it('tell first whether the design holds', () => {
  const note = (holds: boolean): string =>
    findingsSection(findings(1, 2, 3), 0.95, { holds, statement: 'controls <move>' });
  expect(note(true)).toMatch(/^<section id="findings"><h2>Findings<\/h2>\n<p id="design"><strong>Design:/);
  expect(note(false)).toContain(
    '<p id="design" class="warning"><strong>Warning:</strong> controls &lt;move&gt;.</p>',
  );
  expect(findingsSection(findings(1, 2, 3), 0.95, undefined)).not.toContain('design');
});

it('tell of every inconclusive one what would have been seen, and both p-values', () => {
  const [open] = findings(-1, 0.5, 1.5, 2);
  expect(open).toMatchObject({ verdict: 'inconclusive', power: { detectable: expect.any(Number) } });
  const told = text(
    findingsSection([{ ...open!, corrected: { ...open!.corrected!, p: 0.44 }, p: 0.22 }], 0.95, undefined),
  );
  expect(told).toContain('p corrected (alone)');
  expect(told).toContain(' 0.44 (0.22) ');
  expect(told).toMatch(/once 0\.750 from the edge, \d\.\d+ would be seen \(power 80 %\)/);
});
