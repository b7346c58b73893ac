import { dataContract, type StageDeclaration } from '@lethe/contracts';
import { dataSpec } from './options/data.js';

export { type DataSpec, dataSpec } from './options/data.js';
export type { Scenario, ScenarioCounts } from './options/facts.js';
export {
  type CorpusLocationSpec,
  corpusLocationSpec,
  type LocationSpec,
  locationSpec,
} from './options/location.js';

/** What a model sees, how often and when. */
export const dataStage = {
  ...dataContract,
  description: 'make facts, probes, token rows and their order',
  options: dataSpec,
  sections: ['data'],
  usesBackend: false,
} as const satisfies StageDeclaration;
