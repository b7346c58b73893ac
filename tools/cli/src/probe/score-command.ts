import { closeSync, openSync, writeSync } from 'node:fs';
import { writeWhole } from '@lethe/contracts';
import { backendOption } from '../commands/backend-option.js';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';

interface Options {
  input: string;
  model: string;
  adapter?: string;
  tokenizer?: string;
  pmi: boolean;
  out?: string;
  backend?: string;
}

/** `lethe probe score`: log-probabilities of targets after prompts, by any model that can be read. */
export function scoreCommand({ log, print, signal }: Terminal): Command {
  return defineCommand<Options>({
    name: 'score',
    command: 'score <input>',
    describe: 'log-probabilities of targets after prompts, by a model in a Hugging Face directory',
    builder: (yargs) =>
      yargs
        .positional('input', {
          type: 'string',
          demandOption: true,
          describe: 'directory with the table probes, or JSON lines with the texts prompt and target',
        })
        .option('model', {
          type: 'string',
          demandOption: true,
          requiresArg: true,
          describe: 'directory with config.json and safetensors',
        })
        .option('adapter', {
          type: 'string',
          requiresArg: true,
          describe: "directory of PEFT's adapter files",
        })
        .option('tokenizer', {
          type: 'string',
          requiresArg: true,
          describe:
            'tokenizer.json; where absent the one in the model directory, else the token ids of the probes table',
        })
        .option('pmi', {
          type: 'boolean',
          default: false,
          describe: 'score every target after an end of text too: pointwise mutual information',
        })
        .option('out', {
          type: 'string',
          requiresArg: true,
          describe: 'file for a line of JSON per span; standard output where absent',
        })
        .option('backend', backendOption),
    handler: async ({ input, model, adapter, tokenizer, pmi, out, backend }) => {
      const { formatScores, loadSpans, scoreSpans } = await import('@lethe/probe');
      const { spans, endOfText } = await loadSpans({ model, input, tokenizer, pmi });
      const scores = await scoreSpans({ model, adapter, backend, spans, endOfText, log, signal });
      if (scores.truncated > 0) {
        log(`probe: the prompts of ${scores.truncated} spans are cut to the context of the model`);
      }
      const lines = formatScores(spans, scores);
      if (out === undefined) {
        for (const line of lines) print(line);
        return;
      }
      writeLines(out, lines);
      print(`${spans.length} spans scored on ${scores.backend}: ${out}`);
    },
  });
}

function writeLines(path: string, lines: Iterable<string>): void {
  writeWhole(path, (partial) => {
    const file = openSync(partial, 'w');
    try {
      for (const line of lines) writeSync(file, `${line}\n`);
    } finally {
      closeSync(file);
    }
  });
}
