import { readdirSync, readFileSync } from 'node:fs';

/** Peak resident memory of this process, MiB (VmHWM); null where the system has no /proc. */
export function peakMemoryMiB(): number | null {
  return statusMiB('self', 'VmHWM');
}

/**
 * Peak memory without mapped files: VmHWM less RssFile, which hardly shrinks. Pages of a library are shared by all
 * processes that use it and reclaimed when memory runs short; the rest is the process's own.
 */
export function anonymousPeakMiB(): number | null {
  const peak = statusMiB('self', 'VmHWM');
  const files = statusMiB('self', 'RssFile');
  return peak === null || files === null ? null : peak - files;
}

/**
 * Resident memory of a process and its descendants, MiB: their sum now, or the peak of one of them if that is larger;
 * 0 where the system has no /proc.
 */
export function treeMemoryMiB(root: number): number {
  const children = new Map<number, number[]>();
  for (const pid of processIds()) {
    // The name, in parentheses, may hold anything.
    const parent = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[1];
    if (parent !== undefined) children.set(Number(parent), [...(children.get(Number(parent)) ?? []), pid]);
  }
  let sum = 0;
  let highest = 0;
  const tree = [root];
  for (let i = 0; i < tree.length; i++) {
    sum += statusMiB(tree[i]!, 'VmRSS') ?? 0;
    highest = Math.max(highest, statusMiB(tree[i]!, 'VmHWM') ?? 0);
    tree.push(...(children.get(tree[i]!) ?? []));
  }
  return Math.max(sum, highest);
}

/** Processor time that a process has used so far, all threads together, s; 0 where the system has no /proc. */
export function processorSeconds(pid: number): number {
  // The 14th and 15th field, in ticks of 1/100 s; the second, in parentheses, may hold anything.
  const [user, system] = read(`/proc/${pid}/stat`).split(') ').at(-1)!.split(' ').slice(11, 13);
  return (Number(user ?? 0) + Number(system ?? 0)) / 100;
}

function processIds(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function statusMiB(pid: number | 'self', key: string): number | null {
  const kib = new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(read(`/proc/${pid}/status`))?.[1];
  return kib === undefined ? null : Number(kib) / 1024;
}

/** Text of a file; empty when the process it tells of has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
