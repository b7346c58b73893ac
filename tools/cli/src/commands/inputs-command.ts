import { hashJson, profiles, type StageName, stageNames } from '@lethe/contracts';
import { planExperiment, readExperiment } from '@lethe/experiment';
import { foreignInputs } from '../identity/foreign-inputs.js';
import { outsideInputs } from '../identity/outside-inputs.js';
import { type Command, defineCommand, type Terminal } from './command.js';

interface Options {
  experiment: string;
  stage: StageName;
}

/**
 * `lethe inputs EXPERIMENT STAGE`: one line that changes when a file changes that a stage reads from outside
 * the workspace's sources. Nx asks for it to decide whether a task's cached result still holds.
 */
export function inputsCommand(terminal: Terminal): Command {
  return defineCommand<Options>({
    name: 'inputs',
    command: 'inputs <experiment> <stage>',
    describe: 'print a hash of the files that a stage reads beside its input stages',
    builder: (yargs) =>
      yargs
        .positional('experiment', {
          type: 'string',
          demandOption: true,
          describe: 'directory with experiment.json',
        })
        .positional('stage', { choices: stageNames, demandOption: true, describe: 'the stage' }),
    handler: async ({ experiment: path, stage }) => {
      const experiment = readExperiment(path);
      const tasks = profiles.flatMap((profile) => planExperiment(experiment, profile).tasks);
      const parts = new Set<string>();
      for (const task of tasks.filter((candidate) => candidate.stage === stage)) {
        const outside = await outsideInputs(task, experiment.directory);
        const foreign = await foreignInputs(task, experiment.directory, 'lenient');
        parts.add(JSON.stringify([outside, foreign]));
      }
      terminal.print(hashJson([...parts]));
    },
  });
}
