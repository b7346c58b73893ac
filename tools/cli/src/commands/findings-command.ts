import { join } from 'node:path';
import { type Profile, planExperiment, profiles, readExperiment, readManifest } from '@lethe/contracts';
import { printFindings } from '../stages/print-findings.js';
import { type Command, defineCommand, type Terminal } from './command.js';

interface Options {
  experiment: string;
  profile: Profile;
}

/** `lethe findings EXPERIMENT`: what a finished experiment found, and where its report is. */
export function findingsCommand(terminal: Terminal): Command {
  return defineCommand<Options>({
    name: 'findings',
    command: 'findings <experiment>',
    describe: 'print the findings of a finished experiment and the path of its report',
    builder: (yargs) =>
      yargs
        .positional('experiment', {
          type: 'string',
          demandOption: true,
          describe: 'directory with experiment.json',
        })
        .option('profile', {
          choices: profiles,
          default: 'full' as Profile,
          describe: 'size of the experiment',
        }),
    handler: async ({ experiment: path, profile }) => {
      const experiment = readExperiment(path);
      const analyze = planExperiment(experiment, profile).tasks.find((task) => task.stage === 'analyze')!;
      const directory = join(experiment.directory, analyze.directory);
      readManifest(directory);
      await printFindings(directory, terminal);
    },
  });
}
