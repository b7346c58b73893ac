import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findings } from '@lethe/analyze/declaration';
import { steps, writeTable } from '@lethe/contracts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CustomExperiment, customExperiment } from '../testing/custom-experiment.js';
import { readResult } from './result.js';
import { knownFinding } from './testing/known-result.js';
import { writeResult } from './write-results.js';

let experiment: CustomExperiment;
let out: string;
const at = (...parts: string[]): string => join(out, ...parts);
const prepared = (...parts: string[]): string => join(experiment.directory, 'prepared', ...parts);
const write = (minutes = false): Promise<string[]> =>
  writeResult({ path: experiment.directory, profile: 'full', out, minutes });

beforeEach(async () => {
  experiment = customExperiment();
  out = mkdtempSync(join(tmpdir(), 'lethe-results-'));
  const row = { ...knownFinding(), finding_id: 'F1', statement: 'it is so', words: 'it is so' };
  writeTable(prepared('analyze'), findings, [row]);
  mkdirSync(prepared('analyze', 'figures'));
  writeFileSync(prepared('analyze', 'figures', 'g0-loss.svg'), '<svg/>');
  experiment.edit((json) => {
    (json.stages as Record<string, object>).analyze = { command: 'cp -r prepared/analyze/. {out}' };
    json.claims = ['F1'];
  });
  for (const stage of ['data', 'train', 'probe', 'analyze'] as const) await experiment.run(stage);
});
afterEach(() => {
  rmSync(out, { recursive: true, force: true });
  rmSync(experiment.directory, { recursive: true, force: true });
});

it('is written with a page to begin with, the same bytes every time', async () => {
  const names = ['my experiment.json', 'my experiment.md'];
  expect(await write()).toEqual(names.map((name) => at(name)));
  const first = readFileSync(at('my experiment.json'), 'utf8');
  expect(readResult(at('my experiment.json'))).toMatchObject({
    experiment: 'my experiment',
    title: 'test',
    claims: ['F1'],
    runs: 1,
    findings: [knownFinding()],
  });
  await experiment.run('analyze', { force: true });
  expect(await write()).toEqual([at('my experiment.json')]);
  expect(readFileSync(at('my experiment.json'), 'utf8')).toBe(first);
});

it('takes the tables and figures along that its page shows, and no others', async () => {
  const page = (figure: string, column: string): void =>
    writeFileSync(
      at('my experiment.md'),
      `![Loss](my%20experiment/${figure}.svg)\n<!-- results: table findings claim ${column} -->\n<!-- end of results -->\n`,
    );
  page('g0-loss', 'low');
  expect(await write()).toEqual([at('my experiment.json'), at('my experiment', 'g0-loss.svg')]);
  expect(readResult(at('my experiment.json')).tables).toEqual({
    'findings claim low': { columns: ['claim', 'low'], rows: [['F1', 0.38]] },
  });
  expect(readFileSync(at('my experiment', 'g0-loss.svg'), 'utf8')).toBe('<svg/>');
  page('g0-decay', 'low');
  await expect(write()).rejects.toThrow(
    /g0-decay\.svg: the page shows a figure that the analyze stage did not draw/,
  );
  expect(existsSync(at('my experiment', 'g0-loss.svg')), 'nothing is changed by a failure').toBe(true);
  page('g0-loss', 'lower');
  await expect(write()).rejects.toThrow(/no such column[\s\S]*found: +lower/);
});

it('measures minutes where it is asked to', async () => {
  const step = { tokens: 8, loss: 1, learning_rate: 1, grad_norm: 1 };
  writeTable(
    join(experiment.directory, 'out/full/train'),
    steps,
    Array.from({ length: 10 }, (_, i) => ({ ...step, step: i, seconds: 60 * i })),
  );
  expect(await write(true)).toContain(at('my experiment.minutes.json'));
  expect(JSON.parse(readFileSync(at('my experiment.minutes.json'), 'utf8'))).toEqual({
    training: { tasks: 1, minutes: 9, longest: 9 },
  });
});
