import {
  number,
  percent,
  quantileColumns,
  quantileRow,
  range,
  type Section,
} from '../statistics/format-sections.js';
import type { PopQaStatistics } from './describe-pop-qa.js';

/** Statistics of PopQA as sections of text. */
export function popQaSections(statistics: PopQaStatistics): Section[] {
  const { baselines, characters, popularity } = statistics;
  return [
    {
      title: 'PopQA',
      rows: [
        ['rows', number(statistics.rows)],
        ['rows that name no subject', number(statistics.rowsWithoutSubject)],
        ['subjects', number(statistics.subjects)],
        ['answers', number(statistics.objects)],
        ['answers of two relations or more', number(statistics.objectsOfSeveralRelations)],
        ['pairs of subject and relation', number(statistics.pairs)],
        ['ambiguous pairs', number(statistics.ambiguousPairs)],
        ['rows of ambiguous pairs', number(statistics.ambiguousRows)],
        ['unambiguous facts', number(statistics.unambiguousFacts)],
        ['answers of unambiguous facts', number(statistics.factObjects)],
        ['answers of one such fact alone', number(statistics.factObjectsSeenOnce)],
        ['accepted answers of a row', range(statistics.acceptedAnswers)],
        ['characters of question', range(characters.question)],
        ['characters of subject', range(characters.subject)],
        ['characters of answer', range(characters.object)],
      ],
    },
    {
      title: 'Majority baseline: the most frequent answer of the relation',
      columns: ['exact match', 'official rule'],
      rows: [
        ['all rows', percent(baselines.rows.exactMatch), percent(baselines.rows.officialRule)],
        ['unambiguous facts', percent(baselines.facts.exactMatch), percent(baselines.facts.officialRule)],
      ],
    },
    {
      title: 'Relations',
      columns: ['rows', 'answers', 'majority', 'majority answer'],
      rows: statistics.relations.map((relation) => [
        relation.relation,
        number(relation.rows),
        number(relation.objects),
        percent(relation.majorityShare),
        relation.majorityAnswer,
      ]),
    },
    popularity
      ? {
          title: 'Popularity',
          columns: quantileColumns,
          rows: [quantileRow('monthly page views of the subject', popularity)],
        }
      : { title: 'Popularity: not in this file', rows: [] },
  ];
}
