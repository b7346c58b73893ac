import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillPlaceholders, quote } from './fill-placeholders.js';

const where = 'experiment.json, stages.train.command';

describe('fillPlaceholders', () => {
  it('replaces placeholders by quoted paths and leaves other braces alone', () => {
    const line = fillPlaceholders(
      'python t.py {data} --out={out} $HOME {x,y}',
      { data: ['/a b/data'], out: ['/out'] },
      where,
    );
    expect(line).toBe("python t.py '/a b/data' --out=/out $HOME {x,y}");
  });

  it('refuses a placeholder that stands for nothing in this stage', () => {
    expect(() => fillPlaceholders('x {probe}', { data: ['/d'], out: ['/o'] }, where)).toThrow(
      /stages\.train\.command: \{probe\} stands for nothing[\s\S]*expected: \{data\}, \{out\}/,
    );
  });

  it('refuses a placeholder that stands for several directories and names the alternative', () => {
    expect(() => fillPlaceholders('x {train}', { train: ['/a', '/b'] }, where)).toThrow(
      /stands for 2 directories[\s\S]*\{config\}/,
    );
  });
});

describe('quote', () => {
  it('survives the shell, whatever the path', () => {
    const path = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(path, (text) => {
        expect(execFileSync('sh', ['-c', `printf %s ${quote(text)}`], { encoding: 'utf8' })).toBe(text);
      }),
      { numRuns: 50 },
    );
  });
});
