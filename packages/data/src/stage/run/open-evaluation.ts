import type { StageContext } from '@lethe/contracts';
import type { DocumentStream } from '../../corpus/documents/corpus-document.js';
import type { FactSet } from '../../corpus/facts/fact-set.js';
import type { DataSpec } from '../options/data.js';
import { heldOutBySeed, selectDocuments } from './hold-out.js';
import { openBackground } from './open-background.js';

/** The documents of the background that training sees: all but those that are held out. */
export async function openTrainedBackground(
  config: DataSpec,
  baseDirectory: string,
  context: StageContext,
  set: FactSet,
): Promise<DocumentStream> {
  const background = await openBackground(config, baseDirectory, context, set);
  const { evaluation, seed } = config;
  if (evaluation?.source !== 'held-out') return background;
  const isHeldOut = heldOutBySeed(evaluation.oneIn, seed);
  return selectDocuments(background, (place) => !isHeldOut(place));
}

/**
 * The documents that training never sees; undefined where there are none to be. Those that are held out are read in a second
 * pass over the background, so that memory stays that of a stream.
 */
export async function openEvaluation(
  config: DataSpec,
  baseDirectory: string,
  context: StageContext,
  set: FactSet,
): Promise<DocumentStream | undefined> {
  const { evaluation, seed } = config;
  if (!evaluation) return undefined;
  if (evaluation.source === 'held-out') {
    // The first pass told of what it left out.
    const quiet = { ...context, log: () => {} };
    const background = await openBackground(config, baseDirectory, quiet, set);
    return selectDocuments(background, heldOutBySeed(evaluation.oneIn, seed));
  }
  return openBackground({ background: evaluation, seed }, baseDirectory, context);
}
