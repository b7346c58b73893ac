import type { DedupContext } from '../method/dedup-method.js';
import { keepNone } from './keep-none.js';
import { keepOne } from './keep-one.js';
import { orderOfDocuments } from './order-of-documents.js';
import { createPacer, runPaced } from './pacer.js';
import type { RemovalPlan } from './removal-plan.js';
import { classifyRepeats } from './repeat-classes.js';
import type { SubstringOptions } from './substring-options.js';
import { sortSuffixes } from './suffix-array.js';
import type { TokenizedCorpora } from './tokenize-corpora.js';

/** Slots that {@link sortSuffixes} goes over for each token of common text, its recursion included. */
const SORT_WORK = 10;
const CLASSIFY_WORK = 3;

/**
 * Finds what to cut, and lets the event loop in while it works. Memory: 8 bytes for each token beside the tokens.
 * @throws LetheError when ids are not unique
 */
export async function findRemovals(
  corpora: TokenizedCorpora,
  { minLength, keep }: Required<SubstringOptions>,
  { signal, onProgress }: DedupContext,
): Promise<RemovalPlan> {
  const { tokens, alphabet, ids } = corpora;
  const documents = orderOfDocuments(corpora);
  const pacer = createPacer(signal);
  const run = async <Result>(
    name: string,
    work: number,
    steps: Generator<number, Result>,
  ): Promise<Result> => {
    const result = await runPaced(steps, pacer, (done) =>
      // The work is an estimate for the sort, so the share could pass 1.
      onProgress?.(name, Math.floor(ids.length * Math.min(1, done / work))),
    );
    onProgress?.(name, ids.length);
    return result;
  };

  const order = new Int32Array(tokens.length);
  await run('sort', SORT_WORK * tokens.length, sortSuffixes(tokens, order, alphabet));
  const classes = new Int32Array(tokens.length);
  await run('compare', CLASSIFY_WORK * tokens.length, classifyRepeats(tokens, order, minLength, classes));
  // The suffix array has served; its memory does for the plan.
  const plan = keep === 'one' ? keepOne : keepNone;
  const passes = keep === 'one' ? 1 : 2;
  return await run('plan', passes * tokens.length, plan(corpora, documents, classes, minLength, order));
}
