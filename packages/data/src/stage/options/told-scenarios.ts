import type { BackgroundSpec, SingleBackground } from '../sources/background/background-sources.js';
import type { ScenarioPlans } from './scenario-plans.js';

/** A mistake in `data.background`, and where it is. */
interface Mistake {
  path: (string | number)[];
  message: string;
}

/** Scenarios that sources tell (`duplicate.facts`) and whose plans do not follow what is told. */
export function findUnfollowed(
  background: BackgroundSpec,
  { scenarios }: { scenarios?: ScenarioPlans | undefined },
): Mistake[] {
  if (!Array.isArray(background)) return mistakesOf(background as SingleBackground, scenarios);
  return background.flatMap((part, i) =>
    mistakesOf(part, scenarios).map(({ path, message }) => ({ path: [i, ...path], message })),
  );
}

function mistakesOf(source: SingleBackground, plans: ScenarioPlans = {}): Mistake[] {
  if (!('duplicate' in source) || !source.duplicate?.facts) return [];
  const { copies, facts } = source.duplicate;
  return Object.entries(facts).flatMap(([scenario, count]) => {
    const plan = plans[scenario];
    const problem =
      scenario === 'background'
        ? 'the source world tells the facts of scenario background; expected another scenario'
        : typeof plan !== 'string'
          ? `expected a scenario that order.injection.scenarios has told or mentioned, found ${scenario}`
          : plan === 'told' && copies.form === 'near' && count > 1
            ? `near-duplicates are found by their subject alone: expected mentioned in order.injection.scenarios.${scenario}, found told`
            : undefined;
    return problem === undefined ? [] : [{ path: ['duplicate', 'facts', scenario], message: problem }];
  });
}
