import { statSync } from 'node:fs';
import { importPublishedLog } from '@lethe/analyze';
import { createProgressMeter, LetheError } from '@lethe/contracts';
import * as z from 'zod';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';

/** `lethe analyze NAME`: operations besides the stage itself. */
export const analyzeCommands = (terminal: Terminal): Command[] => [importLogCommand(terminal)];

/** `lethe analyze import`: the published result JSON of arXiv 2406.11813 as directories that analyze reads. */
const importLogCommand = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'import <file>',
    description: 'turn a published log of arXiv 2406.11813 into directories that analyze reads',
    options: {
      file: z.string().describe('experiments_step*-unsharded.json; NaN may stand for numbers'),
      out: z.string().describe('directory to make, with data, train and probe'),
      interval: z.int().positive().default(100).describe('steps from one injection to the next'),
      count: z.int().positive().default(10).describe('injections of duplication and paraphrase'),
      tokensPerStep: z
        .int()
        .positive()
        .default(2048 * 2048)
        .describe('tokens of a batch'),
    },
    run: async ({ file, out, ...design }, { log, print, signal }) => {
      const status = statSync(file, { throwIfNoEntry: false });
      if (!status?.isFile()) {
        throw new LetheError({
          what: status === undefined ? 'there is no such file' : 'this is not a file',
          where: file,
          expected: 'a log as the analysis of arXiv 2406.11813 wrote it, experiments_step*-unsharded.json',
        });
      }
      const meter = createProgressMeter({ total: status.size });
      const onProgress = (bytes: number, records: number): void => {
        const report = meter(bytes);
        if (!report) return;
        const [megabytes, rate] = [bytes, report.perSecond].map((value) => (value / 1e6).toFixed(0));
        log(`import: ${records} steps, ${megabytes} MB, ${rate} MB/s, ${report.timeLeft}`);
      };
      const { records, missing } = await importPublishedLog(file, out, { ...design, signal, onProgress });
      print(
        `imported: ${records} measurements of 1950 probes${missing > 0 ? `, ${missing} values missing` : ''}\nnext: npx lethe analyze --experiment EXPERIMENT --data ${out}/data --train ${out}/train --probe ${out}/probe --out ${out}/analyze\n(EXPERIMENT: any without a sweep; its analyze section says how)`,
      );
    },
  });
