import { readFileSync } from 'node:fs';

/** Largest resident memory that this process ever had, MiB (VmHWM); null where the system has no /proc. */
export function peakMemoryMiB(): number | null {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    const kib = /^VmHWM:\s+(\d+)/m.exec(status)?.[1];
    return kib === undefined ? null : Number(kib) / 1024;
  } catch {
    return null;
  }
}
