import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkExperiment } from './check-experiment.js';
import { workspacePackages } from './workspace-packages.js';

const root = resolve(import.meta.dirname, '../../..');
const packages = workspacePackages(root);
const names = readdirSync(join(root, 'experiments')).filter((name) =>
  existsSync(join(root, 'experiments', name, 'experiment.json')),
);

describe('experiments of this repository', () => {
  it.each(names)('%s can be planned in either profile, what it continues included', (name) => {
    expect(checkExperiment(`experiments/${name}`, root, packages).problem).toBeUndefined();
  });

  it('are there', () => expect(names).toContain('quickstart'));
});
