import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { order, readRows, steps, trace } from '@lethe/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCohort, findCell } from '../cohort/cohort.js';
import { ordinaryLeastSquares } from '../fits/ordinary-least-squares.js';
import { runMetrics } from '../metrics/run-metrics.js';
import { readMeasurements } from '../read/read-measurements.js';
import { columnMeans } from '../statistics/bootstrap-means.js';
import { type GoldenConstants, goldenLog } from '../testing/golden-log.js';
import { importPublishedLog } from './import-published-log.js';
import { type JsonHandler, JsonReader } from './json-reader.js';
import { publishedLog } from './testing/published-log.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-log-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const options = { interval: 100, count: 10, tokensPerStep: 4096 };
const problemOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return (error as { problem: unknown }).problem;
  }
  return undefined;
};
const importText = async (text: string): Promise<unknown> => {
  const file = join(directory, 'log.json');
  writeFileSync(file, text);
  const out = join(directory, 'out');
  rmSync(out, { recursive: true, force: true });
  try {
    return await importPublishedLog(file, out, options);
  } catch (error) {
    expect(readdirSync(directory).filter((name) => name.startsWith('out'))).toEqual([]);
    return (error as { problem?: unknown }).problem ?? error;
  }
};

/** A handler that builds what it is told, as JSON.parse would. */
function builder(): { handler: JsonHandler; value: () => unknown } {
  const holders: unknown[][] = [[]];
  const names: string[] = [];
  const put = (value: unknown): void => void holders.at(-1)!.push(value);
  const handler: JsonHandler = {
    begin: () => void holders.push([]),
    end: (kind) => {
      const list = holders.pop()!;
      put(kind === 'array' ? list : Object.fromEntries(list as [string, unknown][]));
    },
    key: (name) => void names.push(name),
    wantsNumber: () => true,
    number: (value) => put(value),
    other: (value) => put(value),
  };
  // A value that follows a key goes in as a pair, as soon as it is complete.
  const pairs = (): void => {
    const list = holders.at(-1)!;
    if (names.length > 0 && pending.at(-1) === holders.length) {
      pending.pop();
      list.push([names.pop()!, list.pop()]);
    }
  };
  const pending: number[] = [];
  const wrapped: JsonHandler = {
    ...handler,
    end: (kind) => {
      handler.end(kind);
      pairs();
    },
    key: (name) => {
      handler.key(name);
      pending.push(holders.length);
    },
    number: (value) => {
      handler.number(value);
      pairs();
    },
    other: (value) => {
      handler.other(value);
      pairs();
    },
  };
  return { handler: wrapped, value: () => holders[0]![0] };
}

describe('JSON with NaN, read in chunks', () => {
  const read = (text: string, chunk: number): unknown => {
    const { handler, value } = builder();
    const reader = new JsonReader('f', handler);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += chunk) reader.write(bytes.subarray(at, at + chunk));
    reader.close();
    return value();
  };

  it('is what JSON.parse makes of it, however it is cut (property)', () => {
    fc.assert(
      fc.property(
        fc.json({ noUnicodeString: false }),
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        (text, chunk, spread) => {
          const parsed = JSON.parse(text);
          fc.pre(typeof parsed === 'object' && parsed !== null);
          expect(JSON.stringify(read(spread ? JSON.stringify(parsed, null, 4) : text, chunk))).toBe(
            JSON.stringify(parsed),
          );
        },
      ),
    );
  });

  it('has NaN and the infinities of Python', () => {
    expect(read('[NaN, -Infinity, Infinity, 1e-3, -0.5]', 2)).toEqual([
      Number.NaN,
      -Infinity,
      Infinity,
      0.001,
      -0.5,
    ]);
  });

  it.each([
    ['[1, 2', 5],
    ['[1, 2.', 6],
    ['[1, "a', 6],
    ['', 0],
  ])('%j is truncated, at its last byte', (text, byte) => {
    expect(problemOf(() => read(text, 3))).toMatchObject({
      what: expect.stringContaining('truncated'),
      where: `f, byte ${byte || text.length}`,
    });
  });

  it.each([
    ['[1 2]', 3],
    ['[1, }', 4],
    ['{"a" 1}', 5],
    ['[nan]', 1],
    ['[1,]', 3],
    ['[] []', 3],
    ['[01]', 1],
    ['{1: 2}', 1],
  ])('%j is no JSON, at byte %i', (text, byte) => {
    expect(problemOf(() => read(text, 2))).toMatchObject({
      what: 'this log is not JSON',
      where: `f, byte ${byte}`,
    });
  });
});

