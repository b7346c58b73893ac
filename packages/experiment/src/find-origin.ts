import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LetheError, type Profile, type StageName } from '@lethe/contracts';
import { holdsOptimizer, type TrainOrigin } from '@lethe/train/declaration';
import { type Experiment, readExperiment } from './parse-experiment.js';
import { type ExperimentPlan, planExperiment, type Run, type StageTask } from './plan-experiment.js';
import { stages } from './stages.js';

/** The run of another experiment that a training continues from. */
export interface Origin {
  experiment: Experiment;
  plan: ExperimentPlan;
  run: Run;
  /** Number of updates after which the weights were saved; where the training may end early (`train.until`), the most. */
  updates: number;
  /** Whether its last weights are meant, after however many updates that is. */
  isLast: boolean;
}

/**
 * Finds the run that `train.from` names, in an experiment beside this one. The full version continues from its full
 * version, the small one from its small version.
 * @throws LetheError when there is no such experiment, run or step, or no state of the optimizer that is to be kept
 */
export function findOrigin(experiment: Experiment, origin: TrainOrigin, profile: Profile): Origin {
  const where = `${join(experiment.directory, 'experiment.json')}, train.from`;
  const directory = join(dirname(experiment.directory), origin.experiment);
  if (!existsSync(join(directory, 'experiment.json'))) {
    throw new LetheError({
      what: 'there is no such experiment to continue from',
      where: `${where}.experiment`,
      expected: 'the name of a directory beside that of this experiment, with an experiment.json',
      found: `${origin.experiment}: no ${join(directory, 'experiment.json')}`,
      next: 'correct the name, or write that experiment first',
    });
  }
  const { experiment: found, plan } = planned(experiment, directory, profile);
  const run = plan.runs.find(({ id }) => id === origin.run);
  if (run === undefined) {
    const unfilled = /\{\w+\}/.exec(origin.run)?.[0];
    throw new LetheError({
      what: `experiment ${origin.experiment} has no such run`,
      where: `${where}.run`,
      expected: some(plan.runs.map(({ id }) => id)),
      found: origin.run,
      next: unfilled
        ? `${unfilled} is not a label of this experiment's sweep: correct it`
        : 'name a run of that experiment, with labels of this sweep in braces, such as k{k}-s{s}',
    });
  }
  const { steps } = run.spec.data.order;
  const updates = origin.step === 'final' ? steps : origin.step;
  if (updates > steps) {
    throw new LetheError({
      what: `run ${origin.run} of experiment ${origin.experiment} ends before this step`,
      where: `${where}.step`,
      expected: `at most ${steps}`,
      found: String(updates),
    });
  }
  // A command in place of the stage may save it or not.
  const saves = holdsOptimizer(run.spec.train.checkpoints, updates) || run.spec.stages.train !== undefined;
  if (origin.optimizer === 'keep' && !saves) {
    throw new LetheError({
      what: `run ${origin.run} of experiment ${origin.experiment} saves no state of its optimizer after ${updates} updates`,
      where: `${where}.optimizer`,
      expected: `"checkpoints": { "optimizer": [${updates}] } in the train section of ${origin.experiment}`,
      found: JSON.stringify({ checkpoints: run.spec.train.checkpoints }),
      next: 'add it there, or begin with a fresh optimizer: "optimizer": "fresh"',
    });
  }
  return { experiment: found, plan, run, updates, isLast: origin.step === 'final' };
}

/** The tasks of an origin that a stage reads: train only the training that it continues, analyze all of the run. */
export function originTasks({ plan, run }: Origin, stage: StageName): StageTask[] {
  const read = stage === 'train' ? (['train'] as const) : stages[stage].reads;
  return read.map((name) => plan.tasks.find(({ target }) => target === run.targets[name])!);
}

type Planned = Pick<Origin, 'experiment' | 'plan'>;

/** All runs of a sweep need the same other experiment. */
const known = new WeakMap<Experiment, Map<string, Planned>>();

function planned(reader: Experiment, directory: string, profile: Profile): Planned {
  const mine = known.get(reader) ?? new Map<string, Planned>();
  known.set(reader, mine);
  const key = `${profile} ${directory}`;
  const found = mine.get(key);
  if (found) return found;
  const experiment = readExperiment(directory);
  const made = { experiment, plan: planExperiment(experiment, profile) };
  mine.set(key, made);
  return made;
}

/**
 * Checks the experiment that an experiment continues from, the one before it, and so on.
 * @throws LetheError as `findOrigin`, and when the experiments form a circle
 */
export function checkOrigins(
  experiment: Experiment,
  plan: ExperimentPlan,
  profile: Profile,
  trail: readonly string[] = [experiment.name],
): void {
  const checked = new Set<string>();
  for (const origin of plan.tasks.flatMap(({ stage, origins }) => (stage === 'train' ? origins : []))) {
    if (trail.includes(origin.experiment)) {
      throw new LetheError({
        what: 'experiments continue from each other in a circle',
        where: `${join(experiment.directory, 'experiment.json')}, train.from.experiment`,
        found: [...trail, origin.experiment].join(' -> '),
        next: 'let the first of them start from a new model',
      });
    }
    const found = findOrigin(experiment, origin, profile);
    if (checked.has(origin.experiment)) continue;
    checked.add(origin.experiment);
    checkOrigins(found.experiment, found.plan, profile, [...trail, origin.experiment]);
  }
}

const some = (names: readonly string[]): string =>
  names.length <= 12 ? names.join(', ') : `${names.slice(0, 12).join(', ')}, ... (${names.length} runs)`;
