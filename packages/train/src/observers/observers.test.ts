import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runTrain } from '../run-train.js';
import { writeTinyData } from '../testing/tiny-data.js';
import { tinyContext, tinyOptions } from '../testing/tiny-training.js';
import { loadObservers } from './load-observers.js';

let parent: string;
let data: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lethe-observers-'));
  data = join(parent, 'data');
  mkdirSync(data);
  writeTinyData(data, { steps: 3, batchSize: 2, sequenceLength: 8, vocabSize: 16 });
  vi.spyOn(process, 'cwd').mockReturnValue(parent);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(parent, { recursive: true, force: true });
});

/** An observer that notes every call, reads a parameter in a program of its own, and may fail. */
const NOTING_OBSERVER = `
import { appendFileSync } from 'node:fs';
export function createObserver(options) {
  let note, run;
  return {
    name: 'noting',
    async programs(context) {
      note = (line) => appendFileSync(context.out + '/notes', line + '\\n');
      note('programs ' + context.steps + ' ' + context.config.vocabSize);
      return {
        [options.program]: {
          inputs: { factor: { shape: [], dtype: 'float32' } },
          run: (state, { factor }) => ({ outputs: { sum: state['ln_f.weight'].sum().mul(factor) } }),
        },
      };
    },
    async start(context) { run = context.module.run; note('start'); },
    async afterStep(updates) {
      if (updates === options.failAt) throw new Error('the observer failed');
      const { sum } = await run(options.program, { factor: Float32Array.of(10) });
      note(updates + (sum[0] === 80 ? ' initial' : ' changed'));
    },
    async finish() { note('finish'); },
    summary() { return { factor: 10 }; },
    abort() { note('abort'); },
  };
}
`;

function observed(options: Record<string, string | number>) {
  writeFileSync(join(parent, 'noting.mjs'), NOTING_OBSERVER);
  return tinyOptions(data, { observers: [{ module: './noting.mjs', options }] });
}

const notes = (out: string): string[] => readFileSync(join(out, 'notes'), 'utf8').trim().split('\n');

it('see the model before the first update and after each one', async () => {
  const context = tinyContext(parent);
  const { summary } = await runTrain(observed({ program: 'gain' }), context);
  expect(summary).toEqual({ noting: { factor: 10 } });
  expect(notes(context.out)).toEqual([
    'programs 3 16',
    'start',
    '0 initial',
    '1 changed',
    '2 changed',
    '3 changed',
    'finish',
  ]);
});

it('are told when training stops early', async () => {
  const context = tinyContext(parent);
  await expect(runTrain(observed({ program: 'gain', failAt: 2 }), context)).rejects.toThrow(
    'the observer failed',
  );
  expect(notes(context.out).slice(-2)).toEqual(['1 changed', 'abort']);
});

it('may not have programs of one name', async () => {
  const options = observed({ program: 'gain' });
  options.config.train.observers.push(options.config.train.observers[0]!);
  await expect(runTrain(options, tinyContext(parent))).rejects.toThrow(/two observers have a program "gain"/);
});

it.each([
  [
    'that is not installed',
    'no-such-observer',
    /the observer cannot be found[\s\S]*npm install no-such-observer/,
  ],
  ['that is no file', './absent.mjs', /the observer cannot be found/],
  ['without createObserver', './other.mjs', /the module is not an observer[\s\S]*exports answer/],
  [
    'that creates something else',
    './wrong.mjs',
    /did not return a StepObserver[\s\S]*no programs, start, afterStep, finish/,
  ],
])('a module %s is refused', async (_, module, message) => {
  writeFileSync(join(parent, 'other.mjs'), 'export const answer = 42;');
  writeFileSync(join(parent, 'wrong.mjs'), 'export const createObserver = () => ({ name: "x" });');
  await expect(loadObservers([{ module, options: {} }])).rejects.toThrow(message);
});
