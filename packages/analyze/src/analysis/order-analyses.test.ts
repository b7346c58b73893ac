import { describe, expect, it } from 'vitest';
import { analyses } from '../analyses/registry.js';
import { orderAnalyses } from './order-analyses.js';

type Node = { name: string; scope: 'group' | 'run'; needs: Record<string, Node> };
const node = (name: string, needs: Node[] = [], scope: Node['scope'] = 'group'): Node => ({
  name,
  scope,
  needs: Object.fromEntries(needs.map((needed) => [needed.name, needed])),
});
const names = (nodes: readonly { name: string }[]) => nodes.map(({ name }) => name);

describe('the order of analyses', () => {
  it('puts each after those that it needs, and keeps the rest', () => {
    const a = node('a');
    const b = node('b', [a]);
    const c = node('c', [b, a]);
    expect(names(orderAnalyses([c, node('x'), b, a, node('y')]))).toEqual(['a', 'b', 'c', 'x', 'y']);
    expect(names(orderAnalyses([a, b, c]))).toEqual(['a', 'b', 'c']);
  });

  it('is an error where analyses need one another', () => {
    const a = node('a');
    const b = node('b', [node('x'), a]);
    a.needs.b = b;
    expect(() => orderAnalyses([b.needs.x!, a, b])).toThrow('analyses need one another: a -> b -> a');
  });

  it('is an error where one is not there or of another scope', () => {
    const a = node('a', [], 'run');
    const b = node('b', [a]);
    expect(() => orderAnalyses([b])).toThrow('not in the registry: b -> a');
    expect(() => orderAnalyses([a, b])).toThrow('of another scope: b -> a');
  });

  it('exists for the registry, whose names are all different', () => {
    expect(
      names(orderAnalyses<{ name: string; scope: never; needs: never }>(analyses as never)).sort(),
    ).toEqual(names(analyses).sort());
    expect(new Set(names(analyses)).size).toBe(analyses.length);
  });
});
