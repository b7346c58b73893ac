import { pseudoValues } from '../statistics/combine-groups.js';
import type { Estimate } from '../statistics/estimate.js';
import { permutationTest } from '../statistics/permutation-test.js';
import { signFlipTest } from '../statistics/sign-flip-test.js';
import type { Measured, MeasuredPlace } from './measure-series.js';

/** What is taken as exchangeable, and the two-sided p-value. */
export interface Permutation {
  over: 'seeds' | 'facts';
  pValue: number;
}

/**
 * Permutation test of a contrast, on what seeds give by themselves, and of single runs on what facts do, controls as they
 * are: values under two settings are relabelled, or pairs change their signs where settings share seeds or facts.
 * @param contrast the number that is 0 where nothing sets the places apart
 * @returns undefined where neither can be told: values that are not finite, or a slope over places that share nothing
 */
export function permute(
  places: readonly MeasuredPlace[],
  contrast: Estimate,
  { pairing, evidence }: Pick<Measured, 'pairing' | 'evidence'>,
  seed: number,
): Permutation | undefined {
  const over = evidence.seeds > 1 ? 'seeds' : 'facts';
  const sampleOf = (place: MeasuredPlace): string => (over === 'seeds' ? '' : place.sample);
  if (pairing === 'seeds and facts' || pairing === over) {
    const pairs = pseudoValues(contrast, over, sampleOf(places[0]!));
    return pairs && { over, pValue: signFlipTest(pairs, { seed }).pValue };
  }
  if (places.length > 2) return undefined;
  const [first, last] = places.map((place) => pseudoValues(place.estimate, over, sampleOf(place)));
  return first && last && { over, pValue: permutationTest(last, first, { seed }).pValue };
}
