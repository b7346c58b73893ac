import { createRandom } from '@lethe/contracts';
import { lastAtOrBefore } from '../measurements/measurement-at.js';
import { CONTROL, type Fact, type Measurements, type Probe } from '../measurements/measurements.js';
import { selectFacts } from '../measurements/select-facts.js';
import { windowKey, windowsOfFact } from './encounter-window.js';

/** Windows of facts that are told; tables of controls have a column for each. */
const MOST_WINDOWS = 2500;
/** Effects that told facts make: one for every encounter of their probes, and one for every window of those of controls. */
const MOST_EFFECTS = 600_000;

/** What is analysed of facts that the background tells. */
export interface LimitedMeasurements {
  measurements: Measurements;
  /** Conditions of which facts are left out. */
  limited: { condition: string; kept: number; all: number }[];
}

/**
 * Keeps effects within bounds where the background tells many facts often. Their encounters are dated by the last
 * measurement before them, since no later one can be told apart from it, and those with the same date are one. Facts
 * are drawn at random, equally many of every condition as far as it has them, as long as they make at most
 * 600,000 effects in 2,500 windows, and at least one of each. A fact is left out with all its encounters: the gain
 * of one that is left out alone would be credited to the one before. Facts that are injected alone stay as they are.
 * @param window steps after an encounter in which the maximum is sought
 */
export function limitToldFacts(measurements: Measurements, window: number): LimitedMeasurements {
  if (!measurements.facts.some(({ told }) => told)) return { measurements, limited: [] };
  const { updates } = measurements.series;
  const facts = measurements.facts.map((fact) =>
    fact.told ? { ...fact, encounters: dateByMeasurements(fact.encounters, updates) } : fact,
  );
  const kept = drawFacts(facts, measurements.probes, window);
  const told = facts.filter((fact) => fact.told);
  const limited = [...new Set(told.map(({ condition }) => condition))].map((condition) => {
    const all = told.filter((fact) => fact.condition === condition);
    return { condition, kept: all.filter((fact) => kept.has(fact)).length, all: all.length };
  });
  return {
    measurements: selectFacts({ ...measurements, facts }, (fact) => !fact.told || kept.has(fact)),
    limited: limited.filter(({ kept, all }) => kept < all),
  };
}

function dateByMeasurements(encounters: Int32Array, updates: Int32Array): Int32Array {
  return Int32Array.from(new Set(encounters.map((step) => updates[lastAtOrBefore(updates, step)] ?? step)));
}

/** Facts that are told, drawn in turns, one of every condition, until one of the bounds is reached. */
function drawFacts(facts: readonly Fact[], probes: readonly Probe[], window: number): Set<Fact> {
  const probesOf = new Map<Fact, number>();
  for (const { fact } of probes) probesOf.set(facts[fact]!, (probesOf.get(facts[fact]!) ?? 0) + 1);
  const open = new Map<string, Fact[]>();
  for (const fact of facts.filter(({ told }) => told)) {
    const all = open.get(fact.condition);
    if (all) all.push(fact);
    else open.set(fact.condition, [fact]);
  }
  // Runs of one data stage keep the same facts: the draw depends on these and their conditions alone.
  for (const [condition, all] of open) createRandom(1, `analyze/told/${condition}`).shuffle(all);

  const controls = probes.filter(({ fact }) => facts[fact]!.condition === CONTROL).length;
  const kept = new Set<Fact>();
  const windows = new Set<string>();
  let own = 0;
  for (let turn = 0; ; turn++) {
    const next = [...open.values()].flatMap((all) => all[turn] ?? []);
    if (next.length === 0) return kept;
    for (const fact of next) {
      own += fact.encounters.length * (probesOf.get(fact) ?? 0);
      for (const item of windowsOfFact(fact, window)) windows.add(windowKey(item));
    }
    const tooMany = windows.size > MOST_WINDOWS || own + controls * windows.size > MOST_EFFECTS;
    if (turn > 0 && tooMany) return kept;
    for (const fact of next) kept.add(fact);
  }
}
