import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as data from './index.js';

// e2e/readme-examples.test.ts runs the examples; this test sees to it that none is missing.
it('every exported function occurs in an example of README.md', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const examples = [...readme.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code]) => code).join('\n');
  const functions = Object.entries(data)
    .filter(([, value]) => typeof value === 'function')
    .map(([name]) => name);
  expect(functions.filter((name) => !new RegExp(`\\b${name}\\b`).test(examples))).toEqual([]);
});
