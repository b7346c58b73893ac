import { LetheError } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import { Interruption } from './interruption.js';
import { reportError, UsageError } from './report-error.js';

function report(error: unknown): [code: number, text: string] {
  const lines: string[] = [];
  const code = reportError(error, (line) => lines.push(line));
  return [code, lines.join('\n')];
}

describe('reportError', () => {
  it('prints what a user can fix without a stack, exit code 2', () => {
    const [code, text] = report(new LetheError({ what: 'bad', where: 'a.json', next: 'fix it' }));
    expect([code, text]).toEqual([2, 'a.json: bad\n  next:     fix it']);
    expect(report(new UsageError('no such option'))).toEqual([2, 'no such option']);
  });

  it('recognises the LetheError of another copy of the contracts', () => {
    const other = Object.assign(new Error('bad'), { name: 'LetheError', exitCode: 2 });
    expect(report(other)).toEqual([2, 'bad']);
  });

  it('says that an interrupted stage is unfinished, exit code of the signal', () => {
    expect(report(new Interruption('SIGINT'))).toEqual([130, expect.stringContaining('unfinished')]);
    expect(report(new Interruption('SIGTERM'))[0]).toBe(143);
  });

  it('says of what the system refuses what to do, exit code 2', () => {
    const refused = { code: 'ENOSPC', syscall: 'write', path: 'a/b' };
    const error = Object.assign(new Error('ENOSPC: no space left'), refused);
    const told = /^a\/b: the disk is full\n {2}found: {4}ENOSPC: no space left\n {2}next: {5}free some space/;
    expect(report(error)).toEqual([2, expect.stringMatching(told)]);
    expect(report(new Error('a library', { cause: error }))).toEqual([2, expect.stringMatching(told)]);
  });

  it('keeps the stack of anything else and asks for a report, exit code 1', () => {
    const [code, text] = report(new TypeError('x is not a function'));
    expect(code).toBe(1);
    expect(text).toMatch(/TypeError: x is not a function\n\s+at [\s\S]*Please report/);
    expect(report('a string')[1]).toContain('a string');
  });
});
