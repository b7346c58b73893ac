import { isInjected, type Plan, spacingOf } from './scenario-plans.js';
import { isDrawn, lastInjection, type ResolvedSpacing, resolveSpacing, windowSteps } from './spacing.js';

/** What does not fit into the steps of a training: of the common plan where it names no scenario. */
export interface Misfit {
  scenario: string | undefined;
  what: string;
}

/** Plans whose last injection lies beyond the last step, and windows with fewer steps than injections. */
export function findMisfits(plan: Plan, steps: number): Misfit[] {
  const own = Object.keys(plan.scenarios ?? {}).filter((scenario) => isInjected(plan, scenario));
  return [undefined, ...own].flatMap((scenario) => {
    const spacing = scenario === undefined ? resolveSpacing(plan) : spacingOf(plan, scenario);
    const what = misfitOf(spacing, plan.factsPerStep, steps, scenario);
    return what === undefined ? [] : [{ scenario, what }];
  });
}

function misfitOf(
  spacing: ResolvedSpacing,
  factsPerStep: number | null,
  steps: number,
  scenario: string | undefined,
): string | undefined {
  const of = scenario === undefined ? '' : ` of scenario ${scenario}`;
  if (isDrawn(spacing)) {
    const [from, to] = windowSteps(spacing, steps);
    if (spacing.count <= to - from) return undefined;
    return `no fact is injected twice at one step: expected count <= ${to - from}, the steps of the window${of}, found ${spacing.count}`;
  }
  const last = lastInjection(spacing, factsPerStep);
  if (last < steps) return undefined;
  const key = scenario === undefined ? 'steps' : 'order.steps';
  return `the last injection lies beyond the last step: expected ${key} > ${last}, the step of the last injection${of}, found ${steps}`;
}
