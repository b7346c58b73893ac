import type { DocumentBlock, DocumentTable } from './document-table.js';
import { matchBand } from './match-band.js';
import type { MinhashSettings } from './minhash-settings.js';
import { type Components, type Settlement, settleClusters } from './settle-clusters.js';
import { createDocumentSketcher, type TextBlock } from './sketch-documents.js';
import { SketchFile } from './sketch-file.js';
import { UnionFind } from './union-find.js';

/** What all threads of one deduplication have in common. */
export interface SharedWork {
  settings: MinhashSettings;
  /** Descriptor of the sketch file. */
  file: number;
  cursor: SharedArrayBuffer;
}

/** The pieces of work, each with what it gives. */
export interface MinhashWork {
  /** Gives the buffer of the texts back, to be filled again. */
  sketch(block: TextBlock): { block: DocumentBlock; units: Uint16Array<ArrayBuffer> };
  match(task: { band: number; table: DocumentTable }): Uint32Array<ArrayBuffer>;
  settle(task: { components: Components; table: DocumentTable }): Settlement;
}

/** The work of one thread; what it has joined is kept from band to band. */
export function createMinhashWork({ settings, file, cursor }: SharedWork): MinhashWork {
  const sketchFile = new SketchFile(file, cursor);
  const sketchDocuments = createDocumentSketcher(settings, sketchFile);
  let joined: UnionFind | undefined;
  return {
    sketch: (block) => ({ block: sketchDocuments(block), units: block.units }),
    match({ band, table }) {
      joined ??= new UnionFind(table.documents);
      return matchBand(band, table, settings, sketchFile, joined);
    },
    settle({ components, table }) {
      joined = undefined;
      return settleClusters(components, table, settings, sketchFile);
    },
  };
}
