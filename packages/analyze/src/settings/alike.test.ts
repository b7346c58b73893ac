import { expect, it } from 'vitest';
import { alikeBut, followingDifferences } from './alike.js';
import type { RunSetting } from './run-setting.js';

const setting: RunSetting = {
  ...{ model: 'm', fineTuning: 'full', loraRank: null },
  ...{ multiplicity: null, templates: null, fineTuned: null, subjects: null },
};
const group = (name: string, values: Record<string, string>, model = 'm') => ({
  name,
  setting: { ...setting, model },
  configuration: new Map(Object.entries(values)),
});
const names = (found: { name: string }[][]): string[][] =>
  found.map((members) => members.map(({ name }) => name));
const thing = { settings: [], varies: ['kind'], follows: ['steps'] };

it('compares groups that differ in one thing, with what has to follow it', () => {
  const full = group('full', { 'kind.rank': 'none', steps: '100', world: '1' });
  const low = group('low', { 'kind.rank': '1', steps: '1000', world: '1' });
  const other = group('other', { 'kind.rank': '1', steps: '1000', world: '2' });
  expect(names(alikeBut(thing, [full, low, other]))).toEqual([['full', 'low']]);
  expect(followingDifferences(low, full, thing)).toBe('steps 1000 against 100');
});

it('asks for equal conditions where several groups agree in the thing itself', () => {
  const at = (name: string, kind: string, steps: string) => group(name, { kind, steps });
  const short = at('full, 100', 'full', '100');
  const long = at('full, 1000', 'full', '1000');
  expect(names(alikeBut(thing, [short, long, at('low', 'low', '1000')]))).toEqual([['full, 1000', 'low']]);
  expect(alikeBut(thing, [short, long, at('low', 'low', '500')])).toEqual([]);
});

it('takes a path for what stands below it, not for what begins alike', () => {
  const a = group('a', { kind: '1', kinds: '1' });
  expect(alikeBut(thing, [a, group('b', { kind: '2', kinds: '2' })])).toEqual([]);
  // A path that one of the two lacks is a difference.
  expect(alikeBut(thing, [a, group('c', { kind: '2' })])).toEqual([]);
});

it('asks for equal settings, which no configuration may tell, but for those of the thing', () => {
  const [a, b] = [group('a', { kind: '1' }), group('b', { kind: '2' }, 'other')];
  expect(alikeBut(thing, [a, b])).toEqual([]);
  expect(names(alikeBut({ ...thing, settings: ['model'] }, [a, b]))).toEqual([['a', 'b']]);
  // Two that differ in nothing that is known are no comparison.
  expect(alikeBut(thing, [a, a])).toEqual([]);
});
