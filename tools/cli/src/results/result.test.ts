import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatResult } from './format-result.js';
import { readMinutes } from './measure-minutes.js';
import { type Result, readResult } from './result.js';
import { knownFinding, knownResult } from './testing/known-result.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-result-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function written(result: Result, name = result.experiment): string {
  const path = join(directory, `${name}.json`);
  writeFileSync(path, formatResult(result));
  return path;
}

describe('a result', () => {
  const table = { columns: ['at', 'value'], rows: [[1, null] as (number | null)[], [2, 0.123456789]] };
  const result: Result = {
    ...knownResult('one', [
      knownFinding({ our_value: 0.123456789, low: -1e-9 / 3 }),
      knownFinding({ verdict: null, p: null, adjusted_p: null }),
    ]),
    tables: { 'fits at value': table },
  };

  it('is read as it was written, to six digits', () => {
    const read = readResult(written(result));
    expect(read).toEqual({
      ...result,
      findings: [{ ...result.findings[0]!, our_value: 0.123457, low: -3.33333e-10 }, result.findings[1]],
      tables: {
        'fits at value': {
          ...table,
          rows: [
            [1, null],
            [2, 0.123457],
          ],
        },
      },
    });
    expect(formatResult(read)).toBe(formatResult(result));
  });

  it('has a line for each finding and row, and no nulls in findings', () => {
    const lines = readFileSync(written(result), 'utf8').split('\n');
    expect(lines.filter((line) => line.startsWith('    {"claim":"F1"'))).toHaveLength(2);
    expect(lines).toContain('        [1,null],');
    expect(lines.join('\n')).not.toContain(':null');
    expect(formatResult(knownResult('one', []))).toMatch(/"findings": \[\],\n {2}"tables": \{\}\n\}\n$/);
  });

  it('holds infinite numbers as none', () => {
    const [finding] = readResult(written(knownResult('one', [knownFinding({ high: Infinity })]))).findings;
    expect(finding!.high).toBeNull();
  });

  it('is refused with claims that are no more, as that of another experiment, and broken', () => {
    const gone = [knownFinding({ claim: 'F99' }), knownFinding({ claim: 'F10', variant: 'nowhere' })];
    expect(() => readResult(written(knownResult('one', gone)))).toThrow(
      /claims that are no more[\s\S]*F99; F10, nowhere/,
    );
    expect(() => readResult(written(result, 'other'))).toThrow(/of another experiment[\s\S]*found: +one/);
    const path = join(directory, 'broken.json');
    for (const text of ['{', '{}', formatResult(result).replace('"seeds":5', '"seeds":"5"')]) {
      writeFileSync(path, text);
      expect(() => readResult(path)).toThrow(/result[\s\S]*npx lethe results/);
    }
  });

  it('has minutes beside it, which are refused in words where they are none', () => {
    const path = join(directory, 'one.minutes.json');
    for (const text of ['{', '{"training":{"tasks":2}}']) {
      writeFileSync(path, text);
      expect(() => readMinutes(path)).toThrow(LetheError);
      expect(() => readMinutes(path)).toThrow(
        /one\.minutes\.json: this is no file of minutes[\s\S]*--minutes/,
      );
    }
  });
});
