import { findTask, type Profile, planExperiment, profiles, readExperiment } from '@lethe/contracts';
import { runStageTask } from '../stages/run-stage-task.js';
import { backendOption } from './backend-option.js';
import { type Command, defineCommand, type Terminal } from './command.js';

interface Options {
  experiment: string;
  target: string;
  profile: Profile;
  out?: string;
  force: boolean;
  backend?: string;
}

/** `lethe run-task EXPERIMENT TARGET`: what an Nx target runs. */
export function runTaskCommand(terminal: Terminal): Command {
  return defineCommand<Options>({
    name: 'run-task',
    command: 'run-task <experiment> <target>',
    describe: 'run one task of an experiment, as Nx does',
    builder: (yargs) =>
      yargs
        .positional('experiment', {
          type: 'string',
          demandOption: true,
          describe: 'directory with experiment.json',
        })
        .positional('target', {
          type: 'string',
          demandOption: true,
          describe: 'such as data, or train--bs32-s1 in a sweep',
        })
        .option('profile', {
          choices: profiles,
          default: 'full' as Profile,
          describe: 'size of the experiment',
        })
        .option('out', { type: 'string', requiresArg: true, describe: 'output directory' })
        .option('force', { type: 'boolean', default: false, describe: 'run even when up to date' })
        .option('backend', backendOption),
    handler: async ({ experiment: path, target, profile, out, force, backend }) => {
      const experiment = readExperiment(path);
      const plan = planExperiment(experiment, profile);
      const task = findTask(plan, target, experiment.name);
      await runStageTask({ experiment, plan, task, profile, out, force, backend }, terminal);
    },
  });
}
