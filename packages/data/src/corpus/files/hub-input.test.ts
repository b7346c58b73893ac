import { expect, test } from 'vitest';
import { globPattern } from './hub-input.js';

test.each([
  ['data/a.txt', ['data/a.txt'], ['data/a_txt', 'x/data/a.txt', 'data/a.txt.gz']],
  ['data', ['data/a', 'data/b/c', 'data'], ['database/a', 'x/data/a']],
  ['data/', ['data/a', 'data/b/c'], ['database']],
  ['*.txt', ['a.txt', '.txt'], ['d/a.txt', 'a.txt.gz']],
  ['**/*.txt', ['a.txt', 'd/a.txt', 'd/e/a.txt'], ['a.md']],
  ['d/**', ['d/a', 'd/e/a'], ['e/a']],
  ['a?.(x)', ['ab.(x)'], ['a.(x)', 'a/.(x)', 'ab.x']],
])('%s', (glob, named, others) => {
  const pattern = globPattern(glob);
  expect(named.filter((path) => !pattern.test(path))).toEqual([]);
  expect(others.filter((path) => pattern.test(path))).toEqual([]);
});
