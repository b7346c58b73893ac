import type { StageContext } from '@lethe/contracts';
import type { DocumentStream } from '../../corpus/documents/corpus-document.js';
import type { DataSpec } from '../options/data.js';
import type { TokenizerTexts } from '../sources/tokenizer/tokenizer-type.js';
import { loadFacts } from './load-facts.js';
import type { OpenedPart } from './open-background.js';
import { openTrainedBackground } from './open-evaluation.js';

/**
 * The facts and the background of training, read for a tokenizer alone.
 * @throws LetheError on mistakes in the config or the files
 */
export async function openTokenizerTexts(
  config: DataSpec,
  baseDirectory: string,
  context: StageContext,
): Promise<TokenizerTexts> {
  // The stage reads the same sources again and reports what they leave out.
  const quiet = { ...context, log: () => {} };
  const set = await loadFacts(config, baseDirectory, quiet);
  const parts = await openTrainedBackground(config, baseDirectory, quiet, set, 'tokenizer');
  return { facts: set.facts, background: documentsOf(parts) };
}

async function* documentsOf(parts: readonly OpenedPart[]): DocumentStream {
  for (const { documents } of parts) yield* documents;
}