describe('import of a published log', () => {
  const log = publishedLog(3, (update, depth, i) => 5 + depth + 0.001 * i + 0.1 * update, 40_000);

  it('counts updates from the first record and leaves out what is missing', async () => {
    const text = publishedLog(3, (update, depth, i) => {
      if (update === 1 && depth === 0 && i < 2) return i === 0 ? null : Number.NaN;
      return 5 + depth + 0.001 * i + 0.1 * update;
    });
    expect(await importText(text)).toMatchObject({ records: 3, missing: 2, bytes: text.length });
    const rows = await readRows(join(directory, 'out/train'), trace);
    expect(rows.length).toBe(3 * 1950 - 2);
    const row = rows.find(({ step, probe_id }) => step === 2 && probe_id === 'gen_hard-129-4')!;
    const [first, second] = row.token_logprobs as [number, number];
    expect((first + second) / 2).toBeCloseTo(-(5 + 2 + 0.649 + 0.2), 13);
    expect(Math.max(first, second)).toBeLessThanOrEqual(0);
    expect(rows.find(({ step, probe_id }) => step === 1 && probe_id === 'mem-0-1')).toBeUndefined();
  });

  it('has means over tokens whose number nobody knows, hence no sums', async () => {
    await importText(log);
    const at = (stage: string): string => join(directory, 'out', stage);
    const run = { id: 'main', values: {}, data: at('data'), train: at('train'), probe: at('probe') };
    const read = readMeasurements(run, () => undefined, 'target');
    await expect(read).rejects.toThrow(/needs its tokens[\s\S]*leave out analyze\.unit/);
  });

  it('says of a file that was cut off at which byte', async () => {
    const text = log.slice(0, 70_000);
    expect(await importText(text)).toMatchObject({
      what: expect.stringContaining('truncated'),
      where: expect.stringContaining('byte 70000'),
    });
  });

  it.each([
    ['older layout', '[{"step": 1, "ppl_mem": [], "ppl_gen": []}]', 'a record without mem_target'],
    ['no array', '{"step": 1}', 'an object at depth 1'],
    ['a pointer of Git LFS', 'version https://git-lfs.github.com/spec/v1\n', undefined],
    ['other sizes', '[{"step": 1, "mem_target": [[1, 2]]}]', 'a list of 2'],
    ['too many', `[{"step": 1, "mem_target": [[1, 2, 3, 4, 5, 6]]}]`, 'more than 130 x 5 numbers'],
    ['flat lists', '[{"step": 1, "mem_target": [1, 2]}]', 'a number at depth 3'],
    ['words', '[{"step": 1, "mem_target": [["a"]]}]', '"a" instead of a number'],
    ['nothing', '[]', undefined],
  ])('refuses %s and leaves nothing behind', async (_, text, found) => {
    const problem = (await importText(text)) as { what: string; found?: string };
    expect(problem.what).toMatch(found === undefined ? /not JSON|no steps/ : /another layout/);
    if (found !== undefined) expect(problem.found).toContain(found);
  });

  it.each([
    ['below 0', '-7'],
    ['that float32 does not have', '1e300'],
  ])('refuses a loss %s', async (_, loss) => {
    const problem = await importText(log.replace('5.001', loss));
    expect(problem).toMatchObject({ found: `a mean cross-entropy of ${Number(loss)}` });
    expect(await importText(log.replace('5.001', '-1e-9'))).toMatchObject({ records: 3, missing: 0 });
  });

  it.each([500_001, 2 ** 31, 2 ** 53 - 1])(
    'refuses a step %i after the first, whose rows would fill memory',
    async (gap) => {
      const problem = await importText(
        log.replace('"step": 40002', `"step": ${Math.min(40_000 + gap, 2 ** 53 - 1)}`),
      );
      expect(problem).toMatchObject({ what: 'the steps of this log lie too far apart' });
    },
  );

  it('has the rows of order and steps for all steps between records, in several batches', async () => {
    expect(await importText(log.replace('"step": 40002', '"step": 110002'))).toMatchObject({ records: 3 });
    const rows = await readRows(join(directory, 'out/data'), order);
    expect(rows.map(({ step }) => step)).toEqual(Array.from({ length: 70_002 }, (_, step) => step));
    expect(
      rows.flatMap(({ step, fact_ids }) => (fact_ids.length > 0 ? [[step, fact_ids.length]] : [])),
    ).toEqual([[0, 120], ...Array.from({ length: 9 }, (_, i) => [100 * (i + 1), 80])]);
    const last = (await readRows(join(directory, 'out/train'), steps)).at(-1);
    expect(last).toMatchObject({ step: 70_001, tokens: 70_002 * 4096 });
  });

  it('takes null for a depth that a record has had before, as Python takes the last of two', async () => {
    expect(await importText(log.replace('"def":', '"mem_target": null, "def":'))).toMatchObject({
      missing: 650,
    });
  });

  it('names some of many keys, and the beginning of long ones', async () => {
    const many = Array.from({ length: 1000 }, (_, i) => `"key ${i} ${'x'.repeat(1000)}": 0`);
    const problem = (await importText(`[{${many.join(', ')}}]`)) as { found: string };
    expect(problem.found).toContain('its keys are key 0 xxx');
    expect(problem.found.length).toBeLessThan(600);
    const long = (await importText(`[{"${'x'.repeat(60_000)}": [[[0]]]}]`)) as { where: string };
    expect(long.where.length).toBeLessThan(200);
  });

  it('says when there is no such log', async () => {
    const absent = importPublishedLog(join(directory, 'absent.json'), join(directory, 'absent'), options);
    await expect(absent).rejects.toThrow(/cannot be opened[\s\S]*ENOENT/);
  });

  it('refuses steps that do not ascend, and a directory that exists', async () => {
    expect(await importText(log.replace('"step": 40002', '"step": 40001'))).toMatchObject({ found: '40001' });
    expect(await importText(log)).toMatchObject({ records: 3 });
    await expect(
      importPublishedLog(join(directory, 'log.json'), join(directory, 'out'), options),
    ).rejects.toThrow(/exists/);
  });
});

