import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import { peakMemoryMiB } from '../process/memory.js';
import type { FuzzAnswer } from './fuzz-answer.js';
import { fuzzInput, fuzzSource } from './fuzz-input.js';
import { fuzzedParsers } from './parsers.js';

/** Characters of a message that a user can read; most have some hundred. */
const LONGEST_MESSAGE = 20_000;
/** Above this an input begins with what the ones before it left. */
const COLLECT_ABOVE = 256 * 2 ** 20;

// Inputs FROM to TO - 1 of a parser: node --expose-gc fuzz-process.js PARSER SEED FROM TO DIRECTORY; a line for each.
const [name, seed, from, to, directory] = process.argv.slice(2) as [string, string, string, string, string];
const parser = fuzzedParsers.find((entry) => entry.name === name)!;
const path = join(directory, parser.file);
const source = fuzzSource(parser, directory);
console.log('ready');
for (let number = Number(from); number < Number(to); number++) {
  writeFileSync(path, fuzzInput(source, Number(seed), number));
  if (process.memoryUsage.rss() > COLLECT_ABOVE) globalThis.gc?.();
  const answer = await read();
  console.log(JSON.stringify({ ...answer, peakMiB: peakMemoryMiB() } satisfies FuzzAnswer));
}
// A parser may leave something open; that is seen by its own tests.
process.exit();

async function read(): Promise<Omit<FuzzAnswer, 'peakMiB'>> {
  try {
    await parser.read(path);
    return { outcome: 'accepted' };
  } catch (error) {
    if (!(error instanceof LetheError)) return { outcome: 'error', error: describe(error) };
    if (error.message.length <= LONGEST_MESSAGE) return { outcome: 'refused' };
    return { outcome: 'error', error: `a message that no one reads: ${describe(error)}` };
  }
}

/** The same for the same defect: numbers and quoted texts of the message are left out. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return `thrown: ${String(error).slice(0, 80)}`;
  const message = error.message.split('\n')[0]!.slice(0, 120);
  const places = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^ {4}at /.test(line) && !line.includes('node:'));
  const place = places[0]?.replace(/^.*?([^/]+\/[^/]+\/[^/]+?)(:\d+:\d+)?\)?$/, '$1') ?? '';
  return `${error.name}: ${message.replace(/"[^"]*"|'[^']*'/g, '…').replace(/\d+/g, 'N')} (${place})`;
}
