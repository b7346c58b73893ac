import { benjaminiHochberg, type Correction, holm } from '../statistics/corrections.js';
import { formatP } from '../statistics/format-value.js';
import type { ClaimKind } from './claim.js';
import type { Corrected, Finding, Judged, Withheld } from './finding.js';
import { papers } from './papers.js';
import { powerOf, powerText } from './power.js';
import { FEWEST_SEEDS, strengthOf } from './verdict.js';

/** In the order in which findings are told; predictions are not tested. */
const corrections: Record<ClaimKind, { by: string; correction: Correction } | undefined> = {
  primary: { by: 'Holm', correction: holm },
  secondary: { by: 'Benjamini and Hochberg', correction: benjaminiHochberg },
  prediction: undefined,
};

/** How the p-values of claims of a kind are corrected, in words. */
export const correctionOf = (kind: ClaimKind): string => corrections[kind]?.by ?? 'nothing';

/**
 * Concludes from all claims of an experiment that were judged one by one. Tests of one paper and kind are a family,
 * whatever subject, depth and group of runs they are about; within it p-values are corrected for their number, and a
 * verdict needs a corrected p-value of at most 1 - level.
 * @param level of the intervals
 * @returns primary claims, secondary ones, predictions
 */
export function concludeAll(judged: readonly (Judged | Withheld)[], level: number): Finding[] {
  const alpha = 1 - level;
  const corrected = correctAll(judged, alpha);
  const findings = judged.flatMap((entry) =>
    'withheld' in entry ? [] : conclude(entry, corrected.get(entry), alpha),
  );
  return Object.keys(corrections).flatMap((kind) => findings.filter((finding) => finding.kind === kind));
}

function correctAll(
  judged: readonly (Judged | Withheld)[],
  alpha: number,
): ReadonlyMap<Judged | Withheld, Corrected> {
  const families = new Map<string, { correction: Correction; members: (Judged | Withheld)[] }>();
  for (const entry of judged) {
    const { id, kind = 'secondary' } =
      'withheld' in entry ? entry.withheld : { id: entry.claim, kind: entry.kind };
    const correction = corrections[kind]?.correction;
    if (!correction || !('withheld' in entry || entry.p !== undefined)) continue;
    const family = `${papers[id.charAt(0) as keyof typeof papers] ?? 'other'}, ${kind}`;
    const { members } = families.get(family) ?? { members: [] };
    families.set(family, { correction, members: [...members, entry] });
  }
  return new Map(
    Array.from(families).flatMap(([family, { correction, members }]) => {
      const pValues = members.map((entry) => ('withheld' in entry ? 1 : entry.p!));
      const adjusted = correction.adjust(pValues);
      return members.map((entry, test) => [
        entry,
        {
          family,
          tests: members.length,
          p: adjusted[test]!,
          threshold: correction.threshold(pValues, test, alpha),
        },
      ]);
    }),
  );
}

function conclude(judged: Judged, corrected: Corrected | undefined, alpha: number): Finding {
  const { estimate, verdict: alone, unjudged, ...told } = judged;
  const untested = { ...told, corrected, strength: undefined, power: undefined };
  if (told.kind === 'prediction') return { ...untested, verdict: undefined, reason: '' };
  if (!corrected) return { ...untested, verdict: 'inconclusive', reason: whyUntested(judged) };
  const power = powerOf(estimate, told.test, corrected.threshold);
  const verdict = corrected.p <= alpha ? alone : 'inconclusive';
  if (verdict !== 'inconclusive') {
    return { ...told, corrected, power, verdict, strength: strengthOf(told.seeds), reason: '' };
  }
  const lone =
    alone === 'inconclusive'
      ? ''
      : `${alone} by its interval alone, but p is ${formatP(told.p!)}, and ${formatP(corrected.p)} as one of ${corrected.tests} tests; `;
  return { ...untested, power, verdict, reason: `${lone}${powerText(power, told.test)}` };
}

function whyUntested({ seeds, unjudged = '' }: Judged): string {
  const few = `${seeds === 1 ? 'one seed' : `${seeds} seeds`}; a verdict needs ${FEWEST_SEEDS}`;
  const reasons = [seeds < FEWEST_SEEDS ? few : '', unjudged].filter((reason) => reason !== '');
  return reasons.join('; ') || 'no interval: fewer than two facts';
}
