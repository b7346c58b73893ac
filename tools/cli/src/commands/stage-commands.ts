import { LetheError, type Profile, profiles, type StageName, stageNames } from '@lethe/contracts';
import {
  checkOrigins,
  type ExperimentPlan,
  planExperiment,
  readExperiment,
  type StageTask,
  stages,
} from '@lethe/experiment';
import { runStageTask } from '../stages/run-stage-task.js';
import { backendOption } from './backend-option.js';
import { type Command, defineCommand, type Terminal } from './command.js';

interface Options {
  experiment: string;
  profile: Profile;
  run?: string;
  out?: string;
  force: boolean;
  backend?: string;
  data?: string;
  train?: string;
  probe?: string;
}

/**
 * `lethe data|train|probe|analyze`: one stage of an experiment, without Nx.
 * @param operations what `lethe data NAME` and the like do beside the stage
 */
export function stageCommands(
  terminal: Terminal,
  operations: Partial<Record<StageName, readonly Command[]>>,
): Command[] {
  return stageNames.map((stage) =>
    defineCommand<Options>({
      name: stage,
      command: stage,
      describe: stages[stage].description,
      builder: (yargs) => {
        const options = yargs
          .command([...(operations[stage] ?? [])])
          .option('experiment', {
            alias: 'e',
            type: 'string',
            demandOption: true,
            requiresArg: true,
            describe: 'directory with experiment.json',
            global: false,
          })
          .option('profile', {
            choices: profiles,
            default: 'full' as Profile,
            describe: 'size of the experiment',
            global: false,
          })
          .option('run', {
            type: 'string',
            requiresArg: true,
            describe: 'one run of the sweep, such as bs32-s1; all where absent',
            global: false,
          })
          .option('out', {
            type: 'string',
            requiresArg: true,
            describe: 'output directory; out/<profile>/<target> of the experiment where absent',
            global: false,
          })
          .option('force', {
            type: 'boolean',
            default: false,
            describe: 'run even when up to date',
            global: false,
          });
        for (const upstream of stages[stage].reads) {
          options.option(upstream, {
            type: 'string',
            requiresArg: true,
            describe: `directory that stage ${upstream} wrote, instead of the experiment's own`,
            global: false,
          });
        }
        return stages[stage].usesBackend
          ? options.option('backend', { ...backendOption, global: false })
          : options;
      },
      handler: async (options) => {
        const experiment = readExperiment(options.experiment);
        const plan = planExperiment(experiment, options.profile);
        checkOrigins(experiment, plan, options.profile);
        const tasks = selectTasks(plan, stage, options.run);
        if (options.out !== undefined && tasks.length > 1) {
          throw new LetheError({
            what: `--out names one directory, but the sweep has ${tasks.length} ${stage} tasks`,
            next: `add --run with one of: ${runIds(plan)}`,
          });
        }
        for (const task of tasks) {
          await runStageTask(
            {
              experiment,
              plan,
              task,
              profile: options.profile,
              out: options.out,
              inputs: { data: options.data, train: options.train, probe: options.probe },
              force: options.force,
              backend: options.backend,
            },
            terminal,
          );
        }
      },
    }),
  );
}

function selectTasks(plan: ExperimentPlan, stage: StageName, run: string | undefined): StageTask[] {
  const tasks = plan.tasks.filter((task) => task.stage === stage);
  if (run === undefined) return tasks;
  const selected = tasks.filter((task) => task.runs.includes(run));
  if (selected.length > 0) return selected;
  throw new LetheError({ what: 'there is no such run', where: '--run', expected: runIds(plan), found: run });
}

const runIds = (plan: ExperimentPlan): string => plan.runs.map((run) => run.id).join(', ');
