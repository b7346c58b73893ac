import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import {
  LetheError,
  linearProbes,
  MANIFEST_FILE,
  mechanism,
  type RowOf,
  type TableDefinition,
  writeFully,
  writeTable,
  writeWhole,
} from '@lethe/contracts';
import { linearSpec } from '@lethe/probe/declaration';
import * as z from 'zod';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';
import { backend } from '../commands/shared-options.js';

/** `lethe probe NAME`: measures of single models, besides the stage itself. */
export function probeCommands(terminal: Terminal): Command[] {
  return [linear(terminal), mechanismOf(terminal), score(terminal)];
}

const model = z.string().describe('directory with config.json and safetensors');
const out = z
  .string()
  .optional()
  .describe('directory into which the rows are written as an Arrow table too, in place of one of that name');

/** `lethe probe linear`: P- and Q-probing of attributes. */
function linear(terminal: Terminal): Command {
  const { kinds, values, steps, learningRate, weightDecay, batchSize, seed } = linearSpec.shape;
  const rank = z.int().nonnegative().optional();
  return defineCommand(terminal, {
    command: 'linear <data>',
    description: 'how well linear heads read attributes from frozen states: P- and Q-probing',
    options: {
      data: z.string().describe('directory with the tables facts and probes, and tokenizer.json'),
      model,
      kind: kinds,
      value: values,
      rankP: rank.describe('rank of the change of the embeddings under the heads of p; the paper has 2'),
      rankQ: rank.describe('the same for q; the paper has 16. Heads alone if omitted or 0'),
      steps,
      rate: learningRate.describe('learning rate of AdamW'),
      decay: weightDecay.describe('weight decay'),
      batch: batchSize,
      seed,
      out,
      backend,
    },
    run: async (options, { log, print, signal }) => {
      const { rankP, rankQ } = options;
      const spec = linearSpec.parse({
        kinds: options.kind,
        values: options.value,
        rank: rankP === undefined && rankQ === undefined ? null : { p: rankP ?? 0, q: rankQ ?? 0 },
        steps: options.steps,
        learningRate: options.rate,
        weightDecay: options.decay,
        batchSize: options.batch,
        seed: options.seed,
      });
      refuseFinishedStage(options.out);
      const { probeAttributes } = await import('@lethe/probe');
      const rows = await probeAttributes({
        data: options.data,
        model: options.model,
        spec,
        backend: options.backend,
        log,
        signal,
      });
      writeRows(linearProbes, rows, options.out, print);
    },
  });
}

/** `lethe probe mechanism`: attention, directions and gradient of a one-layer model. */
const mechanismOf = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'mechanism <data>',
    description:
      'attention mass, direction cosines and gradient rank of a one-layer model in a symbolic world',
    options: {
      data: z
        .string()
        .describe('directory with the tables facts and probes of a symbolic world, and tokenizer.json'),
      model,
      before: z.string().optional().describe('directory of the same model before fine-tuning'),
      out,
    },
    run: async ({ data, model: directory, before, out: to }, { log, print }) => {
      refuseFinishedStage(to);
      const { checkTokenizers, probeMechanism, readSymbolicWorld } = await import('@lethe/probe');
      checkTokenizers(before === undefined ? [directory] : [directory, before], data, log);
      const world = await readSymbolicWorld(data);
      const compared = before === undefined ? undefined : { directory: before, name: before };
      writeRows(mechanism, [probeMechanism(world, directory, compared)], to, print);
    },
  });

/** `lethe probe score`: log-probabilities of targets after prompts, by any model that can be read. */
const score = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'score <input>',
    description: 'log-probabilities of targets after prompts, by a model in a Hugging Face directory',
    options: {
      input: z
        .string()
        .describe('directory with the table probes, or JSON lines with the texts prompt and target'),
      model,
      adapter: z.string().optional().describe("directory of PEFT's adapter files"),
      tokenizer: z
        .string()
        .optional()
        .describe(
          'tokenizer.json; by default the one in the model directory, else the token ids of the probes table',
        ),
      pmi: z
        .boolean()
        .default(false)
        .describe('score every target after an end of text too: pointwise mutual information'),
      out: z.string().optional().describe('file for a line of JSON per span; standard output by default'),
      backend,
    },
    run: async ({ out: to, adapter, backend: chosen, ...named }, { log, print, signal }) => {
      const { formatScores, loadSpans, scoreSpans } = await import('@lethe/probe');
      const { spans, endOfText } = await loadSpans({ ...named, log });
      const scores = await scoreSpans({
        model: named.model,
        adapter,
        backend: chosen,
        spans,
        endOfText,
        log,
        signal,
      });
      if (scores.truncated > 0) {
        log(`probe: the prompts of ${scores.truncated} spans are cut to the context of the model`);
      }
      const lines = formatScores(spans, scores);
      if (to === undefined) for (const line of lines) print(line);
      else {
        writeLines(to, lines);
        print(`${spans.length} spans scored on ${scores.backend}: ${to}`);
      }
    },
  });

/** Another table would contradict the manifest of a finished stage. */
function refuseFinishedStage(directory: string | undefined): void {
  if (directory === undefined || !existsSync(join(directory, MANIFEST_FILE))) return;
  throw new LetheError({
    what: 'the output directory is that of a finished stage',
    where: directory,
    expected: 'any other directory',
    found: MANIFEST_FILE,
    next: 'name another directory, or let the probe stage of an experiment write the table',
  });
}

/** Prints rows as lines of JSON and, given a directory, writes them as a table. */
function writeRows<T extends TableDefinition>(
  table: T,
  rows: readonly RowOf<T>[],
  directory: string | undefined,
  print: (line: string) => void,
): void {
  if (directory !== undefined) {
    mkdirSync(directory, { recursive: true });
    writeTable(directory, table, rows);
  }
  for (const row of rows) print(JSON.stringify(row));
}

function writeLines(path: string, lines: Iterable<string>): void {
  writeWhole(path, (partial) => {
    const file = openSync(partial, 'w');
    try {
      for (const line of lines) writeFully(file, Buffer.from(`${line}\n`));
    } finally {
      closeSync(file);
    }
  });
}
