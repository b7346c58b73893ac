import { join } from 'node:path';
import { type Profile, profiles } from '@lethe/contracts';
import { checkOrigins, findTasks, planExperiment, readExperiment } from '@lethe/experiment';
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
    describe: 'run a task of an experiment, or those that are done together, as Nx does',
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
      checkOrigins(experiment, plan, profile);
      const tasks = findTasks(plan, target, experiment.name);
      for (const task of tasks) {
        const to = out === undefined || tasks.length === 1 ? out : join(out, task.member);
        await runStageTask({ experiment, plan, task, profile, out: to, force, backend }, terminal);
      }
    },
  });
}
