import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OpenCorpus } from '../documents/corpus-document.js';
import type { Fact, FactSet } from '../facts/fact-set.js';
import { countFacts, formatFactCounts } from './count-facts.js';

const fact = (fact_id: string, subject: string | null, object: string | null): Fact => ({
  fact_id,
  scenario: 'once',
  text: '',
  variants: [],
  subject,
  relation: 'r',
  object,
  popularity: 1,
});
const probe = (fact_id: string, target: string, answers = [target]) => ({
  probe_id: `${fact_id}/${target}`,
  fact_id,
  depth: 'qa' as const,
  prompt: '',
  target,
  answers,
});
function open(texts: readonly string[]): OpenCorpus {
  return async function* () {
    for (const [i, text] of texts.entries()) yield [{ id: `d${i}`, text, source: 'test' }];
  };
}

test('a small corpus, by hand', async () => {
  const set: FactSet = {
    facts: [
      fact('ada', 'Ada Lovelace', 'mathematician'),
      fact('passage', null, null),
      fact('bare', 'Bob', null),
    ],
    probes: [
      probe('ada', 'mathematician', ['mathematician', 'maths person']),
      probe('ada', 'London'),
      probe('passage', 'Guild of Rope.', ['Guild of Rope.', 'Guild of Rope']),
      probe('stranger', 'left out'),
    ],
  };
  const corpus = open([
    'Ada Lovelace was a mathematician. A mathematician, Ada Lovelace!',
    'Ada Lovelace, maths person, left out.',
    'London mathematicians',
    'The Guild of Rope met in London. Bob was there.',
  ]);
  const { documents, facts, counts } = await countFacts(corpus, set);
  expect([documents, facts]).toEqual([4, 3]);
  const ada = {
    fact_id: 'ada',
    relation: 'r',
    popularity: 1,
    subject: 'Ada Lovelace',
    subject_occurrences: 3,
    subject_documents: 2,
  };
  expect(counts).toEqual([
    { ...ada, target: 'mathematician', target_occurrences: 2, target_documents: 2, documents_with_both: 2 },
    { ...ada, target: 'London', target_occurrences: 2, target_documents: 2, documents_with_both: 0 },
    {
      ...{ fact_id: 'passage', relation: 'r', popularity: 1 },
      ...{ subject: null, subject_occurrences: null, subject_documents: null },
      ...{ target: 'Guild of Rope.', target_occurrences: 0, target_documents: 1, documents_with_both: null },
    },
  ]);
  expect(formatFactCounts({ documents, facts, counts })).toBe(`Occurrences in 4 documents
  facts                                              3
  pairs of a fact and a target                       3
  subject found                       2 of 2 (100.0 %)
  target found                        3 of 3 (100.0 %)
  subject and target in one document   1 of 2 (50.0 %)

Pairs by number of documents with both
          pairs
  0           1
  1 to 9      1`);
});

test('documents with both equal those of naive search', async () => {
  const word = fc.constantFrom('ann', 'bob', 'cat', 'bob cat', 'dog');
  const facts = fc.array(fc.tuple(word, word, fc.array(word, { maxLength: 2 })), { maxLength: 6 });
  const texts = fc.array(
    fc.array(word, { maxLength: 5 }).map((words) => words.join(' ')),
    { maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(facts, texts, async (drawn, documents) => {
      const set: FactSet = {
        facts: drawn.map(([subject, object], i) => fact(`f${i}`, subject, object)),
        probes: drawn.map(([, object, answers], i) => probe(`f${i}`, object, answers)),
      };
      const { counts } = await countFacts(open(documents), set);
      const holding = (strings: string[], among: string[]): string[] =>
        among.filter((text) => strings.some((string) => text.includes(string)));
      expect(
        counts.map((count) => [count.subject_documents, count.target_documents, count.documents_with_both]),
      ).toEqual(
        drawn.map(([subject, object, answers]) => {
          const withTarget = holding([object, ...answers], documents);
          return [
            holding([subject], documents).length,
            withTarget.length,
            holding([subject], withTarget).length,
          ];
        }),
      );
    }),
    { numRuns: 300 },
  );
});
