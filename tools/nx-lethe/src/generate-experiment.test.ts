import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseSpec } from '@lethe/experiment';
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
