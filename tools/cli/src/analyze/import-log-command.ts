import { statSync } from 'node:fs';
import { importPublishedLog } from '@lethe/analyze';
import { LetheError } from '@lethe/contracts';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';

interface Options {
  file: string;
  out: string;
  interval: number;
  count: number;
  'tokens-per-step': number;
}

const REPORT_MS = 5000;

/** `lethe analyze import`: the published result JSON of arXiv 2406.11813 as directories that analyze reads. */
export function importLogCommand({ log, print, signal }: Terminal): Command {
  return defineCommand<Options>({
    name: 'import',
    command: 'import <file>',
    describe: 'turn a published log of arXiv 2406.11813 into directories that analyze reads',
    builder: (yargs) =>
      yargs
        .positional('file', {
          type: 'string',
          demandOption: true,
          describe: 'experiments_step*-unsharded.json; NaN may stand for numbers',
        })
        .option('out', {
          type: 'string',
          demandOption: true,
          requiresArg: true,
          describe: 'directory to make, with data, train and probe',
        })
        .option('interval', {
          type: 'number',
          default: 100,
          describe: 'steps from one injection to the next',
        })
        .option('count', {
          type: 'number',
          default: 10,
          describe: 'injections of duplication and paraphrase',
        })
        .option('tokens-per-step', { type: 'number', default: 2048 * 2048, describe: 'tokens of a batch' }),
    handler: async ({ file, out, interval, count, 'tokens-per-step': tokensPerStep }) => {
      for (const [name, value] of Object.entries({ interval, count, 'tokens-per-step': tokensPerStep })) {
        if (Number.isSafeInteger(value) && value > 0) continue;
        throw new LetheError({
          what: `--${name} is out of range`,
          expected: 'a whole number above 0',
          found: String(value),
        });
      }
      const status = statSync(file, { throwIfNoEntry: false });
      if (!status?.isFile()) {
        throw new LetheError({
          what: status === undefined ? 'there is no such file' : 'this is no file',
          where: file,
          expected: 'a log as the analysis of arXiv 2406.11813 wrote it, experiments_step*-unsharded.json',
        });
      }
      const total = status.size;
      const begin = performance.now();
      let told = begin;
      const onProgress = (bytes: number, records: number): void => {
        const now = performance.now();
        if (now - told < REPORT_MS) return;
        told = now;
        const rate = bytes / (now - begin) / 1000;
        const left = (total - bytes) / 1e6 / rate;
        log(
          `import: ${records} steps, ${(bytes / 1e6).toFixed(0)} MB, ${rate.toFixed(0)} MB/s, ${left.toFixed(0)} s left`,
        );
      };
      const { records, missing } = await importPublishedLog(file, out, {
        interval,
        count,
        tokensPerStep,
        signal,
        onProgress,
      });
      print(
        `imported: ${records} measurements of 1950 probes${missing > 0 ? `, ${missing} values missing` : ''}\nnext: npx lethe analyze --experiment EXPERIMENT --data ${out}/data --train ${out}/train --probe ${out}/probe --out ${out}/analyze\n(EXPERIMENT: any without a sweep; its analyze section says how)`,
      );
    },
  });
}
