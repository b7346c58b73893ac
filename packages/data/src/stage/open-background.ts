import type { DataSpec, LocationSpec, StageContext } from '@lethe/contracts';
import type { DocumentStream } from '../corpus-document.js';
import { inBatches } from '../in-batches.js';
import { locateFile, nameOfLocation } from '../readers/locate-file.js';
import { readTextDocuments } from '../readers/read-text-documents.js';
import { inventDocuments } from '../worlds/generate-background.js';

const BATCH_DOCUMENTS = 1000;

/**
 * The documents that `data.background` names, as a stream; files are found before the first document is read.
 * @throws LetheError when a file is absent, or while reading, on mistakes in it
 */
export async function openBackground(
  { background, seed }: DataSpec,
  baseDirectory: string,
  context: StageContext,
): Promise<DocumentStream> {
  switch (background.source) {
    case 'generated':
      return asStream(inBatches(inventDocuments(background.documents, seed), BATCH_DOCUMENTS));
    case 'text': {
      const files: { path: string; location: LocationSpec }[] = [];
      for (const location of background.locations) {
        files.push({ path: await locateFile(location, { baseDirectory, ...context }), location });
      }
      return asStream(
        (function* () {
          for (const [i, { path, location }] of files.entries()) {
            yield readTextDocuments(path, nameOfLocation(location), `text-${i}-`);
          }
        })(),
      );
    }
  }
}

async function* asStream<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}
