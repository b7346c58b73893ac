import { LetheError, type StageName, stageNames } from '@lethe/contracts';
import {
  checkOrigins,
  type ExperimentPlan,
  planExperiment,
  readExperiment,
  type StageTask,
  stages,
} from '@lethe/experiment';
import * as z from 'zod';
import { runTasks } from '../stages/run-tasks.js';
import { type Command, defineCommand, type Terminal } from './command.js';
import { backend, experiment, force, profile } from './shared-options.js';

/**
 * `lethe data|train|probe|analyze`: one stage of an experiment, without Nx.
 * @param operations the operations `lethe data NAME` and the like, besides the stage
 */
export function stageCommands(
  terminal: Terminal,
  operations: Partial<Record<StageName, readonly Command[]>>,
): Command[] {
  return stageNames.map((stage) => {
    const { description, reads, usesBackend } = stages[stage];
    const inputs = Object.fromEntries(
      reads.map((input) => [
        input,
        z.string().optional().describe(`directory that stage ${input} wrote, instead of the experiment's`),
      ]),
    );
    return defineCommand(terminal, {
      command: stage,
      description,
      commands: operations[stage] ?? [],
      options: {
        experiment: experiment.meta({ alias: 'e' }),
        profile,
        run: z.string().optional().describe('one run of the sweep, such as bs32-s1; all by default'),
        out: z
          .string()
          .optional()
          .describe('output directory; by default out/<profile>/<target> of the experiment'),
        force,
        ...inputs,
        ...(usesBackend ? { backend } : {}),
      },
      run: async ({ experiment: path, profile: size, run, out, force: again, ...more }) => {
        const found = readExperiment(path);
        const plan = planExperiment(found, size);
        checkOrigins(found, plan, size);
        const tasks = selectTasks(plan, stage, run);
        if (out !== undefined && tasks.length > 1) {
          throw new LetheError({
            what: `--out names one directory, but the sweep has ${tasks.length} ${stage} tasks`,
            next: `add --run with one of: ${runIds(plan)}`,
          });
        }
        const { backend: chosen, ...directories } = more as Partial<Record<StageName | 'backend', string>>;
        const request = { experiment: found, plan, profile: size, out, force: again, backend: chosen };
        await runTasks(
          tasks.map((task) => ({ ...request, task, inputs: directories })),
          terminal,
        );
      },
    });
  });
}

function selectTasks(plan: ExperimentPlan, stage: StageName, run: string | undefined): StageTask[] {
  const tasks = plan.tasks.filter((task) => task.stage === stage);
  if (run === undefined) return tasks;
  const selected = tasks.filter((task) => task.runs.includes(run));
  if (selected.length > 0) return selected;
  throw new LetheError({ what: 'there is no such run', where: '--run', expected: runIds(plan), found: run });
}

const runIds = (plan: ExperimentPlan): string => plan.runs.map((run) => run.id).join(', ');
