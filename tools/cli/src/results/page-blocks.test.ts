import { describe, expect, it } from 'vitest';
import { newPage, renderBlock } from './page-blocks.js';
import { fillParts } from './page-parts.js';
import { knownFinding, knownResult } from './testing/known-result.js';

const open = { verdict: 'inconclusive', strength: null, reason: '0.1 from the edge' } as const;
const result = {
  ...knownResult('one', [
    knownFinding(),
    knownFinding({ ...open, subject: 'once, |R|', detail: 't = 1..9', detectable: 0.07 }),
    knownFinding({
      ...open,
      claim: 'F5',
      subject: 'memorization',
      p: null,
      adjusted_p: null,
      detectable: null,
    }),
  ]),
  tables: {
    'fits law r2': {
      columns: ['law', 'r2'],
      rows: [
        ['power', 0.98765],
        ['none', null],
      ],
    },
  },
};
const render = (name: string, ...words: string[]): string =>
  renderBlock({ result, minutes: undefined }, { name, words });

describe('generated parts of a page', () => {
  it('tell claims, all or those that are named', () => {
    expect(render('claims')).toBe(
      [
        '| claim | what it says                                         | ours                             | of                        | p, corrected | seeds | verdicts                                |',
        '| ----- | ---------------------------------------------------- | -------------------------------- | ------------------------- | ------------ | ----- | --------------------------------------- |',
        '| F1    | an encounter teaches                                 | +0.420 nats/token [0.380, 0.460] | duplication, memorization | 0.004, 0.012 | 5     | reproduced in 1 of 2, inconclusive in 1 |',
        '| F5    | the same text again teaches more than other wordings | +0.420 nats/token [0.380, 0.460] | memorization              | -            | 5     | inconclusive                            |',
      ].join('\n'),
    );
    expect(render('claims', 'F5').split('\n')).toHaveLength(3);
  });

  it('tell every finding, with what would have been seen where it is inconclusive', () => {
    const [, , first, second, third] = render('findings').split('\n');
    expect(first).toMatch(/^\| F1 .*\| 0\.004 \| 0\.012 +\| 5 +\| reproduced +\| +\|$/);
    expect(second).toMatch(/\| once, \\\|R\\\|; t = 1\.\.9 +\|.* inconclusive \| 0\.070 +\|$/);
    expect(third).toMatch(/\| - +\| - +\| 5 +\| inconclusive \| - +\|$/);
  });

  it('tell what is open', () => {
    expect(render('open')).toMatch(
      /^\| F1 +\| an encounter teaches +\| 1 +\| 0\.070 +\| 0\.1 from the edge \|$/m,
    );
    const decided = { ...result, findings: [knownFinding()] };
    expect(renderBlock({ result: decided, minutes: undefined }, { name: 'open', words: [] })).toBe(
      'No claim is inconclusive.',
    );
  });

  it('tell the runs, the design and tables of the stage', () => {
    expect(render('run')).toMatch(/\| 5 +\| - +\| F1 +\| @lethe\/analyze cdcdcdcdcdcd \|$/);
    const measured = { training: { tasks: 5, minutes: 12.5, longest: 3 } };
    const smoke = { ...result, profile: 'smoke' as const };
    expect(renderBlock({ result: smoke, minutes: measured }, { name: 'run', words: [] })).toMatch(
      /\| 5 \(smoke: numbers mean nothing\) \| 12\.5 min +\|/,
    );
    expect(render('design')).toBe('Design: controls stay put.');
    const failing = { ...result, design: { holds: false, statement: 'controls move' } };
    expect(renderBlock({ result: failing, minutes: undefined }, { name: 'design', words: [] })).toBe(
      '**Warning**: controls move.',
    );
    expect(render('table', 'fits', 'law', 'r2')).toMatch(/\| power \| 0\.988 \|\n\| none +\| - +\|$/);
  });

  it('are refused where there are none', () => {
    expect(() => render('table', 'fits', 'law')).toThrow(/not the table[\s\S]*found: +fits law r2/);
    expect(() => render('nothing')).toThrow(/no such generated part[\s\S]*run, design, claims/);
  });

  it('fill a new page', () => {
    const page = newPage(result, 'Why it was made.');
    const filled = fillParts(page, 'one.md', (part) => renderBlock({ result, minutes: undefined }, part));
    expect(filled).toMatch(/^# About one\n\nWhy it was made\.\n\n## Design\n/);
    expect(filled.match(/^## .*/gm)).toEqual(['## Design', '## Results', '## What it cannot say']);
    expect(filled.match(/^\| claim /gm)).toHaveLength(2);
  });
});
