import { fileURLToPath } from 'node:url';
import { hashJson, LetheError, type StageName } from '@lethe/contracts';
import type { StageTask } from '@lethe/experiment';
import type { TrainSpec } from '@lethe/train/declaration';
import { customInputs } from '../identity/custom-inputs.js';
import { findPackage, type InstalledPackage } from '../identity/installed-packages.js';
import { isLethePackage } from '../identity/outside-inputs.js';
import { producerFingerprint } from '../identity/producer-fingerprint.js';

/** The package that implements each built-in stage. */
export const stagePackages: Record<StageName, string> = {
  data: '@lethe/data',
  train: '@lethe/train',
  probe: '@lethe/probe',
  analyze: '@lethe/analyze',
};

/** Who runs a task; its fingerprint changes whenever the code changes that runs. */
export async function stageProducer(
  task: StageTask,
  directory: string,
): Promise<{ name: string; version: string; fingerprint: string }> {
  if (task.override) {
    const { command } = task.override;
    const inputs = await customInputs(task, directory, 'strict');
    return { name: `"${command}"`, version: 'custom', fingerprint: hashJson({ command, inputs }) };
  }
  const main = installed(stagePackages[task.stage]);
  const observers =
    task.stage === 'train'
      ? (task.config.train as TrainSpec).observers.map(({ module }) => module).filter(isLethePackage)
      : [];
  const packages = [main, ...observers.map(installed)];
  return { name: main.name, version: main.version, fingerprint: producerFingerprint(packages) };
}

function installed(name: string): InstalledPackage {
  const found = findPackage(name, fileURLToPath(new URL('.', import.meta.url)));
  if (found !== undefined) return found;
  throw new LetheError({
    what: `package ${name} is not installed`,
    next: 'npm run setup; an observer of your own is named by its path',
  });
}
