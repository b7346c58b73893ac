import { CONTROL, conditionOrder, ordered } from '../../measurements/measurements.js';
import type { DosedRun } from './read-dosed-run.js';

/** The part of training in which facts were met. */
export interface Part {
  /** Of how many equal parts: 1 for all of training, 2 for halves, 4 for quarters. */
  of: number;
  /** Number of the part, from 0. */
  number: number;
}

/** Facts of one condition that were all met equally often. */
export interface Arm {
  condition: string;
  /** Encounters of each fact. */
  dose: number;
  /** First and last encounter of any, as shares of the steps of training. */
  from: number;
  to: number;
  part: Part;
}

/** With fewer encounters in all, that they lie in one part may be chance. */
const FEWEST_ENCOUNTERS = 8;

/** The smallest of the parts 1/4, 1/2 and 1 that holds everything from one share of training to another. */
export function partOf(from: number, to: number): Part {
  for (const parts of [4, 2]) {
    const number = Math.min(Math.floor(from * parts), parts - 1);
    if (to * parts <= number + 1 + 1e-9) return { of: parts, number };
  }
  return { of: 1, number: 0 };
}

const ordinals = ['first', 'second', 'third', 'last'];

/** `all`, `first half` or `last quarter`. */
export const partName = ({ of, number }: Part): string =>
  of === 1 ? 'all' : of === 2 ? `${number === 0 ? 'first' : 'second'} half` : `${ordinals[number]} quarter`;

/**
 * The arms of runs that differ in seeds only, as their orders say: conditions whose facts were all met equally often, in
 * every run.
 * @returns arms by dose, and the conditions that are left out because their facts have different doses
 */
export function findArms(runs: readonly DosedRun[]): { arms: Arm[]; uneven: string[] } {
  const facts = runs.flatMap(({ measurements, steps }) =>
    measurements.facts.map((fact) => ({ fact, steps })),
  );
  const conditions = ordered(
    facts.map(({ fact }) => fact.condition),
    conditionOrder,
  ).filter((condition) => condition !== CONTROL);
  const arms: Arm[] = [];
  const uneven: string[] = [];
  for (const condition of conditions) {
    const members = facts.filter(({ fact }) => fact.condition === condition);
    const doses = new Set(members.map(({ fact }) => fact.encounters.length));
    if (doses.size > 1) {
      uneven.push(condition);
      continue;
    }
    const [dose] = doses as Set<number> & Iterable<number>;
    const shares = members.flatMap(({ fact: { encounters }, steps }) => [
      { from: encounters[0]! / steps, to: (encounters.at(-1)! + 1) / steps },
    ]);
    const from = shares.reduce((least, share) => Math.min(least, share.from), 1);
    const to = shares.reduce((most, share) => Math.max(most, share.to), 0);
    const enough = members.length * dose! >= FEWEST_ENCOUNTERS;
    arms.push({ condition, dose: dose!, from, to, part: enough ? partOf(from, to) : partOf(0, 1) });
  }
  return { arms: arms.sort((a, b) => a.dose - b.dose), uneven };
}

/**
 * The arms of different doses in one part of training, ascending: in the part that has most, all of training first. Of
 * several arms of one dose it is the first.
 */
export function ladderOf(arms: readonly Arm[]): Arm[] {
  const parts = [...new Set(arms.map(({ part }) => partName(part)))];
  const ladders = parts.map((name) =>
    arms.filter(
      (arm, i) =>
        partName(arm.part) === name &&
        arms.findIndex((other) => other.dose === arm.dose && partName(other.part) === name) === i,
    ),
  );
  return ladders.reduce<Arm[]>(
    (best, ladder) =>
      ladder.length > best.length || (ladder.length === best.length && ladder[0]?.part.of === 1)
        ? ladder
        : best,
    [],
  );
}
