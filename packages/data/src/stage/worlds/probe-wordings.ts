import { createRandom, groupBy } from '@lethe/contracts';
import type { CorpusDocument } from '../../corpus/documents/corpus-document.js';
import type { Depth, FactSet } from '../../corpus/facts/fact-set.js';

/**
 * Facts told in the wordings of their probes of one depth: a document has all of these of one fact, each a sentence of
 * prompt and target, in random order. Facts take turns in random order.
 * Ids are `<fact>/<depth>-<time>`, the source is `world`.
 * @param count documents
 * @throws RangeError when no fact has probes of the depth
 */
export function* probeWordingDocuments(
  { probes }: Pick<FactSet, 'probes'>,
  depth: Depth,
  { count, seed }: { count: number; seed: number },
): Generator<CorpusDocument> {
  const ofDepth = probes.filter((probe) => probe.depth === depth);
  const byFact = [...groupBy(ofDepth, ({ fact_id }) => fact_id)];
  if (byFact.length === 0) throw new RangeError(`no fact has probes of depth ${depth}`);
  const random = createRandom(seed, `data/world/probe-wordings/${depth}`);
  random.shuffle(byFact);
  for (let i = 0; i < count; i++) {
    const [id, own] = byFact[i % byFact.length]!;
    const sentences = random.shuffle(own.map(({ prompt, target }) => sentence(depth, `${prompt} ${target}`)));
    const time = Math.floor(i / byFact.length);
    yield { id: `${id}/${depth}-${time}`, text: sentences.join(' '), source: 'world' };
  }
}

/** Answers to questions have no full stop. */
const sentence = (depth: Depth, text: string): string =>
  depth === 'qa' || /[.!?]$/.test(text) ? text : `${text}.`;
