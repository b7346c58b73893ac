import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { laws } from './laws.js';

/** Laws that the README has to explain; it may list others. */
const explained = ['logarithmic', 'power', 'shifted_power', 'exponential', 'stretched_exponential'];

it('the README lists laws with their formulas and parameters, in the order of the registry', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8').replace(/ +/g, ' ');
  const [, table] = readme.split(/^\| law \| share left at t, g\(t\) .*\n\| -.*\n/m);
  const listed = table!.split('\n\n')[0]!.split('\n');
  const nameIn = (row: string): string | undefined => /^\| `(\w+)` \|/.exec(row)?.[1];
  const rows = laws
    .filter(({ name }) => explained.includes(name) || listed.some((row) => nameIn(row) === name))
    .map(({ name, formula, parameters, tailSum }) => {
      const symbols = parameters.map((parameter) => `\`${parameter.name}\` ${parameter.symbol}`);
      return `| \`${name}\` | ${formula} | ${symbols.join(', ')} | ${tailSum ? 'yes' : 'no'} |`;
    });
  expect(rows.length).toBeGreaterThanOrEqual(explained.length);
  expect(listed).toEqual(rows);
});
