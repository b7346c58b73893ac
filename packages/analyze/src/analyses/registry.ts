import { acquisition } from './acquisition/acquisition.js';
import { answers } from './answers/answers.js';
import { attributeProbes } from './attribute-probes/attribute-probes.js';
import { batchSize } from './batch-size/batch-size.js';
import { comparison } from './comparison/comparison.js';
import { contrasts } from './contrasts/contrasts.js';
import { controlDrift } from './control-drift/control-drift.js';
import { decay } from './decay/decay.js';
import { deduplication } from './deduplication/deduplication.js';
import { depthGaps } from './depth-gaps/depth-gaps.js';
import { depths } from './depths/depths.js';
import { dose } from './dose/dose.js';
import { duplication } from './duplication/duplication.js';
import { effectivity } from './effectivity/effectivity.js';
import { encounters } from './encounters/encounters.js';
import { extraction } from './extraction/extraction.js';
import { facts } from './facts/facts.js';
import { firstEncounter } from './first-encounter/first-encounter.js';
import { fits } from './fits/fits.js';
import { frequency } from './frequency/frequency.js';
import { longTail } from './long-tail/long-tail.js';
import { losses } from './losses/losses.js';
import { mechanism } from './mechanism/mechanism.js';
import { modelSize } from './model-size/model-size.js';
import { paraphraseDecay } from './paraphrase-decay/paraphrase-decay.js';
import { phase } from './phase/phase.js';
import { plainLosses } from './plain-losses/plain-losses.js';
import { provenance } from './provenance/provenance.js';
import { ratchet } from './ratchet/ratchet.js';
import { retainability } from './retainability/retainability.js';
import { runs } from './runs/runs.js';
import { seedVariance } from './seed-variance/seed-variance.js';
import { spacing } from './spacing/spacing.js';
import { storage } from './storage/storage.js';
import { timeToForget } from './time-to-forget/time-to-forget.js';
import { traces } from './traces/traces.js';
import { trainingStage } from './training-stage/training-stage.js';
import { twin } from './twin/twin.js';

/** Every analysis, in the order in which findings, figures and sections stand in the page. */
export const analyses = [
  encounters,
  retainability,
  fits,
  acquisition,
  controlDrift,
  effectivity,
  twin,
  ratchet,
  depths,
  depthGaps,
  duplication,
  firstEncounter,
  decay,
  paraphraseDecay,
  timeToForget,
  traces,
  longTail,
  spacing,
  frequency,
  losses,
  seedVariance,
  answers,
  comparison,
  contrasts,
  batchSize,
  modelSize,
  trainingStage,
  dose,
  deduplication,
  extraction,
  storage,
  phase,
  mechanism,
  attributeProbes,
  plainLosses,
  facts,
  runs,
  provenance,
] as const;
