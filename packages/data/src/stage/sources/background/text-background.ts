import * as z from 'zod';
import { locateFile, nameOfLocation } from '../../../corpus/files/locate-file.js';
import { locationSpec } from '../../../corpus/files/location.js';
import { defineBackgroundSource } from './background-source.js';
import { joinSources, locateAll } from './join-sources.js';

export const textBackground = defineBackgroundSource({
  name: 'text',
  description: 'text files; documents are separated by headings as in WikiText, else by blank lines',
  options: { locations: z.array(locationSpec).min(1) },
  async open({ locations }, context) {
    const sources = await locateAll(locations, (location) => locateFile(location, context));
    const { signal, log } = context;
    const open = () =>
      joinSources(sources, { format: 'text', signal, log }, (document, source, number) => ({
        ...document,
        id: `text-${source}-${number}`,
        source: nameOfLocation(locations[source]!),
      }));
    return { open };
  },
});
