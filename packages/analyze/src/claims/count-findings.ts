import { counted } from '@lethe/contracts';
import { STRONG_SEEDS, type Strength } from './verdict.js';
import { type Verdict, verdicts } from './verdicts.js';

interface Counted {
  verdict: Verdict | string | null | undefined;
  strength: Strength | string | null | undefined;
}

/** How many findings there are of every verdict, such as `1 finding: 1 reproduced, 0 contradicted, 0 differs, ...`. */
export function countFindings(findings: readonly Counted[]): string {
  const judged = findings.filter(({ verdict }) => verdict !== null && verdict !== undefined);
  const counts = verdicts.map((name) => `${judged.filter(({ verdict }) => verdict === name).length} ${name}`);
  const weak = findings.filter(({ strength }) => strength === 'weak').length;
  const predictions = findings.length - judged.length;
  return [
    `${counted(judged.length, 'finding')}: ${counts.join(', ')}`,
    ...(weak === 0 ? [] : [`${counted(weak, 'verdict')} ${weakText(weak)}`]),
    ...(predictions === 0
      ? []
      : [`${counted(predictions, 'prediction')}, which ${predictions === 1 ? 'has' : 'have'} no verdict`]),
  ].join('; ');
}

const weakText = (count: number): string =>
  `${count === 1 ? 'is weak: it rests' : 'are weak: they rest'} on fewer than ${STRONG_SEEDS} seeds`;
