import { LetheError } from '@lethe/contracts';
import * as z from 'zod';
import { inBatches } from '../../../iterate/in-batches.js';
import { asStream, BATCH_DOCUMENTS, defineBackgroundSource } from './background-source.js';

export const worldBackground = defineBackgroundSource({
  name: 'world',
  description: 'the texts of the facts of scenario background, shuffled',
  options: {
    copies: z
      .number()
      .positive()
      .default(1)
      .describe(
        'documents for every wording of a fact of average popularity; others have more or fewer in proportion, and one at least',
      ),
  },
  async open({ copies }, { facts, seed }) {
    const { worldDocuments } = await import('../../worlds/world-documents.js');
    const told = facts.filter(({ scenario }) => scenario === 'background');
    if (told.length === 0) throw nothingToTell(facts.length);
    return asStream(inBatches(worldDocuments(told, { copies, seed }), BATCH_DOCUMENTS));
  },
});

function nothingToTell(facts: number): LetheError {
  return new LetheError({
    what: 'there are no facts that the background could tell',
    where: 'data.background.source: world',
    expected: 'facts of scenario background',
    found: `${facts} facts of other scenarios`,
    next: 'set data.facts.scenarios.background to the number of facts that the background tells',
  });
}
