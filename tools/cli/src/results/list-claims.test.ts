import { claims, unmeasuredClaims } from '@lethe/analyze';
import { describe, expect, it } from 'vitest';
import { type ListSource, renderList } from './list-blocks.js';
import { listClaims, listedVerdict } from './list-claims.js';
import { knownFinding, knownResult } from './testing/known-result.js';

const few = knownResult('few', [knownFinding({ seeds: 3, strength: 'weak', our_value: 0.1 })]);
const many = knownResult('many', [
  knownFinding(),
  knownFinding({ subject: 'once', verdict: 'inconclusive', strength: null }),
  knownFinding({ claim: 'F22', kind: 'prediction', verdict: null, strength: null }),
]);
const experiments = [
  { name: 'few', title: 'A few', claims: ['F1'] },
  { name: 'mine', title: 'Of a user', claims: [] },
  { name: 'planned', title: 'To come', claims: ['F9'] },
];
const listed = listClaims([few, many], experiments);
const source: ListSource = {
  claims: listed,
  experiments,
  results: [few, many],
  minutes: new Map([['many', { training: { tasks: 5, minutes: 12.5, longest: 3 } }]]),
  link: (path) => `../${path}`,
};
const rowsOf = (name: string, id: string): string[] =>
  renderList(source, { name, words: [] }, 'page.md')
    .split('\n')
    .filter((line) => line.startsWith(`| ${id} `))
    .map((line) => line.replaceAll(/ +/g, ' '));

describe('the list of claims', () => {
  it('has every claim once for what it says, measured or not, in the order of numbers', () => {
    const ids = listed.map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set([...claims, ...unmeasuredClaims].map(({ id }) => id)));
    expect(listed.length).toBe(new Set(listed.map(({ id, words }) => `${id} ${words}`)).size);
    expect(ids.slice(0, 4)).toEqual(['F1', 'F1t', 'F2a', 'F2b']);
    expect(ids.indexOf('F9')).toBeLessThan(ids.indexOf('F10'));
    expect(ids.indexOf('F25')).toBeLessThan(ids.indexOf('G1'));
    // Numbers of the papers' lists without a gap.
    for (const [letter, last] of [
      ['F', 25],
      ['G', 23],
    ] as const) {
      const numbers = ids.filter((id) => id[0] === letter).map((id) => Number.parseInt(id.slice(1), 10));
      expect(numbers).toEqual(expect.arrayContaining(Array.from({ length: last }, (_, i) => i + 1)));
    }
  });

  it('tells what is published, variants together', () => {
    const published = (id: string) => listed.find((claim) => claim.id === id)!.published;
    expect(published('F11')).toMatch(/ \(table 2\)$/);
    expect(published('F10')).toBe('> 0.80 (section 4.3); > 0.65 (section 4.3)');
    expect(published('F24')).toBe('-');
    expect(published('G18')).toMatch(/ \(arXiv 2404\.05405\)$/);
  });

  it('has a row for every result, and for a claim without one what would settle it', () => {
    expect(rowsOf('every-claim', 'F1')).toEqual([
      expect.stringMatching(
        / \| \+0\.100 nats.*\| 3 \| reproduced \(weak\) \| - \| \[few\]\(\.\.\/docs\/results\/few\.md\) \|$/,
      ),
      expect.stringMatching(/\| 5 \| reproduced, 1 of 2 \| 12\.5 min \| \[many\]/),
    ]);
    expect(rowsOf('every-claim', 'F22')[0]).toContain('| predicted |');
    expect(rowsOf('every-claim', 'F9')[0]).toMatch(
      /\| not run \| \| \[planned\]\(\.\.\/experiments\/planned\/experiment\.json\) \|$/,
    );
    expect(rowsOf('every-claim', 'F20')[0]).toMatch(/\| not run \| \| none yet; needs two batch sizes \|$/);
    expect(rowsOf('every-claim', 'F3')[0]).toMatch(/\| not run \| \| none yet \|$/);
  });

  it('tells what experiments say in passing only where none was made for the claim', () => {
    const inPassing = { ...many, claims: [] };
    const toldOf = (...results: (typeof many)[]) =>
      listClaims(results, experiments)[0]!.told.map(({ result }) => result.experiment);
    expect(toldOf(few, inPassing)).toEqual(['few']);
    expect(toldOf(inPassing)).toEqual(['many']);
  });

  it('is short where it has those with which papers stand or fall, by the result of most seeds', () => {
    expect(rowsOf('headline', 'F1')).toEqual([expect.stringMatching(/\+0\.420.*\| \[many\]/)]);
    expect(rowsOf('headline', 'F9')[0]).toContain('| not run |');
    expect(rowsOf('headline', 'F3')).toEqual([]);
  });

  it('is beside one of experiments', () => {
    const table = renderList(source, { name: 'experiments', words: [] }, 'page.md').replaceAll(/ +/g, ' ');
    expect(table).toContain('json) | A few | F1 | 5 | - | [few](../docs/results/few.md) |');
    expect(table).not.toContain('mine');
    expect(table).toContain('json) | To come | F9 | | - | none yet |');
    expect(() => renderList(source, { name: 'nothing', words: [] }, 'page.md')).toThrow(
      /every-claim, headline/,
    );
  });

  it('tells a verdict with how many subjects have it', () => {
    expect(listedVerdict([knownFinding()])).toBe('reproduced');
    expect(listedVerdict(many.findings.slice(0, 2))).toBe('reproduced, 1 of 2');
    expect(listedVerdict([knownFinding({ verdict: null })])).toBe('predicted');
  });
});
