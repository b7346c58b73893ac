import * as z from 'zod';
import { locateCorpus } from '../../../corpus/files/locate-file.js';
import { corpusLocationSpec } from '../../../corpus/files/location.js';
import type { ReadSummary } from '../../../corpus/readers/corpus-pass.js';
import { corpusFormatNames } from '../../../corpus/readers/corpus-readers.js';
import { defineBackgroundSource } from './background-source.js';
import { joinSources, locateAll } from './join-sources.js';

export const corpusBackground = defineBackgroundSource({
  name: 'corpus',
  description: 'files, folders and directories that operations of lethe data wrote, read as a stream',
  options: {
    locations: z.array(corpusLocationSpec).min(1),
    format: z
      .enum(corpusFormatNames)
      .optional()
      .describe('format of the files, and of those that are read in a folder; detected if omitted'),
    textField: z.string().default('text').describe('field or column with the text; dots step into records'),
    idField: z
      .union([z.string(), z.literal(false)])
      .optional()
      .describe(
        'field or column with the id; by default id if records have it; otherwise, or if false, documents are numbered',
      ),
    onMalformed: z
      .enum(['refuse', 'skip'])
      .default('refuse')
      .describe('stop at the first malformed row, or leave such rows out and count them'),
  },
  async open({ locations, ...fields }, context) {
    const { log, signal } = context;
    const sources = await locateAll(locations, (location) => locateCorpus(location, context));
    let passes = 0;
    const open = () => {
      const onSummary = passes++ === 0 ? (summary: ReadSummary) => logSkipped(summary, log) : undefined;
      return joinSources(sources, { ...fields, signal, log, onSummary }, (document, source) =>
        // Two sources may use the same ids.
        sources.length === 1 ? document : { ...document, id: `${source}/${document.id}` },
      );
    };
    return { open };
  },
});

function logSkipped({ skipped }: ReadSummary, log: (line: string) => void): void {
  for (const { kind, count, examples } of skipped) {
    const [first] = examples;
    const where = first ? `, the first in ${first.file}, ${first.line}` : '';
    log(`background: ${count.toLocaleString('en-US')} rows left out (${kind})${where}`);
  }
}
