import { createRequire } from 'node:module';

/** Sentences of the generated background: a kind of document has openings and topics, each in several wordings. */
export interface DocumentTemplates {
  openings: readonly string[];
  topics: readonly (readonly string[])[];
}

/** Sentences of every kind of document. */
export const documentTemplates: Readonly<
  Record<'animal' | 'company' | 'person' | 'town', DocumentTemplates>
> = createRequire(import.meta.url)('./background-templates.json');
