import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkOrigins } from './find-origin.js';
import { readExperiment } from './parse-experiment.js';
import { planExperiment } from './plan-experiment.js';
import { MAX_RUNS } from './sweep.js';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lethe-names-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const optimizer = { learningRate: 0.001 };
const base = {
  title: 'Demo',
  data: {
    facts: { source: 'generated', scenarios: { once: 2 } },
    background: { source: 'generated', documents: 10 },
    tokenizer: { type: 'bytes' },
    sequenceLength: 32,
    order: { steps: 100, batchSize: 4 },
  },
  model: { layers: 1, heads: 1, width: 8 },
  train: { optimizer },
};

/** Reads and plans an experiment as the command line does. @param text further keys, as they stand in the file */
function plan(text: string, name = 'demo', changes: object = {}) {
  mkdirSync(join(parent, name));
  const json = JSON.stringify({ ...base, ...changes });
  writeFileSync(join(parent, name, 'experiment.json'), `${json.slice(0, -1)}${text && `,${text}`}}`);
  const experiment = readExperiment(join(parent, name));
  const planned = planExperiment(experiment, 'full');
  checkOrigins(experiment, planned, 'full');
  return planned;
}

const inherited = (): string[] => Object.getOwnPropertyNames(Object.prototype);

describe('a path of a sweep', () => {
  it.each(['__proto__', 'prototype', 'constructor'])('cannot lead through %s', (key) => {
    const before = inherited();
    for (const path of [`data.${key}.stray`, `train.optimizer.${key}.stray`, `model.${key}`]) {
      const sweep = JSON.stringify([{ label: 'x', path, values: [1, 2] }]);
      expect(() => plan(`"sweep":${sweep}`, path)).toThrow(/without the keys[\s\S]*at sweep\[0\]\.path/);
    }
    expect(inherited()).toEqual(before);
  });

  it('may have keys that only begin like these, and creates what is not there', () => {
    const sweep = '"sweep":[{"label":"x","path":"train.constructors.x","values":[1]}]';
    expect(() => plan(sweep)).toThrow(/Unrecognized key: "constructors"/);
  });

  it('finds nothing at keys that every object inherits', () => {
    const sweep = '"sweep":[{"label":"x","path":"data.toString.length","values":[1]}]';
    expect(() => plan(sweep)).toThrow(/Unrecognized key: "toString"/);
  });
});

describe('a key __proto__', () => {
  it.each([
    ['smoke.train', '"smoke":{"train":{"__proto__":{"seed":77}}}'],
    ['sweep.0.variants', '"sweep":[{"label":"x","variants":{"__proto__":{"train":{"seed":3}},"b":{}}}]'],
    ['the top level', '"__proto__":{"notes":"from nowhere"}'],
  ])('is refused at %s', (where, text) => {
    expect(() => plan(text)).toThrow(new RegExp(`experiment\\.json, ${where}: no key may have this name`));
  });
});

describe('train.from', () => {
  it('fills in labels of the sweep and nothing that every object inherits', () => {
    const from = { experiment: 'other', run: 'k{toString}' };
    const changes = { model: undefined, train: { optimizer, from } };
    plan('', 'other');
    expect(() => plan('', 'demo', changes)).toThrow(/no such run[\s\S]*found: +k\{toString\}/);
  });

  it.each(['./demo', '../x/demo', '/tmp', '..', ''])(
    'names a directory beside this one, not "%s"',
    (name) => {
      // ./demo would be a circle that no comparison of names sees.
      const changes = { model: undefined, train: { optimizer, from: { experiment: name } } };
      expect(() => plan('', 'demo', changes)).toThrow(/the name of a directory[\s\S]*at train\.from/);
    },
  );
});

describe('the size of an experiment', () => {
  const axis = (label: string, path: string, length: number) => ({
    label,
    path,
    values: Array.from({ length }, (_, i) => i + 1),
  });

  it('is refused with the number of runs before a sweep is expanded', () => {
    // A thousand million runs: expanding them first would take all memory.
    const axes = [
      axis('a', 'train.seed', 1000),
      axis('b', 'data.seed', 1000),
      axis('c', 'model.width', 1000),
    ];
    expect(() => plan(`"sweep":${JSON.stringify(axes)}`)).toThrow(
      /too many runs\n.*at most 5000.*\n.*1000000000, of axes with 1000 x 1000 x 1000 values/,
    );
    const variants = Object.fromEntries(Array.from({ length: MAX_RUNS + 1 }, (_, i) => [`v${i}`, {}]));
    expect(() => plan('', 'variants', { sweep: [{ label: 'v', variants }] })).toThrow(
      /found: +5001, of axes/,
    );
  });

  it('counts the runs that a sweep has', () => {
    const sweep = [
      axis('a', 'train.seed', 3),
      { label: 'b', variants: { x: {}, y: { model: { width: 16 } } } },
    ];
    expect(plan('', 'demo', { sweep }).runs).toHaveLength(6);
  });

  it('is refused where it is nested too deeply', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(() => plan(`"smoke":{"data":{"x":${deep}}}`)).toThrow(/smoke\.data\.x\.0.*nested too deeply/);
  });
});
