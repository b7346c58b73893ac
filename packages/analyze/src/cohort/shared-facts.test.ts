import { describe, expect, it } from 'vitest';
import { factKeys, groupSharing } from './shared-facts.js';

describe('facts that lie in several data directories', () => {
  const keys = (data: string, targets: string[]): string[] =>
    factKeys({
      data,
      facts: targets.map((_, i) => ({ id: `f${i}`, condition: 'once', encounters: new Int32Array(0) })),
      probes: targets.map((target, fact) => ({
        id: `${fact}`,
        fact,
        depth: 'memorization',
        prompt: 'p',
        target,
      })),
    });

  it('are the same where the same is asked of them', () => {
    expect(keys('x', ['a', 'b'])).toEqual(keys('y', ['a', 'b']));
    expect(keys('x', ['a'])).not.toEqual(keys('x', ['b']));
  });

  it('are those of their directory where nothing is known of them', () => {
    expect(keys('x', [''])).not.toEqual(keys('y', ['']));
    expect(keys('x', [''])).toEqual(keys('x', ['']));
  });

  it('make one group of all directories that hang together', () => {
    expect(groupSharing([['a', 'b'], ['c'], ['b', 'd'], ['e'], ['d', 'e'], []])).toEqual([
      [0, 2, 3, 4],
      [1],
      [5],
    ]);
    expect(groupSharing([['a'], ['b'], ['a', 'b']])).toEqual([[0, 1, 2]]);
    expect(groupSharing([])).toEqual([]);
  });
});
