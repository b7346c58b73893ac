import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { mainCells, subjectOf, withControls } from '../../analysis/group-cells.js';
import { type Hypothesis, type Omission, omission, withheld } from '../../claims/judge.js';
import type { Cell } from '../../cohort/cell.js';
import { injectedCells } from '../../cohort/cohort.js';
import { type DesignCheck, designCheck } from '../../cohort/design-check.js';
import { CONTROL } from '../../measurements/measurements.js';
import { meanOf } from '../../statistics/estimate.js';
import { formatValue } from '../../statistics/format-value.js';
import { controlDriftClaims, MOST_DRIFT } from './control-drift-claims.js';

type Claims = keyof typeof controlDriftClaims;

/** What controls do after the last encounter, by the cell whose gain it is compared with. */
export type DesignChecks = ReadonlyMap<Cell, DesignCheck>;

/** How much controls move while retention is measured, and in the windows of the main condition. */
export function runControlDrift(context: GroupContext): Outcome<Claims, DesignChecks> {
  const { statistics, note } = context;
  const cells = injectedCells(statistics.cohort).filter((cell) => statistics.hasControl(cell.depth));
  if (cells.length === 0) {
    const omitted = omission('F24', 'needs controls: facts that are probed and never injected');
    return { hypotheses: [omitted], result: new Map() };
  }
  const checks = new Map(
    cells.flatMap((cell) => {
      const check = designCheck(statistics, cell);
      return check ? [[cell, check] as const] : [];
    }),
  );
  const failing = [...checks].filter(([, check]) => moves(check));
  if (failing.length > 0) {
    const worst = failing.reduce((a, b) => (size(b[1]) > size(a[1]) ? b : a));
    note(
      `${statistics.cohort.id}: warning: controls move by more than a tenth of the gain after the last encounter in ${failing.length} of ${checks.size} conditions and depths (${subjectOf(worst[0])}: ${formatValue(worst[1].share.point)} of it): published retention there is not that of the facts alone, and its claims are not judged`,
    );
  }
  return { hypotheses: [...afterLast(context, checks), ...inWindows(context)], result: checks };
}

const size = ({ share }: DesignCheck): number => Math.abs(share.point);

/** Whether controls move too much for published retention to speak of forgetting. */
const moves = (check: DesignCheck): boolean => !(size(check) <= MOST_DRIFT);

/** Why a claim about published retention is not judged; undefined where controls stand still, or there are none. */
export function unjudgedBy(check: DesignCheck | undefined): string | undefined {
  return check && moves(check)
    ? `controls move by ${formatValue(check.share.point)} of the gain meanwhile`
    : undefined;
}

function afterLast(context: GroupContext, checks: DesignChecks): Hypothesis<Claims>[] {
  return [...checks].map(([cell, { share, times, drift }]) => ({
    claim: 'F24',
    subject: subjectOf(cell),
    detail: `t = ${times.from}..${times.to}, ${formatValue(drift.point)} nats/token`,
    estimate: share,
    evidence: context.evidence(...withControls(context, cell.depth, cell.condition)),
  }));
}

/**
 * How much controls move in the windows of the main condition, by depth. The mean of the window is taken, not its
 * maximum, which rises by noise alone.
 */
function inWindows(context: GroupContext): (Hypothesis<Claims> | Omission<Claims>)[] {
  const { main, statistics, evidence } = context;
  const { statement, test } = controlDriftClaims.F24windows;
  const cells = mainCells(context).filter((cell) => statistics.hasControl(cell.depth));
  return cells.map((cell) => {
    const common = { claim: 'F24windows' as const, evidence: evidence(CONTROL) };
    const gain = statistics.crossFittedEffectivity(cell)?.point ?? 0;
    if (!(gain > 0)) {
      const why = 'injected facts gain nothing that controls could be compared with';
      return withheld(`F24w of ${cell.depth}`, why, common);
    }
    const movements = Array.from(
      { length: cell.encounters },
      (_, k) => statistics.controlAt(cell, 'windowGainAt', k)!,
    );
    const tolerance = test.between[1] * gain;
    return {
      ...common,
      subject: cell.depth,
      statement: statement.replace('{condition}', () => main),
      detail: `mean of the window within ±${formatValue(tolerance)}`,
      estimate: meanOf(movements),
      test: { between: [-tolerance, tolerance] },
    };
  });
}
