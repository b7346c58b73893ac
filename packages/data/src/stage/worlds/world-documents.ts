import { createRandom } from '@lethe/contracts';
import type { CorpusDocument } from '../../corpus/documents/corpus-document.js';
import type { Fact } from '../../corpus/facts/fact-set.js';
import { scaleToTotal } from '../../random/scale-to-total.js';
import { checkSize } from './size/check-size.js';

/** How often facts are told. */
export interface TellingOptions {
  /** Documents for every wording of a fact of average popularity; 1 by default. */
  copies?: number;
  seed: number;
}

/**
 * The texts of facts as documents in random order: a model must not meet the wordings of a fact one after the other
 * (arXiv 2309.14316 shuffles across persons). A fact gets documents in proportion to its wordings and its popularity,
 * one at least, so that there are `copies` times all wordings in all; its wordings take turns, the text first.
 * Ids are `<fact>/<number>`, the source is `world`.
 * @throws LetheError when there are not enough documents for all facts
 */
export function* worldDocuments(
  facts: readonly Fact[],
  { copies = 1, seed }: TellingOptions,
): Generator<CorpusDocument> {
  if (facts.length === 0) return;
  const tellings = countTellings(facts, copies);
  const order = new Int32Array(tellings.reduce((sum, count) => sum + count, 0));
  let next = 0;
  tellings.forEach((count, fact) => {
    order.fill(fact, next, next + count);
    next += count;
  });
  createRandom(seed, 'data/world/documents').shuffle(order);
  const told = new Int32Array(facts.length);
  for (const fact of order) {
    const { fact_id, text, variants } = facts[fact]!;
    const number = told[fact]!++;
    const wording = number % (1 + variants.length);
    yield {
      id: `${fact_id}/${number}`,
      text: wording === 0 ? text : variants[wording - 1]!,
      source: 'world',
    };
  }
}

/** Documents of every fact: Int32Array [facts]. */
export function countTellings(facts: readonly Fact[], copies: number): Int32Array {
  checkSize('copies', copies, { low: 0, high: 1_000_000_000, real: true });
  const wordings = Float64Array.from(facts, ({ variants }) => 1 + variants.length);
  const total = Math.round(copies * wordings.reduce((sum, count) => sum + count, 0));
  const weights = wordings.map((count, i) => count * (facts[i]!.popularity ?? 1));
  return scaleToTotal(weights, total, { minimum: 1, maximum: 2 ** 31 - 1 });
}
