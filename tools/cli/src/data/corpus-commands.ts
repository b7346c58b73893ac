import { fillDirectory } from '@lethe/contracts';
import {
  countFacts,
  describeInput,
  formatDescription,
  formatFactCounts,
  inputKinds,
  readFactSet,
  trainTokenizer,
  writeCorpus,
  writeFactCounts,
} from '@lethe/data';
import { END_OF_TEXT, formatTokens, loadTokenizer, saveTokenizer } from '@lethe/tokenizers';
import * as z from 'zod';
import { type Command, defineCommand, type Terminal } from '../commands/command.js';
import { input, logReading, openInput, readingOptions, skippedRows } from './corpus-input.js';

/** `lethe data read`: turns files of any format into a directory with a corpus table. */
export const readCommand = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'read <input..>',
    description: 'turn files of any format into a corpus that the other operations read fastest',
    options: {
      input,
      ...readingOptions,
      out: z.string().describe('directory to make; it must be absent or empty'),
    },
    run: async ({ input: inputs, out, ...reading }, { log, print }) => {
      const skipped = skippedRows();
      const open = openInput(inputs, reading, terminal, {
        onProgress: logReading(log),
        onSummary: skipped.onSummary,
      });
      const documents = await fillDirectory(out, (partial) => writeCorpus(partial, open()));
      print(`${documents.toLocaleString('en-US')} documents in ${out}`);
      for (const line of skipped.lines()) print(line);
    },
  });

/** `lethe data describe`: statistics of a data set, a corpus, or what the data stage wrote. */
export const describeCommand = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'describe <input..>',
    description: 'print statistics of a data set, a corpus, or what a data stage wrote',
    options: {
      input,
      ...readingOptions,
      as: z
        .enum(inputKinds)
        .optional()
        .describe('what the input is; detected if omitted, and a corpus if an option says how one is read'),
      tokenizer: z
        .string()
        .optional()
        .describe('a tokenizer.json: also measure Fictional Knowledge in its tokens'),
      json: z
        .boolean()
        .default(false)
        .describe('print JSON; ranges are {min, mean, max}, shares {count, of}'),
    },
    run: async ({ input: inputs, as, tokenizer, json, ...reading }, { log, signal, print }) => {
      const statistics = await describeInput(inputs, {
        kind: as,
        tokenizer: tokenizer === undefined ? undefined : loadTokenizer(tokenizer),
        ...reading,
        ...{ log, signal, onProgress: logReading(log) },
      });
      print(json ? JSON.stringify(statistics, null, 2) : formatDescription(statistics));
    },
  });

/** `lethe data count`: how often a corpus holds the subjects and targets of facts. */
export const countCommand = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'count <input..>',
    description: 'count how often a corpus holds subject and target of facts, and both in one document',
    options: {
      input,
      ...readingOptions,
      facts: z
        .string()
        .describe(
          'directory with the tables facts and probes, or a file of PopQA or Fictional Knowledge; held in memory',
        ),
      wholeWords: z
        .boolean()
        .default(true)
        .describe('only where it is not part of a longer word; --no-whole-words counts those too'),
      ignoreCase: z.boolean().default(false).describe('ignore case'),
      out: z
        .string()
        .optional()
        .describe('file for the counts of every fact, JSON lines; replaced if it exists'),
    },
    run: async (
      { input: inputs, facts, wholeWords, ignoreCase, out, ...reading },
      { log, signal, print },
    ) => {
      const set = await readFactSet(facts, { onMalformed: reading.onMalformed, signal });
      const skipped = skippedRows();
      const corpus = openInput(inputs, reading, terminal, {
        onProgress: logReading(log),
        onSummary: skipped.onSummary,
      });
      // Silent: the reader knows how much is left.
      const counts = await countFacts(corpus, set, { wholeWords, ignoreCase, signal });
      if (out !== undefined) writeFactCounts(out, counts.counts);
      print(formatFactCounts(counts));
      for (const { kind, count, examples } of skipped.kinds()) {
        const places = examples.map(({ file, line }) => `${file}:${line}`).join(', ');
        print(`skipped ${count.toLocaleString('en-US')} malformed (${kind}), such as ${places}`);
      }
    },
  });

/** `lethe data tokenizer`: tokenizers by themselves. */
export const tokenizerCommand = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'tokenizer',
    description: 'train a tokenizer, or show how one cuts a text',
    options: {},
    commands: [trainTokenizerCommand(terminal), showTokenizerCommand(terminal)],
  });

/** `lethe data tokenizer train`: a byte-level BPE of a corpus. */
const trainTokenizerCommand = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'train <input..>',
    description: 'train a byte-level BPE on a corpus; words are cut as GPT-2 does',
    options: {
      input,
      ...readingOptions,
      vocabSize: z.number().describe('tokens, the 256 bytes and the special ones included, up to 65536'),
      special: z
        .array(z.string())
        .default([])
        .describe(`special tokens besides ${END_OF_TEXT}, which is always there; they take the last ids`),
      out: z.string().describe('tokenizer.json to write; replaced if it exists'),
    },
    run: async ({ input: inputs, vocabSize, special: own, out, ...reading }, { print }) => {
      const special = [END_OF_TEXT, ...own];
      const skipped = skippedRows();
      const corpus = openInput(inputs, reading, terminal, { onSummary: skipped.onSummary });
      const bpe = await trainTokenizer(corpus, { vocabSize, special }, terminal);
      saveTokenizer(bpe, out);
      const size = bpe.tokens.length + special.length;
      const fewer =
        size < vocabSize ? `; no other pair occurs twice, so they are fewer than ${vocabSize}` : '';
      print(`${out}: ${size} tokens, ${bpe.merges.length} merges${fewer}`);
      for (const line of skipped.lines()) print(line);
    },
  });

/** `lethe data tokenizer show`: what a tokenizer is, and how it cuts a text. */
const showTokenizerCommand = (terminal: Terminal): Command =>
  defineCommand(terminal, {
    command: 'show <file>',
    description: 'print the size of a tokenizer, and the tokens of a text',
    options: {
      file: z.string().describe('a tokenizer.json of any kind'),
      text: z.string().optional().describe('text to encode; ids and pieces are printed, one token per line'),
      endOfText: z
        .string()
        .optional()
        .describe(
          'the end-of-text token; by default the one that tokenizer_config.json beside the file names, else a usual one',
        ),
    },
    run: ({ file, text, endOfText }, { print }) =>
      print(formatTokens(loadTokenizer(file, { endOfText }), text)),
  });
