import { join } from 'node:path';
import { planExperiment, readExperiment } from '@lethe/experiment';
import { openBrowser } from '../browser/open-browser.js';
import { type Command, defineCommand, type Terminal } from './command.js';
import { type ExperimentOptions, withExperiment } from './experiment-options.js';

interface Options extends ExperimentOptions {
  port: number;
  /** Undefined: in a terminal. */
  open: boolean | undefined;
}

/** `lethe report EXPERIMENT`: a page that follows a training, until Ctrl-C. */
export function reportCommand(terminal: Terminal): Command {
  return defineCommand<Options>({
    name: 'report',
    command: 'report <experiment>',
    describe: 'serve a page that follows the trainings of an experiment; Ctrl-C ends it',
    builder: (yargs) =>
      withExperiment(yargs)
        .option('port', { type: 'number', default: 0, requiresArg: true, describe: '0 for any that is free' })
        .option('open', {
          type: 'boolean',
          describe: 'open a browser, which a terminal does by itself; --no-open does not',
        }),
    handler: async ({ experiment: path, profile, port, open }) => {
      const experiment = readExperiment(path);
      const plan = planExperiment(experiment, profile);
      const at = (target: string): string =>
        join(experiment.directory, plan.tasks.find((task) => task.target === target)!.directory);
      const { serveLive } = await import('@lethe/analyze');
      await serveLive(
        {
          experiment: experiment.name,
          profile,
          runs: plan.runs.map(({ id, values, spec, targets }) => ({
            id,
            values,
            data: at(targets.data),
            train: at(targets.train),
            probe: at(targets.probe),
            steps: spec.data.order.steps,
          })),
          analyze: at('analyze'),
          port,
        },
        terminal.signal,
        (address) => {
          terminal.print(`live page: ${address}`);
          terminal.log('Ctrl-C ends it');
          if (!(open ?? process.stdout.isTTY)) return;
          void openBrowser(address, process).then((failure) => {
            if (failure !== undefined)
              terminal.log(`no browser was opened (${failure}); open ${address} in one`);
          });
        },
      );
    },
  });
}
