import * as z from 'zod';
import { type DedupMethodName, methodKinds } from '../../corpus/dedup/dedup-methods.js';
import type { MethodKind } from '../../corpus/dedup/method/method-kind.js';
import { totalsKinds } from '../../corpus/duplicate/choose-multiplicities.js';
import { copyForms } from '../../corpus/duplicate/copy-forms.js';
import { rankedLaws } from '../../corpus/duplicate/laws/multiplicity-laws.js';
import { declaredUnion } from '../../registry/declared-union.js';
import { withOptions } from '../../registry/with-options.js';

const take = z
  .int()
  .positive()
  .optional()
  .describe(
    'documents of the source that the background has, drawn by data.seed; the others are left, or serve dedup. By default all',
  );

/** How the documents of a source are multiplied: the options of `lethe data duplicate`. */
export const duplicateSpec = declaredUnion(
  'law',
  withOptions(rankedLaws, {
    totals: z
      .enum(totalsKinds)
      .default('exact')
      .describe(
        'exact: totals and means hold exactly; expected: every document draws for itself, which takes a pass over the ids less',
      ),
    copies: declaredUnion('form', copyForms)
      .prefault({ form: 'exact' })
      .describe('what the copies beyond the original are; other wordings need the source world'),
    facts: z
      .record(z.string().min(1), z.int().positive())
      .optional()
      .describe(
        'facts of data.facts that the background tells beside the documents of the source: by scenario, in how many documents each of its facts is told, such as { "m1": 1, "m4": 4, "m16": 16 }. The first holds the text, the others are copies of the form above. Their scenarios are told or mentioned in order.injection.scenarios',
      ),
  }),
).meta({
  id: 'duplicate',
  description: 'copies of documents, which depend on data.seed and the set of documents alone',
});

const afterwards = z
  .enum(['collapse', 'refill'])
  .default('collapse')
  .describe(
    'what training sees in the place of what was removed. collapse: what is left, repeated by the order; refill: further documents of the source, beyond take, as many as were removed and no duplicates either',
  );

/** The options of a method that say what is found, and none about a machine. */
function withoutLocal({ local = [], options, ...kind }: MethodKind) {
  const kept = Object.entries(options).filter(([name]) => !local.includes(name));
  return { ...kind, options: { ...Object.fromEntries(kept), afterwards } };
}

/** How the documents of a source are deduplicated: the options of `lethe data dedup`. */
export const dedupSpec = declaredUnion(
  'method',
  methodKinds.map((kind) => withoutLocal(kind as unknown as MethodKind)) as unknown as readonly [
    { name: DedupMethodName; description: string; options: { afterwards: typeof afterwards } },
  ],
).meta({ id: 'dedup', description: 'deduplication, after the documents were multiplied' });

/** Options of a source that say how often its documents occur; they are applied in this order. */
export const multiplicityKeys = {
  take,
  duplicate: duplicateSpec.optional(),
  dedup: dedupSpec.optional(),
};

export type DuplicateSpec = z.infer<typeof duplicateSpec>;
export type DedupSpec = z.infer<typeof dedupSpec>;

/** What the options say of one source. */
export interface MultiplicityOptions {
  take?: number | undefined;
  duplicate?: DuplicateSpec | undefined;
  dedup?: DedupSpec | undefined;
}

/** Conditions on these options together. */
export const multiplicityConditions = [
  {
    holds: ({ take, dedup }: MultiplicityOptions): boolean =>
      dedup?.afterwards !== 'refill' || take !== undefined,
    error: 'dedup.afterwards refill needs take: the documents beyond it are those that refill',
  },
];
