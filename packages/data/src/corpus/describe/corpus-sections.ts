import { number, quantileColumns, quantileRow, type Section, share } from '../statistics/format-sections.js';
import type { CorpusStatistics } from './describe-corpus.js';

const SOURCES_SHOWN = 20;
const COPIES_SHOWN = 20;

/** Statistics of a corpus as sections of text. */
export function corpusSections(statistics: CorpusStatistics): Section[] {
  const { documents, lengths, duplicates, sources } = statistics;
  const { texts, redundantDocuments, multiplicity } = duplicates;
  const restSources = sources.slice(SOURCES_SHOWN);
  const restDocuments =
    restSources.reduce((sum, source) => sum + source.documents, 0) + statistics.documentsOfOtherSources;
  const most = multiplicity.slice(COPIES_SHOWN);
  return [
    {
      title: 'Corpus',
      rows: [
        ['documents', number(documents)],
        ['blank documents', number(statistics.blankDocuments)],
        ['words', number(statistics.words)],
        ['characters', number(statistics.characters)],
        ['bytes', number(statistics.bytes)],
      ],
    },
    {
      title: 'Length of a document',
      columns: quantileColumns,
      rows: [
        quantileRow('words', lengths.words),
        quantileRow('characters', lengths.characters),
        quantileRow('bytes', lengths.bytes),
      ],
    },
    {
      title: 'Exact duplicates',
      rows: [
        ['different texts', number(texts)],
        ['documents that repeat one', share({ count: redundantDocuments, of: documents })],
      ],
    },
    {
      title: 'Multiplicity',
      columns: ['texts', 'documents'],
      rows: [
        ...multiplicity
          .slice(0, COPIES_SHOWN)
          .map(({ copies, texts }) => [`${number(copies)} times`, number(texts), number(copies * texts)]),
        ...(most.length === 0
          ? []
          : [
              [
                `${number(most[0]!.copies)} to ${number(most.at(-1)!.copies)} times`,
                number(most.reduce((sum, { texts }) => sum + texts, 0)),
                number(most.reduce((sum, { copies, texts }) => sum + copies * texts, 0)),
              ],
            ]),
      ],
    },
    {
      title: `Sources: ${number(sources.length)}${statistics.documentsOfOtherSources > 0 ? ' and more' : ''}`,
      columns: ['documents', 'characters'],
      rows: [
        ...sources
          .slice(0, SOURCES_SHOWN)
          .map(({ source, documents, characters }) => [source, number(documents), number(characters)]),
        ...(restDocuments === 0 ? [] : [['others', number(restDocuments), '']]),
      ],
    },
  ];
}