const dataDirectory = process.env.LETHE_DATA ?? join(import.meta.dirname, '../../../../../shared/data');
const golden = join(dataDirectory, 'golden/retainability.json');
if (!existsSync(golden)) console.warn(`SKIPPED: golden values through an imported log: no ${golden}`);

describe.skipIf(!existsSync(golden))('golden values of arXiv 2406.11813 through an imported log', () => {
  it('come out to 1e-6', async () => {
    const file = JSON.parse(readFileSync(golden, 'utf8')) as {
      generator: GoldenConstants;
      'iqr_2.0': Record<
        string,
        Record<string, { effectivity: number; R: number[]; a: number; b: number; r2: number }>
      >;
    };
    const made = goldenLog(file.generator);
    const kinds = ['mem', 'gen', 'gen_hard'];
    const updates = made.series.updates.length;
    const text = publishedLog(1200, (update, depth, i) => {
      const probe = 15 * Math.floor(i / 5) + 5 * depth + (i % 5);
      return -made.series.values[probe * updates + update]!;
    });
    expect(await importText(text)).toMatchObject({ records: 1200, missing: 0 });
    const at = (stage: string): string => join(directory, 'out', stage);
    const run = { id: 'main', values: {}, data: at('data'), train: at('train'), probe: at('probe') };
    const measured = (await readMeasurements(run, () => undefined))!;
    expect(measured.tokensPerStep).toBe(4096);
    const settings = { window: 50, iqrFactor: 2 };
    const cohort = buildCohort('log', [runMetrics(measured, 50, 2)], settings);
    const depths: Record<string, string> = { mem: 'memorization', gen: 'semantic', gen_hard: 'composition' };
    for (const condition of ['duplication', 'paraphrase', 'once']) {
      for (const kind of kinds) {
        const expected = file['iqr_2.0'][condition]![kind]!;
        const cell = findCell(cohort, condition, depths[kind]!)!;
        expect(Math.abs(columnMeans(cell.tables.effectivity)[0]! - expected.effectivity)).toBeLessThan(1e-6);
        const retention = columnMeans(cell.tables.retention).subarray(0, expected.R.length);
        const worst = Math.max(...expected.R.map((value, t) => Math.abs(value - retention[t]!)));
        expect(worst).toBeLessThan(1e-6);
        const logTimes = expected.R.slice(1).map((_, i) => Math.log10(i + 1));
        const line = ordinaryLeastSquares(logTimes, retention.subarray(1));
        expect(Math.abs(-line.slope - expected.a)).toBeLessThan(1e-6);
        expect(Math.abs(line.intercept - expected.b)).toBeLessThan(1e-6);
        expect(Math.abs(line.r2 - expected.r2)).toBeLessThan(1e-6);
      }
    }
  }, 60_000);
});
