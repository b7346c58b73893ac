import { expect, it } from 'vitest';
import { parseJsonText } from './json-file.js';

it('refuses JSON of more values than what checks them bears, naming the file', () => {
  const problem = { what: 'the settings cannot be read', next: 'copy them again' };
  const text = `[${'[],'.repeat(10)}[]]`;
  const structure = 2 + 10 * 3 + 2;
  expect(parseJsonText(text.padEnd(100), 'f.json', problem, structure)).toHaveLength(11);
  expect(() => parseJsonText(text.padEnd(100), 'f.json', problem, structure - 1)).toThrow(
    /^f\.json: the settings cannot be read\n {2}found: {4}more than 33 brackets.*\n {2}next: {5}copy them again$/,
  );
  // None of settings comes to this.
  expect(() => parseJsonText(`[${'0,'.repeat(1_000_000)}0]`, 'f.json', problem)).toThrow(/more than 1000000/);
});
