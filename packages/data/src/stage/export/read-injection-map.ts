import { readFileSync, statSync } from 'node:fs';
import { LetheError, writeWhole } from '@lethe/contracts';
import { readPickle } from '../pickle/read-pickle.js';
import { TokenTensor, tensorGlobals } from '../pickle/torch-tensors.js';
import { type InjectionCount, type InjectionsOfStep, writeInjectionFile } from './injection-file.js';

/** The published maps have 3 MB. */
const MAX_BYTES = 256 * 2 ** 20;
const LARGEST_TOKEN = 2 ** 31 - 1;
/** A pickle may name the same sequence again and again; the JSON writes it every time. */
const MAX_TOKENS = 100_000_000;

/**
 * Reads an `inject_indices_map` of arXiv 2406.11813: a pickled dictionary of training step (text or int) to a list
 * of sequences, each a torch.LongTensor or a list of ints. Nothing in the file is executed. Memory: a few times the
 * file.
 * @returns steps ascending
 * @throws LetheError when the file has more than 256 MiB, asks for more than 100 million tokens, holds anything else,
 * or is one of the older maps, whose keys are ids of data set instances and which name no step
 */
export function readInjectionMap(path: string): InjectionsOfStep[] {
  const bytes = readBytes(path);
  const { value, end } = readPickle(bytes, { where: path, globals: tensorGlobals(path) });
  if (end !== bytes.length) {
    throw wrong(
      path,
      'this pickle is followed by more bytes',
      'the end of the file',
      `${bytes.length - end} bytes`,
    );
  }
  if (!(value instanceof Map))
    throw wrong(path, 'this is not an injection map', 'a dictionary', typeof value);
  const steps = [...value].map(([key, texts]) => ({ step: toStep(key, path), texts: texts as unknown }));
  steps.sort((a, b) => a.step - b.step);
  const known = new Map<unknown, Int32Array | undefined>();
  const tokensOf = (sequence: unknown): Int32Array | undefined => {
    if (!known.has(sequence)) known.set(sequence, toTokens(sequence));
    return known.get(sequence);
  };
  if (steps.length > 0 && steps.every(({ texts }) => tokensOf(texts))) throw olderKeys(path, steps);
  const plan = steps.map(({ step, texts }, i) => {
    if (i > 0 && steps[i - 1]!.step === step) {
      throw wrong(path, 'duplicate step', 'one key for every step', String(step));
    }
    const tokens = Array.isArray(texts) ? texts.map(tokensOf) : [];
    if (!Array.isArray(texts) || tokens.includes(undefined)) {
      const expected = 'a list of sequences, each a torch.LongTensor or a list of token ids';
      throw wrong(path, `step ${step} holds something other than sequences`, expected, typeof texts);
    }
    return { step, texts: tokens as Int32Array[] };
  });
  let tokens = 0;
  for (const { texts } of plan) for (const text of texts) tokens += text.length;
  if (tokens <= MAX_TOKENS) return plan;
  throw wrong(path, 'this injection map is too large', `at most ${MAX_TOKENS} tokens`, `${tokens} tokens`);
}

function readBytes(path: string): Buffer {
  try {
    const { size } = statSync(path);
    if (size <= MAX_BYTES) return readFileSync(path);
    throw wrong(
      path,
      'this file is too large for an injection map',
      `at most ${MAX_BYTES} bytes`,
      `${size} bytes`,
    );
  } catch (error) {
    if (error instanceof LetheError) throw error;
    throw new LetheError(
      { what: 'the injection map cannot be read', where: path, found: (error as Error).message },
      { cause: error },
    );
  }
}

function toStep(key: unknown, path: string): number {
  const step = typeof key === 'string' && /^\d{1,15}$/.test(key) ? Number(key) : key;
  if (Number.isSafeInteger(step) && (step as number) >= 0) return step as number;
  throw wrong(path, 'a key is not a training step', 'a whole number, as text or int', String(key));
}

function toTokens(value: unknown): Int32Array | undefined {
  if (value instanceof TokenTensor) return value.tokens;
  const isToken = (item: unknown): boolean =>
    Number.isInteger(item) && (item as number) >= 0 && (item as number) <= LARGEST_TOKEN;
  return Array.isArray(value) && value.length > 0 && value.every(isToken)
    ? Int32Array.from(value)
    : undefined;
}

function olderKeys(path: string, steps: readonly { step: number }[]): LetheError {
  return new LetheError({
    what: 'this injection map is of the older kind: its keys are ids of data set instances, and no step is named',
    where: path,
    expected: 'keys that are training steps ("0", "100", ...), each with a list of sequences, as in 7b-0.pkl',
    found: `${steps.length} keys from ${steps[0]!.step} to ${steps.at(-1)!.step}, each with one sequence`,
    next: 'take the map with steps: 7b-0.pkl holds the sequences of 7b-360000.pkl in the same order',
  });
}

function wrong(path: string, what: string, expected: string, found: string): LetheError {
  return new LetheError({ what, where: path, expected, found });
}

/**
 * Turns an `inject_indices_map` pickle into the JSON that `lethe data export --format injections` writes. The file
 * appears under its name when it is whole; one that exists is replaced.
 * @throws LetheError as `readInjectionMap` does
 */
export async function importInjections(map: string, out: string): Promise<InjectionCount> {
  const plan = readInjectionMap(map);
  return writeWhole(out, (partial) => writeInjectionFile(partial, plan));
}
