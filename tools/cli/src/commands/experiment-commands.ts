import { join } from 'node:path';
import { hashJson, profiles, readUnchanged, stageNames } from '@lethe/contracts';
import { checkOrigins, findTasks, planExperiment, readExperiment } from '@lethe/experiment';
import * as z from 'zod';
import { openBrowser } from '../browser/open-browser.js';
import { printFindings } from '../findings/print-findings.js';
import { customInputs } from '../identity/custom-inputs.js';
import { outsideInputs } from '../identity/outside-inputs.js';
import { checkNxOptions } from '../stages/check-nx-options.js';
import { shownPath } from '../stages/input-directories.js';
import { runTasks } from '../stages/run-tasks.js';
import { type Command, defineCommand, type Terminal } from './command.js';
import { backend, experiment, force, profile } from './shared-options.js';

/** Commands on an experiment besides its stages. */
export function experimentCommands(terminal: Terminal): Command[] {
  return [runTask(terminal), findings(terminal), report(terminal), inputs(terminal)];
}

/** `lethe run-task EXPERIMENT TARGET`: what an Nx target runs. */
const runTask = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'run-task <experiment> <target>',
    description: 'run a task of an experiment, or those of one target together, as Nx does',
    options: {
      experiment,
      target: z.string().describe('such as data, or train--bs32-s1 in a sweep'),
      profile,
      out: z.string().optional().describe('output directory'),
      force,
      backend,
    },
    run: async (options) => {
      const found = readExperiment(options.experiment);
      checkNxOptions(options, found);
      const plan = planExperiment(found, options.profile);
      checkOrigins(found, plan, options.profile);
      const tasks = findTasks(plan, options.target, found.name);
      const requests = tasks.map((task) => {
        const out =
          options.out === undefined || tasks.length === 1 ? options.out : join(options.out, task.member);
        return { ...options, experiment: found, plan, task, out };
      });
      await runTasks(requests, terminal);
    },
  });

/** `lethe findings EXPERIMENT`: what a finished experiment found, and where its report is. */
const findings = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'findings <experiment>',
    description: 'print the findings of a finished experiment and the path of its report',
    options: {
      experiment,
      profile,
      all: z.boolean().default(false).describe('every row, in the place of one line per claim'),
      json: z.boolean().default(false).describe('every row, as JSON'),
    },
    run: async (options, { print }) => {
      const found = readExperiment(options.experiment);
      const { tasks } = planExperiment(found, options.profile);
      const analyze = tasks.find((task) => task.stage === 'analyze')!;
      const directory = join(found.directory, analyze.directory);
      await readUnchanged(directory);
      const rows = options.json ? 'json' : options.all ? 'table' : undefined;
      const { profile } = options;
      const command = `npx lethe findings ${shownPath(found.directory)} --profile ${profile} --all`;
      await printFindings({ directory, profile, rows, command }, print);
    },
  });

/** `lethe report EXPERIMENT`: a page that follows a training, until Ctrl-C. */
const report = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'report <experiment>',
    description: 'serve a page that follows the trainings of an experiment; Ctrl-C ends it',
    options: {
      experiment,
      profile,
      port: z.int().min(0).max(65_535).default(0).describe('0 for any free port'),
      open: z
        .boolean()
        .optional()
        .describe('open a browser; the default in a terminal, --no-open prevents it'),
    },
    run: async (options, { signal, print, log }) => {
      const found = readExperiment(options.experiment);
      const plan = planExperiment(found, options.profile);
      const at = (target: string): string =>
        join(found.directory, plan.tasks.find((task) => task.target === target)!.directory);
      const { serveLive } = await import('@lethe/analyze');
      await serveLive(
        {
          experiment: found.name,
          profile: options.profile,
          runs: plan.runs.map(({ id, values, spec, targets }) => ({
            id,
            values,
            data: at(targets.data),
            train: at(targets.train),
            probe: at(targets.probe),
            steps: spec.data.order.steps,
          })),
          analyze: at('analyze'),
          port: options.port,
        },
        signal,
        (address) => {
          print(`live page: ${address}`);
          log('Ctrl-C ends it');
          if (!(options.open ?? process.stdout.isTTY)) return;
          void openBrowser(address, process).then((failure) => {
            if (failure !== undefined) log(`no browser was opened (${failure}); open ${address}`);
          });
        },
      );
    },
  });

/**
 * `lethe inputs EXPERIMENT STAGE`: one line that changes when a file changes that a stage reads from outside
 * the workspace's sources. Nx asks for it to decide whether a task's cached result still holds.
 */
const inputs = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'inputs <experiment> <stage>',
    description: 'print a hash of the files that a stage reads besides its input stages',
    options: { experiment, stage: z.enum(stageNames).describe('the stage') },
    run: async (options, { print }) => {
      const found = readExperiment(options.experiment);
      const tasks = profiles.flatMap((size) => planExperiment(found, size).tasks);
      const parts = new Set<string>();
      for (const task of tasks.filter(({ stage }) => stage === options.stage)) {
        const outside = await outsideInputs(task, found.directory);
        const custom = await customInputs(task, found.directory, 'lenient');
        parts.add(JSON.stringify([outside, custom]));
      }
      print(hashJson([...parts]));
    },
  });
