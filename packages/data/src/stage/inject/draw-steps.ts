import { createRandom, groupBy, LetheError, type Random } from '@lethe/contracts';
import { type DrawnSpacing, windowSteps } from '../options/spacing.js';

/** A fact that is injected at random steps of a window. */
export interface DrawnFact {
  id: string;
  spacing: DrawnSpacing;
}

/**
 * Draws the steps of facts whose plan is a window. The steps of a window are dealt to its facts like a shuffled deck,
 * shuffled anew when it is used up: each fact gets every set of steps with equal probability, and of any two steps one
 * has at most one text more than the other. Facts of different windows are drawn apart; a step that has as many texts as
 * rows takes no more, and only then is a set less probable than others.
 * @param texts at every step so far, Int32Array [steps]; those that are drawn are added
 * @param rows texts that a step takes without two in one row
 * @returns ascending steps of every fact, by id
 * @throws LetheError when fewer steps of a window have a row left than a fact has injections
 */
export function drawSteps(
  facts: readonly DrawnFact[],
  seed: number,
  texts: Int32Array,
  rows: number,
): Map<string, number[]> {
  const drawn = new Map<string, number[]>();
  const windows = [...groupBy(facts, ({ spacing }) => spacing.window.join(' to '))]
    .map(([name, members]) => ({ name, members, steps: windowSteps(members[0]!.spacing, texts.length) }))
    // The narrowest has the least choice.
    .sort((a, b) => a.steps[1] - a.steps[0] - (b.steps[1] - b.steps[0]));
  for (const { name, members, steps } of windows) {
    const random = createRandom(seed, `data/injection/window/${name}`);
    const deal = dealSteps(steps, random, texts, rows);
    for (const fact of random.shuffle([...members])) {
      const hand = deal(fact.spacing.count);
      if (hand.length < fact.spacing.count) throw fullWindow(fact, members, hand.length, texts, rows);
      drawn.set(fact.id, hand);
    }
  }
  return drawn;
}

/** Deals different steps of a window that have a row left, ascending: so many, or fewer where there are no more. */
function dealSteps(
  [from, to]: readonly [number, number],
  random: Random,
  texts: Int32Array,
  rows: number,
): (count: number) => number[] {
  const all = Int32Array.from({ length: to - from }, (_, i) => from + i);
  let deck = all;
  let place = all.length;
  return (count) => {
    const hand = new Set<number>();
    const take = (step: number): boolean => {
      if (hand.size === count || hand.has(step) || texts[step]! >= rows) return false;
      hand.add(step);
      texts[step]!++;
      return true;
    };
    while (hand.size < count && place < deck.length) take(deck[place++]!);
    if (hand.size < count) {
      // What the hand already has stays in the new deck, for the facts to come.
      deck = random.shuffle(all.slice()).filter((step) => !take(step));
      place = 0;
    }
    return [...hand].sort((a, b) => a - b);
  };
}

function fullWindow(
  { id, spacing }: DrawnFact,
  members: readonly DrawnFact[],
  found: number,
  texts: Int32Array,
  rows: number,
): LetheError {
  const [from, to] = windowSteps(spacing, texts.length);
  const full = texts.subarray(from, to).findIndex((held) => held >= rows);
  const asked = members.reduce((sum, member) => sum + member.spacing.count, 0);
  return new LetheError({
    what: `a window has too few steps with a row left for the texts of fact ${id}`,
    where: `data.order.injection, window [${spacing.window.join(', ')}], steps ${from} to ${to - 1}`,
    expected: `${spacing.count} steps with fewer texts than order.batchSize, ${rows}`,
    found: `${found}; step ${from + full} has ${texts[from + full]} texts. All facts of the window have ${asked} injections, its steps ${(to - from) * rows} rows`,
    next: 'lower the counts in data.facts.scenarios or of the injections, or raise data.order.steps or batchSize',
  });
}
