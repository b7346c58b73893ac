import { join } from 'node:path';
import { readManifest } from '@lethe/contracts';
import { planExperiment, readExperiment } from '@lethe/experiment';
import { printFindings } from '../stages/print-findings.js';
import { type Command, defineCommand, type Terminal } from './command.js';
import { type ExperimentOptions, withExperiment } from './experiment-options.js';

/** `lethe findings EXPERIMENT`: what a finished experiment found, and where its report is. */
export function findingsCommand(terminal: Terminal): Command {
  return defineCommand<ExperimentOptions>({
    name: 'findings',
    command: 'findings <experiment>',
    describe: 'print the findings of a finished experiment and the path of its report',
    builder: withExperiment,
    handler: async ({ experiment: path, profile }) => {
      const experiment = readExperiment(path);
      const analyze = planExperiment(experiment, profile).tasks.find((task) => task.stage === 'analyze')!;
      const directory = join(experiment.directory, analyze.directory);
      readManifest(directory);
      await printFindings(directory, terminal.print);
    },
  });
}
