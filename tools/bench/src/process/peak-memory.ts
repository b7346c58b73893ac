import { readFileSync } from 'node:fs';

/** Largest resident memory that this process ever had, MiB (VmHWM); null where the system has no /proc. */
export function peakMemoryMiB(): number | null {
  return statusMiB('VmHWM');
}

/**
 * The part of the peak that is no file: VmHWM less what is mapped from files now, which hardly shrinks. Pages of a library
 * are shared with every process that uses it, and given back when memory is short; the rest is the process's own.
 */
export function anonymousPeakMiB(): number | null {
  const peak = statusMiB('VmHWM');
  const files = statusMiB('RssFile');
  return peak === null || files === null ? null : peak - files;
}

function statusMiB(key: string): number | null {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    const kib = new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1];
    return kib === undefined ? null : Number(kib) / 1024;
  } catch {
    return null;
  }
}
