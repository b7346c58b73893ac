import type { Difference } from './difference.js';

const SHOWN = 5;
const WIDTH = 80;

/**
 * Compares two JSON values and names the paths at which they differ.
 * @param prefix what the parts begin with; the first key of a path follows
 * @param depth number of leading keys of a path that make one part
 */
export function compareJson(left: unknown, right: unknown, prefix = '', depth = 1): Difference[] {
  const parts = new Map<string, string[]>();
  const visit = (a: unknown, b: unknown, path: readonly string[]): void => {
    if (Object.is(a, b)) return;
    if (isContainer(a) && isContainer(b) && Array.isArray(a) === Array.isArray(b)) {
      const [keys, others] = [Object.keys(a), Object.keys(b)];
      for (const key of new Set([...keys, ...others])) visit(a[key], b[key], [...path, key]);
      const sameKeys = keys.length === others.length && keys.every((key) => key in b);
      if (sameKeys && keys.some((key, i) => key !== others[i])) note(path, 'another order of keys');
      return;
    }
    note(path, `${show(a)} and ${show(b)}`);
  };
  const note = (path: readonly string[], text: string): void => {
    const part = [...(prefix === '' ? [] : [prefix]), ...path.slice(0, depth)].join('.') || 'json';
    parts.set(part, [...(parts.get(part) ?? []), `${path.join('.') || 'the value'}: ${text}`]);
  };
  visit(left, right, []);
  return Array.from(parts, ([part, found]) => ({
    part,
    text: [
      ...found.slice(0, SHOWN),
      ...(found.length > SHOWN ? [`... ${found.length - SHOWN} more`] : []),
    ].join('\n  '),
  }));
}

const isContainer = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function show(value: unknown): string {
  const text = value === undefined ? '(absent)' : JSON.stringify(value);
  return text.length > WIDTH ? `${text.slice(0, WIDTH)}...` : text;
}
