import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseSpec, planExperiment, readExperiment } from '@lethe/experiment';
import type { Tree } from 'nx/src/devkit-exports.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateExperiment } from './generate-experiment.js';
import { type TemporaryWorkspace, temporaryWorkspace } from './testing/temporary-workspace.js';

let workspace: TemporaryWorkspace;
let tree: Tree;
beforeEach(() => {
  workspace = temporaryWorkspace();
  const at = (path: string): string => join(workspace.root, path);
  tree = {
    root: workspace.root,
    exists: (path: string) => existsSync(at(path)),
    read: (path: string) => (existsSync(at(path)) ? readFileSync(at(path), 'utf8') : null),
    write: workspace.write,
  } as unknown as Tree;
});
afterEach(() => rmSync(workspace.root, { recursive: true, force: true }));

const written = (name: string) =>
  JSON.parse(readFileSync(join(workspace.root, `experiments/${name}/experiment.json`), 'utf8'));

describe('generateExperiment', () => {
  it('writes an experiment that is valid in both profiles', () => {
    generateExperiment(tree, { name: 'new', title: 'A question' });
    const json = written('new');
    expect(json.$schema).toBe('../../packages/experiment/experiment.schema.json');
    expect(json.title).toBe('A question');
    for (const profile of ['full', 'smoke'] as const)
      expect(parseSpec(json, profile, 'new').model!.layers).toBeGreaterThan(0);
  });

  it('begins with the quickstart where there is one', () => {
    workspace.experiment('quickstart', {
      model: { layers: 7, heads: 1, width: 8 },
      notes: 'of the quickstart',
    });
    generateExperiment(tree, { name: 'new' });
    expect(written('new')).toMatchObject({ title: 'new', model: { layers: 7 } });
    expect(written('new').notes).not.toBe('of the quickstart');
  });

  it('sweeps seeds of data and training together, with scenarios dealt anew and one tokenizer', () => {
    generateExperiment(tree, { name: 'new' });
    const { runs } = planExperiment(readExperiment(join(workspace.root, 'experiments/new')), 'full');
    const seeds = runs.map(({ spec: { data, train } }) => [data.seed, train.seed]);
    expect(seeds).toEqual([1, 2, 3, 4, 5].map((seed) => [seed, seed]));
    for (const { spec } of runs) {
      expect(spec.data.order.injection.rotation).toBe('seed');
      expect(spec.data.tokenizer).toMatchObject({ type: 'byte-bpe', seed: 0 });
    }
  });

  it('leaves a sweep of the quickstart and another tokenizer as they are', () => {
    const sweep = [{ label: 'w', path: 'model.width', values: [8, 16] }];
    workspace.experiment('quickstart', { sweep });
    generateExperiment(tree, { name: 'swept' });
    expect(written('swept').sweep).toEqual(sweep);
    const { data } = JSON.parse(
      readFileSync(join(workspace.root, 'experiments/quickstart/experiment.json'), 'utf8'),
    );
    workspace.experiment('quickstart', { data: { ...data, tokenizer: { type: 'bytes' } }, sweep: [] });
    generateExperiment(tree, { name: 'bytes' });
    expect(written('bytes').data.tokenizer).toEqual({ type: 'bytes' });
    expect(written('bytes').sweep).toHaveLength(1);
  });

  it.each([
    ['data', /a package of this workspace has this name/],
    ['a b', /cannot be an Nx project/],
    ['../up', /cannot be an Nx project/],
    ['taken', /this experiment already exists/],
  ])('refuses the name %s', (name, message) => {
    workspace.experiment('taken');
    expect(() => generateExperiment(tree, { name })).toThrow(message);
  });
});
