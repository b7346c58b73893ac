import { dataContract, type StageDeclaration } from '@lethe/contracts';
import { dataSpec } from './stage/options/data.js';

export type { Scenario, ScenarioCounts } from './corpus/facts/scenario-counts.js';
export {
  type CorpusLocationSpec,
  corpusLocationSpec,
  type LocationSpec,
  locationSpec,
} from './corpus/files/location.js';
export { type DataSpec, dataSpec } from './stage/options/data.js';
export { biographyKeys } from './stage/sources/facts/biography-world.js';
export { popQaKeys } from './stage/sources/facts/pop-qa-facts.js';
export { symbolicKeys } from './stage/sources/facts/symbolic-world.js';

/** What a model sees, how often and when. */
export const dataStage = {
  ...dataContract,
  description: 'make facts, probes, token rows and their order',
  options: dataSpec,
  sections: ['data'],
  usesBackend: false,
} as const satisfies StageDeclaration;
