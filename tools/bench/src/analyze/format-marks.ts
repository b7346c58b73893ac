import { formatTable } from '@lethe/contracts';
import type { Mark } from './analyze-process.js';

/** One line per phase: seconds, processor time and the peak memory of the process so far. */
export function formatMarks(marks: readonly Mark[]): string {
  const rows = marks.slice(0, -1).map(({ phase, seconds, cpuSeconds }, i) => {
    const next = marks[i + 1]!;
    const peak = next.peakMiB === null ? '' : `${next.peakMiB.toFixed(0)} MiB`;
    return [
      phase,
      `${(next.seconds - seconds).toFixed(2)} s`,
      `${(next.cpuSeconds - cpuSeconds).toFixed(2)} s`,
      peak,
    ];
  });
  const first = marks[0]!;
  const table = [
    ['phase', 'wall', 'processor', 'peak so far'],
    [
      'loading',
      `${first.seconds.toFixed(2)} s`,
      `${first.cpuSeconds.toFixed(2)} s`,
      first.peakMiB === null ? '' : `${first.peakMiB.toFixed(0)} MiB`,
    ],
    ...rows.filter(([phase]) => phase !== 'start'),
  ];
  return formatTable(table, ['left', 'right', 'right', 'right']);
}
