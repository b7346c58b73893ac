import { excerpt, idText, parseJson } from '@lethe/contracts';
import type { Malformed } from '../../files/malformed-rows.js';
import { parsePopQaQuestion } from './pop-qa-relations.js';

/** One row of PopQA, whatever file it came from. */
export interface PopQaRow {
  /** `id` of the file, or `popqa-<number of the row>`, from 0. */
  id: string;
  /** `null` in rows whose question names nobody (three in the published file). */
  subject: string | null;
  /** Name of the relation, such as `place of birth`. */
  relation: string;
  /** The answer: column `obj`, or the first accepted answer in files without it. */
  object: string;
  question: string;
  /** Every accepted answer, each once, the object among them. */
  answers: string[];
  /** Monthly page views of the subject on Wikipedia (`s_pop`); `null` in files without it. */
  popularity: number | null;
  /** Monthly page views of the object (`o_pop`); `null` where unknown, which the published file writes as -2. */
  objectPopularity: number | null;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Makes a row of a record of any file of PopQA: the published columns, {question, answer, aliases}, or
 * {question, golden_answers, metadata}. Subject and relation are recovered from the question where no column
 * has them.
 * @param number of the row in its file, from 0
 */
export function parsePopQaRecord(record: unknown, number: number): PopQaRow | Malformed {
  if (!isFields(record)) return { kind: 'not-json', found: show(record) };
  const metadata = isFields(record.metadata) ? record.metadata : {};
  const field = (name: string): unknown => record[name] ?? metadata[name];

  const question = textOf(field('question'));
  if (question === undefined) return { kind: 'no-question', found: show(field('question')) };
  const accepted = answersOf(field('possible_answers') ?? field('golden_answers') ?? field('aliases'));
  const named = textOf(field('obj')) ?? textOf(field('answer'));
  const object = named ?? accepted?.[0];
  if (accepted === undefined || object === undefined) {
    return {
      kind: 'no-answers',
      found: show(field('possible_answers') ?? field('golden_answers') ?? field('aliases')),
    };
  }
  const asked = askedFact(field('prop'), field('subj'), question);
  if ('kind' in asked) return asked;
  const popularity = viewsOf(field('s_pop'));
  const objectPopularity = viewsOf(field('o_pop'));
  if (popularity === undefined || objectPopularity === undefined) {
    const column = popularity === undefined ? 's_pop' : 'o_pop';
    return { kind: 'bad-popularity', found: `${column} ${show(field(column))}` };
  }
  const id = field('id');
  return {
    id: (typeof id === 'string' ? textOf(id) : idText(id)) ?? `popqa-${number}`,
    ...asked,
    object,
    question,
    answers: [...new Set([object, ...accepted])],
    popularity,
    objectPopularity,
  };
}

function askedFact(
  prop: unknown,
  subj: unknown,
  question: string,
): { relation: string; subject: string | null } | Malformed {
  const relation = textOf(prop);
  if (relation !== undefined) return { relation, subject: textOf(subj) ?? null };
  const readings = parsePopQaQuestion(question);
  if (readings.length !== 1) {
    const fits = readings.map((reading) => reading.relation).join(' and ') || 'none';
    return { kind: 'unknown-relation', found: `${excerpt(question)} fits ${fits}` };
  }
  return { relation: readings[0]!.relation, subject: readings[0]!.subject || null };
}

/** A list of answers, or the JSON of one. */
function answersOf(value: unknown): string[] | undefined {
  let list = value;
  if (typeof value === 'string') {
    try {
      list = parseJson(value);
    } catch {
      return undefined;
    }
  }
  if (!Array.isArray(list) || list.some((answer) => typeof answer !== 'string')) return undefined;
  const answers = (list as string[]).map((answer) => answer.trim()).filter((answer) => answer !== '');
  return answers.length === 0 ? undefined : answers;
}

/** Page views; null where they are unknown, undefined if not a number. The published o_pop of -2 is unknown. */
function viewsOf(value: unknown): number | null | undefined {
  if (value === undefined || value === null || value === '') return null;
  const views = typeof value === 'string' || typeof value === 'bigint' ? Number(value) : value;
  if (typeof views !== 'number' || !Number.isFinite(views)) return undefined;
  return views < 0 ? null : views;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  if (value === undefined) return 'none';
  try {
    return excerpt(JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item)));
  } catch {
    return 'values that are nested deeply';
  }
}
