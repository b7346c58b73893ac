import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { treeMemoryMiB } from './memory.js';

const SAMPLE_MS = 50;

/** A child process that ran to its end. */
export interface MeasuredRun<Report> {
  /** Wall time, starting the process included. */
  seconds: number;
  /** Peak memory of the process and all its descendants together, MiB; NaN where the system does not say. */
  peakMiB: number;
  /** The last line of its stdout, which is JSON. */
  report: Report;
}

/**
 * Runs a command, sampling the memory of its process tree twenty times a second; the peak of a single process is the
 * system's own. The command does not outlive this process.
 * @throws Error when the command fails
 */
export async function runMeasured<Report>(
  command: string,
  args: readonly string[],
): Promise<MeasuredRun<Report>> {
  const begin = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = (): void => void child.kill();
  process.once('exit', kill);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  let peak = Number.NaN;
  const timer = setInterval(() => {
    const now = child.pid === undefined ? 0 : treeMemoryMiB(child.pid);
    if (now > 0 && !(now <= peak)) peak = now;
  }, SAMPLE_MS);
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ended with ${code ?? signal}`);
  } finally {
    clearInterval(timer);
    process.off('exit', kill);
  }
  const seconds = (performance.now() - begin) / 1000;
  return { seconds, peakMiB: peak, report: JSON.parse(output.trim().split('\n').at(-1)!) as Report };
}
