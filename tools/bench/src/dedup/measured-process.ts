import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const SAMPLE_MS = 50;

/** A process that has run to its end. */
export interface Measured {
  seconds: number;
  /** Largest resident memory of the process and all its descendants together, in MiB; NaN where it cannot be seen. */
  peakMiB: number;
  output: string;
}

/**
 * Runs a command and watches the memory of its process tree through /proc, twenty times a second; the peak of a
 * single process is the system's own.
 * @throws Error when the command fails
 */
export async function runMeasured(command: string, args: readonly string[]): Promise<Measured> {
  const begin = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
  });
  let peak = 0;
  const timer = setInterval(() => {
    if (child.pid !== undefined) peak = Math.max(peak, memoryOfTree(child.pid));
  }, SAMPLE_MS);
  const interrupt = (): void => {
    child.kill('SIGTERM');
  };
  process.once('SIGINT', interrupt);
  try {
    const code = await ended(child);
    if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ended with ${code}`);
  } finally {
    clearInterval(timer);
    process.off('SIGINT', interrupt);
  }
  const seconds = (performance.now() - begin) / 1000;
  return { seconds, peakMiB: peak === 0 ? Number.NaN : peak / 1024, output };
}

function ended(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
}

/** Resident memory of a process and its descendants in KiB: their sum, or the highest that one of them ever had. */
function memoryOfTree(root: number): number {
  const children = new Map<number, number[]>();
  try {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const parent = parentOf(name);
      if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    }
  } catch {
    // No /proc on this system.
    return 0;
  }
  let sum = 0;
  let highest = 0;
  const tree = [root];
  for (let i = 0; i < tree.length; i++) {
    const status = read(`/proc/${tree[i]}/status`);
    sum += Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    highest = Math.max(highest, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0));
    tree.push(...(children.get(tree[i]!) ?? []));
  }
  return Math.max(sum, highest);
}

function parentOf(pid: string): number | undefined {
  // The name, in parentheses, may hold anything.
  const afterName = read(`/proc/${pid}/stat`).split(') ').at(-1);
  const parent = afterName?.split(' ')[1];
  return parent === undefined ? undefined : Number(parent);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process has ended.
    return '';
  }
}
