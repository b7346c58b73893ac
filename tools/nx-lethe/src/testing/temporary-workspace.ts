import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stageNames } from '@lethe/contracts';
import { templateExperiment } from '../template-experiment.js';

/** The files of a workspace as far as the plugin reads them. */
export interface TemporaryWorkspace {
  root: string;
  write(path: string, content: string | object): void;
  /** Writes experiments/NAME/experiment.json, and returns its path. */
  experiment(name: string, changes?: object): string;
}

export function temporaryWorkspace(): TemporaryWorkspace {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'lethe-nx-')));
  const write: TemporaryWorkspace['write'] = (path, content) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  };
  write('package.json', { workspaces: ['packages/*', 'tools/*', 'e2e'] });
  for (const stage of stageNames) {
    write(`packages/${stage}/package.json`, { name: `@lethe/${stage}`, nx: { name: stage } });
  }
  write('tools/cli/package.json', { name: 'lethe', nx: { name: 'cli' } });
  write('e2e/package.json', { name: 'e2e' });
  write('packages/notes.txt', 'no package');
  const experiment: TemporaryWorkspace['experiment'] = (name, changes = {}) => {
    const path = `experiments/${name}/experiment.json`;
    write(path, { title: name, ...templateExperiment, ...changes });
    return path;
  };
  return { root, write, experiment };
}
