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
        'how many facts go into each condition, drawn by data.seed; facts beyond are left out with their probes. Where absent all facts keep the scenario of the table: background is for facts that the background tells, which are probed and not injected',
      ),
  },
  async open({ location, scenarios }, context) {
    const set = await readFactTables(await locatePath(location, context));
    return scenarios ? context.deal(set, scenarios) : set;
  },
});
