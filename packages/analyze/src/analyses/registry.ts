import { acquisition } from './acquisition/index.js';
import { answers } from './answers/index.js';
import { comparison } from './comparison/index.js';
import { controlDrift } from './control-drift/index.js';
import { decay } from './decay/index.js';
import { depths } from './depths/index.js';
import { duplication } from './duplication/index.js';
import { effectivity } from './effectivity/index.js';
import { encounters } from './encounters/index.js';
import { extraction } from './extraction/index.js';
import { facts } from './facts/index.js';
import { firstEncounter } from './first-encounter/index.js';
import { fits } from './fits/index.js';
import { longTail } from './long-tail/index.js';
import { losses } from './losses/index.js';
import { paraphraseDecay } from './paraphrase-decay/index.js';
import { plainLosses } from './plain-losses/index.js';
import { provenance } from './provenance/index.js';
import { ratchet } from './ratchet/index.js';
import { retainability } from './retainability/index.js';
import { runs } from './runs/index.js';
import { timeToForget } from './time-to-forget/index.js';
import { traces } from './traces/index.js';
import { twin } from './twin/index.js';

/** Every analysis, in the order in which findings, figures and sections stand in the page. */
export const analyses = [
  encounters,
  retainability,
  fits,
  acquisition,
  effectivity,
  twin,
  ratchet,
  depths,
  duplication,
  firstEncounter,
  decay,
  paraphraseDecay,
  timeToForget,
  controlDrift,
  traces,
  longTail,
  losses,
  answers,
  comparison,
  extraction,
  plainLosses,
  facts,
  runs,
  provenance,
] as const;
