import {
  findPopQaFacts,
  type MajorityBaseline,
  majorityAnswers,
  majorityBaseline,
} from '../facts/popqa/find-pop-qa-facts.js';
import type { PopQaRow } from '../facts/popqa/pop-qa-record.js';
import {
  number,
  percent,
  quantileColumns,
  quantileRow,
  range,
  type Section,
} from '../statistics/format-sections.js';
import { type Quantiles, type Range, rangeOf, ValueCounts } from '../statistics/quantiles.js';
import { countCharacters } from './text-measures.js';

/** One relation of PopQA. */
interface RelationStatistics {
  relation: string;
  rows: number;
  objects: number;
  majorityAnswer: string;
  /** Share of the rows whose object it is. */
  majorityShare: number;
}

/** Measured properties of PopQA (Mallen et al. 2023). */
export interface PopQaStatistics {
  kind: 'popqa';
  rows: number;
  rowsWithoutSubject: number;
  subjects: number;
  /** Different objects of rows with a subject. */
  objects: number;
  /** Objects that serve two relations or more. */
  objectsOfSeveralRelations: number;
  /** Different pairs of subject and relation. */
  pairs: number;
  /** Pairs with one object. */
  unambiguousFacts: number;
  ambiguousPairs: number;
  ambiguousRows: number;
  /** Different objects of the unambiguous facts, and those that one fact alone has. */
  factObjects: number;
  factObjectsSeenOnce: number;
  /** Over all rows, and over the unambiguous facts. */
  baselines: { rows: MajorityBaseline; facts: MajorityBaseline };
  /** Most rows first. */
  relations: RelationStatistics[];
  /** Monthly page views of the subjects; `null` in files without them. */
  popularity: Quantiles | null;
  characters: { question: Range; subject: Range; object: Range };
  acceptedAnswers: Range;
}

/** Measures rows of PopQA. */
export function describePopQa(rows: readonly PopQaRow[]): PopQaStatistics {
  const { unambiguous, ambiguous, withoutSubject } = findPopQaFacts(rows);
  const facts = unambiguous.map(({ rows: [first] }) => first!);
  const named = rows.filter(({ subject }) => subject !== null);
  const relationsOfObject = new Map<string, Set<string>>();
  for (const { object, relation } of named) {
    relationsOfObject.set(object, (relationsOfObject.get(object) ?? new Set()).add(relation));
  }
  const factsOfObject = new Map<string, number>();
  for (const { object } of facts) factsOfObject.set(object, (factsOfObject.get(object) ?? 0) + 1);
  const popularity = new ValueCounts();
  for (const row of rows) if (row.popularity !== null) popularity.add(row.popularity);
  const characters = (texts: (string | null)[]): Range =>
    rangeOf(texts.flatMap((text) => (text === null ? [] : [countCharacters(text)])));
  return {
    kind: 'popqa',
    rows: rows.length,
    rowsWithoutSubject: withoutSubject.length,
    subjects: new Set(named.map(({ subject }) => subject)).size,
    objects: relationsOfObject.size,
    objectsOfSeveralRelations: [...relationsOfObject.values()].filter(({ size }) => size > 1).length,
    pairs: unambiguous.length + ambiguous.length,
    unambiguousFacts: unambiguous.length,
    ambiguousPairs: ambiguous.length,
    ambiguousRows: ambiguous.reduce((sum, pair) => sum + pair.rows.length, 0),
    factObjects: factsOfObject.size,
    factObjectsSeenOnce: [...factsOfObject.values()].filter((count) => count === 1).length,
    baselines: { rows: majorityBaseline(rows), facts: majorityBaseline(facts) },
    relations: describeRelations(rows),
    popularity: popularity.quantiles().values === 0 ? null : popularity.quantiles(),
    characters: {
      question: characters(rows.map(({ question }) => question)),
      subject: characters(rows.map(({ subject }) => subject)),
      object: characters(rows.map(({ object }) => object)),
    },
    acceptedAnswers: rangeOf(rows.map(({ answers }) => answers.length)),
  };
}

function describeRelations(rows: readonly PopQaRow[]): RelationStatistics[] {
  const majority = majorityAnswers(rows);
  const objectsOf = new Map<string, Map<string, number>>();
  for (const { relation, object } of rows) {
    const objects = objectsOf.get(relation) ?? new Map<string, number>();
    objectsOf.set(relation, objects.set(object, (objects.get(object) ?? 0) + 1));
  }
  return [...objectsOf]
    .map(([relation, objects]) => {
      const count = [...objects.values()].reduce((sum, value) => sum + value, 0);
      const majorityAnswer = majority.get(relation)!;
      return {
        relation,
        rows: count,
        objects: objects.size,
        majorityAnswer,
        majorityShare: objects.get(majorityAnswer)! / count,
      };
    })
    .sort((a, b) => b.rows - a.rows || (a.relation < b.relation ? -1 : 1));
}

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
