import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineTable, int32, readRows, tableFiles } from '@lethe/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunContext } from './contexts.js';
import { type Analysis, defineAnalysis, type Outcome } from './define-analysis.js';
import { hypothesesOf, runAnalyses, writeTables } from './run-analyses.js';

const table = (name: string) =>
  defineTable({ name, version: 1, rows: 'a number', format: 'file', columns: { n: int32('it') } });
const numbers = table('numbers');
const estimate = { point: 1, draws: new Float64Array(0) };
const evidence = { seeds: 2, facts: 2 };
const claim = {
  statement: 'it is so',
  words: 'in words',
  source: 'here',
  sourceValue: null,
  estimand: 'a number',
  unit: 'nats/token',
  test: { above: 0 },
};

const first = defineAnalysis({
  name: 'first',
  scope: 'run',
  tables: { numbers },
  claims: { F1: claim, F1variant: { ...claim, id: 'F1', where: 'there' } },
  run: async () => (): Outcome<'F1' | 'F1variant', number, { numbers: typeof numbers }> => ({
    hypotheses: [
      { claim: 'F1variant', subject: 'a', estimate, evidence },
      { omitted: 'F1', why: 'too few' },
    ],
    tables: { numbers: [{ n: 1 }] },
    result: 7,
  }),
});
const second = defineAnalysis({
  name: 'second',
  scope: 'run',
  needs: { before: first },
  run:
    async () =>
    async ({ needs }: RunContext<unknown, { before: number }>): Promise<Outcome<never, string>> => ({
      result: `after ${needs.before}`,
    }),
});
const silent = defineAnalysis({
  name: 'silent',
  scope: 'run',
  tables: { silence: table('silence') },
  run: async () => (): Outcome<never, number, { silence: typeof numbers }> | undefined => undefined,
});
const needsSilent = defineAnalysis({
  name: 'needs-silent',
  scope: 'run',
  needs: { silent },
  run: async () => () => {
    throw new Error('what it needs is not there');
  },
});
const overall = defineAnalysis({
  name: 'overall',
  scope: 'experiment',
  tables: { overall: table('overall') },
  run: async () => (): Outcome<never, undefined, { overall: typeof numbers }> => ({
    tables: { overall: () => ({ n: Int32Array.of(1, 2) }) },
  }),
});

const registry: readonly Analysis[] = [second, needsSilent, first, silent, overall];
const directory = mkdtempSync(join(tmpdir(), 'lethe-analyses-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('analyses', () => {
  const phases: string[] = [];
  const conduct = (scope: 'run' | 'experiment', signal = new AbortController().signal) =>
    runAnalyses(registry, scope, {} as never, signal, (name) => phases.push(name));

  it('run after those that they need, and are told in the order of the registry', async () => {
    const conducted = await conduct('run');
    expect(phases).toEqual(['first', 'second', 'silent', 'needs-silent']);
    expect(conducted.map(({ analysis, outcome }) => [analysis.name, outcome?.result])).toEqual([
      ['second', 'after 7'],
      ['needs-silent', undefined],
      ['first', 7],
      ['silent', undefined],
    ]);
  });

  it('speak to the claims that they declare', async () => {
    const statements = hypothesesOf(await conduct('run'));
    expect(statements).toMatchObject([
      { claim: { id: 'F1', where: 'there' }, subject: 'a' },
      { omitted: 'F1', why: 'too few' },
    ]);
  });

  it('have their tables written: of runs always, of the experiment where there is something to say', async () => {
    const conducted = [...(await conduct('run')), ...(await conduct('run'))];
    writeTables(directory, registry, conducted);
    expect(await readRows(directory, numbers)).toEqual([{ n: 1 }, { n: 1 }]);
    expect(await readRows(directory, silent.tables.silence)).toEqual([]);
    expect(tableFiles(directory, overall.tables.overall)).toEqual([]);
    writeTables(directory, registry, await conduct('experiment'));
    expect(await readRows(directory, overall.tables.overall)).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('stop where the signal says', async () => {
    await expect(conduct('run', AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
  });
});

describe('a declaration', () => {
  it('has to be kept by what runs (a matter of types)', () => {
    const run = async () => () => ({ tables: { numbers: [{ n: 1 }] } });
    defineAnalysis({ name: 'kept', scope: 'run', tables: { numbers }, run });
    // @ts-expect-error: a table is declared that is not filled.
    defineAnalysis({ name: 'two', scope: 'run', tables: { numbers, more: numbers }, run });
    const speaks = async () => (): Outcome<'F2'> => ({ hypotheses: [] });
    // @ts-expect-error: it speaks to a claim that is not declared.
    defineAnalysis({ name: 'claims', scope: 'run', claims: { F1: claim }, run: speaks });
    const other = async () => (_context: RunContext<unknown, { before: string }>) => ({});
    // @ts-expect-error: what it takes for a string is a number.
    defineAnalysis({ name: 'needs', scope: 'run', needs: { before: first }, run: other });
    // @ts-expect-error: another scope has no results for a run.
    defineAnalysis({ name: 'scope', scope: 'run', needs: { overall } });
    expect(first.claims.F1).toEqual({ id: 'F1', ...claim });
  });
});
