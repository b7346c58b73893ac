import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readExperiment } from './parse-experiment.js';
import { planExperiment } from './plan-experiment.js';

const base = {
  title: 'base',
  notes: 'of base',
  claims: ['F1'],
  data: {
    seed: 1,
    facts: { source: 'generated', scenarios: { control: 4 } },
    background: { source: 'generated', documents: 100 },
    tokenizer: { type: 'bytes' },
    sequenceLength: 16,
    order: { steps: 100, batchSize: 4 },
  },
  model: { layers: 1, heads: 1, width: 8 },
  train: { optimizer: { learningRate: 0.1 } },
  sweep: [{ label: 's', path: 'train.seed', values: [1, 2] }],
  smoke: { data: { background: { documents: 10 }, order: { steps: 20 } }, model: { width: 4 } },
};
const child = {
  title: 'child',
  extends: { experiment: 'base', sections: ['data'] },
  data: {
    facts: { scenarios: { duplication: 6 } },
    order: { steps: 300, injection: { start: 5, interval: 10, count: 2 } },
  },
  model: { layers: 2, heads: 1, width: 8 },
  train: { optimizer: { learningRate: 0.2 } },
  smoke: { data: { order: { steps: 50 } } },
};

let root: string;
const write = (name: string, json: object): string => {
  mkdirSync(join(root, name), { recursive: true });
  writeFileSync(join(root, name, 'experiment.json'), JSON.stringify(json));
  return join(root, name);
};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lethe-extends-'));
  write('base', base);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('an experiment that extends another', () => {
  it('is laid over its sections, those of the small version too, and over nothing else', () => {
    const experiment = readExperiment(write('child', child));
    const [full, smoke] = (['full', 'smoke'] as const).map(
      (profile) => planExperiment(experiment, profile).runs[0]!.spec,
    );
    expect(full!.data.background).toMatchObject({ documents: 100 });
    expect(full!.data.facts).toMatchObject({ scenarios: { control: 4, duplication: 6 } });
    expect(full!.data.order).toMatchObject({ steps: 300, batchSize: 4 });
    expect(smoke!.data.background).toMatchObject({ documents: 10 });
    expect(smoke!.data.order).toMatchObject({ steps: 50, batchSize: 4 });
    // Neither title, notes, claims and sweep, nor sections that are not named.
    expect(experiment.spec).toMatchObject({ title: 'child', claims: [], sweep: [] });
    expect(experiment.spec.notes).toBeUndefined();
    expect(full!.model).toMatchObject({ layers: 2 });
    expect(smoke!.model).toMatchObject({ width: 8 });
    expect(experiment.extended).toEqual([{ directory: join(root, 'base'), sections: ['data'] }]);
  });

  it('is what it would be with everything written out', () => {
    const { extends: _extends, ...own } = child;
    const whole = {
      ...own,
      data: {
        ...base.data,
        facts: { source: 'generated', scenarios: { control: 4, duplication: 6 } },
        order: { ...base.data.order, ...child.data.order },
      },
      smoke: { data: { background: { documents: 10 }, order: { steps: 50 } } },
    };
    const tasks = [write('child', child), write('whole', whole)].flatMap((directory) =>
      (['full', 'smoke'] as const).map((profile) => planExperiment(readExperiment(directory), profile).tasks),
    );
    expect(tasks[0]).toEqual(tasks[2]);
    expect(tasks[1]).toEqual(tasks[3]);
  });

  it('may extend one that extends a third, of which it takes what that one takes', () => {
    write('middle', { ...child, extends: { experiment: 'base', sections: ['data', 'train'] } });
    const last = { title: 'last', extends: { experiment: 'middle', sections: ['data', 'model', 'train'] } };
    const experiment = readExperiment(write('last', last));
    expect(experiment.spec.data.order).toMatchObject({ steps: 300, batchSize: 4 });
    expect(experiment.spec.model).toMatchObject({ layers: 2 });
    expect(experiment.extended).toEqual([
      { directory: join(root, 'middle'), sections: ['data', 'model', 'train'] },
      { directory: join(root, 'base'), sections: ['data', 'train'] },
    ]);
  });

  it.each([
    ['absent', { experiment: 'nobody', sections: ['data'] }, /no such experiment to extend[\s\S]*nobody/],
    ['itself', { experiment: 'child', sections: ['data'] }, /in a circle[\s\S]*child -> child/],
    [
      'without the section',
      { experiment: 'base', sections: ['probe'] },
      /base has no such section[\s\S]*probe/,
    ],
    ['no section', { experiment: 'base', sections: [] }, /extends\.sections/],
    ['an unknown section', { experiment: 'base', sections: ['title'] }, /extends\.sections/],
    ['a name alone', 'base', /extends/],
  ])('is refused in words: %s', (_, extended, message) => {
    const directory = write('child', { ...child, extends: extended });
    expect(() => readExperiment(directory)).toThrow(message);
  });

  it('is refused in a circle of several', () => {
    write('base', { ...base, extends: { experiment: 'child', sections: ['data'] } });
    expect(() => readExperiment(write('child', child))).toThrow(/child -> base -> child/);
  });
});
