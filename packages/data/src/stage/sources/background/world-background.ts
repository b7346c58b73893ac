import { LetheError } from '@lethe/contracts';
import * as z from 'zod';
import type { CorpusDocument } from '../../../corpus/documents/corpus-document.js';
import type { Depth, Fact, FactSet } from '../../../corpus/facts/fact-set.js';
import { inBatches } from '../../../iterate/in-batches.js';
import { asStream, BATCH_DOCUMENTS, defineBackgroundSource } from './background-source.js';
import { openOtherFacts, otherFactsSpec } from './other-facts.js';

const share = z.number().positive().lt(1).optional();

const depthShares = z.strictObject({ semantic: share, composition: share, qa: share });

type DepthShares = z.infer<typeof depthShares>;

const sharesOf = (shares: DepthShares) =>
  Object.entries(shares).filter(([, part]) => part !== undefined) as [Depth, number][];

const totalOf = (shares: DepthShares): number => sharesOf(shares).reduce((sum, [, part]) => sum + part, 0);

const probeWordings = depthShares
  .refine((shares) => totalOf(shares) < 1, 'expected shares of less than 1 in all')
  .describe(
    'share of the documents that say facts in the wordings of their probes of a depth, so that these formats occur in training too; only for facts of its own, whose probes are never asked',
  );

export const worldBackground = defineBackgroundSource({
  name: 'world',
  description: 'the texts of the facts of scenario background, or of facts of its own, shuffled',
  options: {
    copies: z
      .number()
      .positive()
      .default(1)
      .describe(
        'documents for every wording of a fact of average popularity; others have more or fewer in proportion, and one at least',
      ),
    facts: otherFactsSpec
      .optional()
      .describe(
        'facts of its own, neither injected nor probed, about subjects that data.facts does not know; by default those of scenario background',
      ),
    probeWordings: probeWordings.optional(),
  },
  conditions: [
    {
      holds: ({ facts, probeWordings }) => probeWordings === undefined || facts !== undefined,
      error: 'probeWordings needs facts of its own (facts): probes of data.facts would be trained on',
    },
  ],
  async open({ copies, facts: own, probeWordings: shares = {} }, context) {
    const { worldDocuments } = await import('../../worlds/world-documents.js');
    const { probeWordingDocuments } = await import('../../worlds/probe-wordings.js');
    const told = own ? await openOtherFacts(own, context) : tellable(context.facts);
    checkDepths(told, shares);
    const { seed } = context;
    function* documents(): Generator<CorpusDocument> {
      let texts = 0;
      for (const text of worldDocuments(told.facts, { copies, seed })) {
        texts++;
        yield text;
      }
      const all = texts / (1 - totalOf(shares));
      for (const [depth, part] of sharesOf(shares)) {
        yield* probeWordingDocuments(told, depth, { count: Math.round(all * part), seed });
      }
    }
    return {
      open: () => asStream(inBatches(documents(), BATCH_DOCUMENTS)),
      wordings: () => otherWordings(told.facts, documents()),
    };
  },
});

function tellable(facts: readonly Fact[]): FactSet {
  const told = facts.filter(({ scenario }) => scenario === 'background');
  if (told.length > 0) return { facts: told, probes: [] };
  throw new LetheError({
    what: 'there are no facts that the background could tell',
    where: 'data.background.source: world',
    expected: 'facts of scenario background',
    found: `${facts.length} facts of other scenarios`,
    next: 'set data.facts.scenarios.background to the number of facts that the background tells, or give the source facts of its own (facts)',
  });
}

/** The other wordings of each document in turn, from its own on; those in the wordings of probes have none. */
function otherWordings(
  facts: readonly Fact[],
  documents: Iterable<CorpusDocument>,
): Map<string, readonly string[]> {
  const wordingsOf = new Map(facts.map(({ fact_id, text, variants }) => [fact_id, [text, ...variants]]));
  const others = new Map<string, readonly string[]>();
  for (const { id, text } of documents) {
    const wordings = wordingsOf.get(id.slice(0, id.lastIndexOf('/')))!;
    const own = wordings.indexOf(text);
    others.set(id, own < 0 ? [] : [...wordings.slice(own + 1), ...wordings.slice(0, own)]);
  }
  return others;
}

function checkDepths({ probes }: FactSet, shares: DepthShares): void {
  for (const [depth] of sharesOf(shares)) {
    if (probes.some((probe) => probe.depth === depth)) continue;
    const depths = [...new Set(probes.map((probe) => probe.depth))];
    throw new LetheError({
      what: 'the facts of the background have no probes of this depth',
      where: 'data.background.probeWordings',
      expected: depths.join(', ') || 'facts with probes',
      found: depth,
      next: 'leave this depth out, or name other facts',
    });
  }
}
