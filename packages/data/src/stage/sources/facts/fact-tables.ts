import { readFactTables } from '../../../corpus/facts/read-fact-tables.js';
import { scenarioCounts } from '../../../corpus/facts/scenario-counts.js';
import { locatePath } from '../../../corpus/files/locate-file.js';
import { locationSpec } from '../../../corpus/files/location.js';
import { defineFactSource } from './fact-source.js';

export const factTables = defineFactSource({
  name: 'tables',
  description: 'the tables facts and probes of a directory, such as an operation of lethe data writes',
  options: {
    location: locationSpec.describe('the directory'),
    scenarios: scenarioCounts
      .optional()
      .describe(
        'number of facts in each condition, drawn by data.seed; the others are left out with their probes. By default all facts keep their scenario in the table; background is for facts that the background tells, which are probed and not injected',
      ),
  },
  async open({ location, scenarios }, context) {
    const set = await readFactTables(await locatePath(location, context));
    return scenarios ? context.deal(set, scenarios) : set;
  },
});
