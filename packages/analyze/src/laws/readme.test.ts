import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { laws } from './laws.js';

it('the README lists every law with its formula and parameters, in the order of the registry', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8').replace(/ +/g, ' ');
  const rows = laws.map(({ name, formula, parameters, tailSum }) => {
    const symbols = parameters.map((parameter) => `\`${parameter.name}\` ${parameter.symbol}`);
    return `| \`${name}\` | ${formula} | ${symbols.join(', ')} | ${tailSum ? 'yes' : 'no'} |`;
  });
  const [, table] = readme.split(/^\| law \| share left at t, g\(t\) .*\n\| -.*\n/m);
  expect(table!.split('\n\n')[0]!.split('\n')).toEqual(rows);
});
