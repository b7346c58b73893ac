import { type Profile, profiles } from '@lethe/contracts';
import type { Argv } from 'yargs';

/** An experiment and its size, of commands that look at what it made. */
export interface ExperimentOptions {
  experiment: string;
  profile: Profile;
}

/** The positional argument and the option for them. */
export function withExperiment<T>(yargs: Argv<T>): Argv<T & ExperimentOptions> {
  return yargs
    .positional('experiment', {
      type: 'string',
      demandOption: true,
      describe: 'directory with experiment.json',
    })
    .option('profile', {
      choices: profiles,
      default: 'full' as Profile,
      describe: 'size of the experiment',
    });
}
