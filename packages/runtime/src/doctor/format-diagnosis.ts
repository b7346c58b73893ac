import { counted } from '@lethe/contracts';
import type { BackendDiagnosis, Diagnosis } from './diagnose.js';

/** The diagnosis as lines for a terminal, without a trailing line break. */
export function formatDiagnosis(diagnosis: Diagnosis): string {
  const { native, backends, auto, preferred } = diagnosis;
  const memory = (diagnosis.memoryBytes / 2 ** 30).toFixed(0);
  const lines = [
    `node        ${diagnosis.node} on ${diagnosis.platform}-${diagnosis.arch}`,
    `machine     ${diagnosis.processors} x ${diagnosis.processor}, ${memory} GiB`,
    `cache       ${diagnosis.cache}`,
    native.found
      ? `native      TensorFlow ${native.record.tensorflow} (${native.record.variant}) in ${native.directory}, from ${native.record.source}`
      : `native      none${native.reasons.length > 0 ? ` (${native.reasons.join('; ')})` : ''}`,
    ...backends.flatMap(formatBackend),
    `auto        ${auto ?? 'no backend works'}`,
  ];
  if (preferred !== undefined) lines.push(`default     ${preferred} (LETHE_BACKEND)`);
  return [...lines, ...diagnosis.extra].join('\n');
}

function formatBackend({ name, check }: BackendDiagnosis): string[] {
  const label = name.padEnd(11);
  if (!check.works)
    return [`${label} no: ${check.reason}${check.next === undefined ? '' : `; ${check.next}`}`];
  const { device, threads, versions, notes } = check.description;
  const { matmulGflops, smallOpsPerSecond } = check.speed;
  const made = Object.entries(versions).map(([component, version]) => `${component} ${version}`);
  const facts = [
    `${device}, ${counted(threads, 'thread')}`,
    `matmul ${significant(matmulGflops)} GFLOP/s`,
    `${significant(smallOpsPerSecond / 1000)} thousand small operations/s`,
    made.join(', '),
  ];
  return [`${label} yes: ${facts.join('; ')}`, ...notes.map((note) => `            note: ${note}`)];
}

/** Two significant digits: the check is not worth more. */
function significant(value: number): string {
  return Number(value.toPrecision(2)).toString();
}
