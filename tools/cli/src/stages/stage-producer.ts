import { fileURLToPath } from 'node:url';
import { hashJson, LetheError } from '@lethe/contracts';
import { implementingPackages, type StageTask } from '@lethe/experiment';
import { customInputs } from '../identity/custom-inputs.js';
import { findPackage, type InstalledPackage } from '../identity/installed-packages.js';
import { codeDigest, producerFingerprint } from '../identity/producer-fingerprint.js';

/** What of this package runs a stage and decides what it is given; the rest is commands of their own. */
const runnerFolders = ['identity', 'stages'];

/** Who runs a task; its fingerprint changes whenever the code changes that runs. */
export async function stageProducer(
  task: StageTask,
  directory: string,
): Promise<{ name: string; version: string; fingerprint: string }> {
  if (task.override) {
    const { command } = task.override;
    const inputs = await customInputs(task, directory, 'strict');
    return {
      name: `"${command}"`,
      version: 'custom',
      fingerprint: hashJson({ command, inputs, runner: runner() }),
    };
  }
  const packages = implementingPackages(task).map(installed);
  const { name, version } = packages[0]!;
  return { name, version, fingerprint: producerFingerprint(packages, runner()) };
}

const runner = (): string =>
  `runner ${codeDigest(fileURLToPath(new URL('../..', import.meta.url)), runnerFolders)}`;

function installed(name: string): InstalledPackage {
  const found = findPackage(name, fileURLToPath(new URL('.', import.meta.url)));
  if (found !== undefined) return found;
  throw new LetheError({
    what: `package ${name} is not installed`,
    next: 'npm run setup; a custom observer is named by its path',
  });
}
