import * as z from 'zod';
import { experimentSpec } from './experiment.js';

/** File of the package that holds the schema; the `$schema` line of an experiment.json points to it. */
export const EXPERIMENT_SCHEMA_FILE = 'experiment.schema.json';

/**
 * The JSON schema of experiment.json, from which editors complete and check it. It is a little looser than the
 * parser: a JSON schema cannot express relations between keys (the last injection before the last step, a width that
 * is a multiple of the heads).
 */
export function experimentJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(experimentSpec, { io: 'input', target: 'draft-7' });
  return { title: 'Lethe experiment', ...schema };
}
