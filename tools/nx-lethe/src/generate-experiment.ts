import { basename } from 'node:path';
import { LetheError } from '@lethe/contracts';
import type { Tree } from 'nx/src/devkit-exports.js';
import { checkExperimentName } from './experiment-name.js';
import { sweepSeeds } from './sweep-seeds.js';
import { templateExperiment } from './template-experiment.js';
import { workspacePackages } from './workspace-packages.js';

/** Options of `nx g nx-lethe:experiment NAME`. */
export interface GeneratorOptions {
  name: string;
  title?: string;
}

/**
 * Writes experiments/NAME/experiment.json: a copy of the quickstart where the workspace has one, else a small experiment;
 * with five seeds, since one decides nothing.
 * @throws LetheError when the name is taken or invalid
 */
export function generateExperiment(tree: Tree, { name, title }: GeneratorOptions): void {
  const file = `experiments/${name}/experiment.json`;
  const taken = workspacePackages(tree.root).map(({ project }) => project);
  checkExperimentName(name, taken, 'name');
  if (tree.exists(`experiments/${basename(name)}`)) {
    throw new LetheError({
      what: 'this experiment already exists',
      where: `experiments/${name}`,
      next: 'choose another name',
    });
  }
  const template = tree.read('experiments/quickstart/experiment.json', 'utf-8');
  const {
    $schema: _schema,
    title: _title,
    notes: _notes,
    claims: _claims,
    ...spec
  } = template ? JSON.parse(template) : templateExperiment;
  const experiment = {
    $schema: '../../packages/experiment/experiment.schema.json',
    title: title ?? name,
    notes: 'What is asked, and what is expected?',
    ...sweepSeeds(spec),
  };
  tree.write(file, `${JSON.stringify(experiment, null, 2)}\n`);
}
