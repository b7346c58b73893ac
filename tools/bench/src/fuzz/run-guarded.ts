import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { isIdle } from '../process/is-idle.js';
import { processorSeconds, treeMemoryMiB } from '../process/memory.js';
import type { FuzzAnswer, Outcome } from './fuzz-answer.js';

/** What one input may take. */
export interface FuzzLimits {
  /** Of processor time, and WAITING times as much in which it does nothing. */
  seconds: number;
  /** Of the whole process. */
  MiB: number;
}

/** Why a process did not answer. */
export interface FuzzEnd {
  outcome: Outcome;
  what: string;
}

/** For the process and its seeds. */
const START_SECONDS = 60;
const SAMPLE_MS = 100;
const WAITING = 10;

/**
 * Runs a node process that says `ready`, then a line of JSON for every input, and kills it where an input exceeds the
 * limits.
 * @param args of node
 * @param onAnswer returns whether to go on
 * @returns why it ended, where it did so by itself or was killed at an input
 * @throws Error when it ends before its first input
 */
export async function runGuarded(
  args: readonly string[],
  limits: FuzzLimits,
  onAnswer: (answer: FuzzAnswer) => boolean,
): Promise<FuzzEnd | undefined> {
  const child = spawn(
    process.execPath,
    ['--expose-gc', `--max-old-space-size=${Math.ceil(limits.MiB)}`, ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000);
  });
  const closed = once(child, 'close');
  let reason: FuzzEnd | undefined;
  let until = START_SECONDS;
  // Counted by samples: a machine that is busy or was stopped makes no input hang.
  let idle = { seconds: 0, most: WAITING * START_SECONDS };
  const timer = setInterval(() => {
    if (isIdle(child.pid!)) idle.seconds += SAMPLE_MS / 1000;
    if (idle.seconds > idle.most || processorSeconds(child.pid!) > until)
      reason ??= { outcome: 'hang', what: `no end after ${limits.seconds} s` };
    else if (treeMemoryMiB(child.pid!) > limits.MiB) reason ??= beyondMemory(limits);
    if (reason) kill();
  }, SAMPLE_MS);
  let [ready, stopped] = [false, false];
  for await (const line of createInterface({ input: child.stdout })) {
    until = processorSeconds(child.pid!) + limits.seconds;
    idle = { seconds: 0, most: WAITING * limits.seconds };
    ready ||= line === 'ready';
    stopped = line.startsWith('{') && !onAnswer(JSON.parse(line) as FuzzAnswer);
    if (stopped) break;
  }
  if (stopped) kill();
  const [code, signal] = (await closed) as [number | null, NodeJS.Signals | null];
  clearInterval(timer);
  process.off('exit', kill);
  if (!ready) throw new Error(`${args.join(' ')}: did not begin: ${errors.trim()}`);
  if (stopped || (code === 0 && !reason)) return undefined;
  if (/heap out of memory/.test(errors)) return beyondMemory(limits);
  return reason ?? { outcome: 'crash', what: `ended with ${code ?? signal}: ${firstError(errors)}` };
}

export const beyondMemory = ({ MiB }: FuzzLimits): FuzzEnd => ({
  outcome: 'memory',
  what: `memory above ${MiB} MiB`,
});

function firstError(errors: string): string {
  const lines = errors.trim().split('\n');
  return (lines.find((line) => /^(\w*Error\b|FATAL)/.test(line)) ?? lines.at(-1)!).slice(0, 160);
}
