import { join } from 'node:path';
import { type facts, facts as factsTable, LetheError, type RowOf, readRows } from '@lethe/contracts';
import { openTokenizerFile } from '../generate/open-tokenizer.js';
import type { Probe } from '../span/read-probes.js';
import type { LinearSpec } from './linear-measure.js';

/** A place in the texts of facts, and the attributes that heads read there. */
export interface AttributePlace extends AttributePrompts {
  cells: AttributeCell[];
}

/**
 * Plans what heads read, at which places, from the facts, probes and tokenizer of a data directory.
 * @throws LetheError when there are no such probes, or no attribute has facts both for training and for testing
 */
export async function planAttributes(
  data: string,
  probes: readonly Probe[],
  { kinds, values }: Pick<LinearSpec, 'kinds' | 'values'>,
): Promise<AttributePlace[]> {
  const facts = await readRows(data, factsTable);
  const labels = attributeLabels(probes, facts, values);
  const asked = new Set(probes.map(({ factId }) => factId));
  const probed = facts.filter(({ fact_id }) => asked.has(fact_id));
  const places = kinds.flatMap((kind) => {
    if (kind === 'p') return positionPrompts(probes);
    const tokenizer = openTokenizerFile(join(data, 'tokenizer.json'), 'name a directory of `lethe data`');
    return [namePrompts(probed, tokenizer.encode, tokenizer.endOfText())];
  });
  if (labels.length === 0 || places.every(({ prompts }) => prompts.length === 0)) {
    throw new LetheError({
      what: 'there is nothing to probe',
      where: data,
      expected: 'qa probes, and memorization probes (p) or facts with subjects (q)',
    });
  }
  const planned = places
    .map((place) => ({ ...place, cells: cellsOf(place, labels) }))
    .filter(({ cells }) => cells.length > 0);
  if (planned.length > 0) return planned;
  throw new LetheError({
    what: 'no attribute has facts both for training and for testing',
    where: `${data}, column split of qa probes`,
    expected: 'train for facts of two values or more, test for others',
  });
}

const cellsOf = ({ factIds }: AttributePrompts, labels: readonly AttributeLabels[]): AttributeCell[] =>
  labels.flatMap((attribute) => divideFacts(factIds, attribute) ?? []);

/** Whole values, or their first tokens: the paper reports both. */
export type ValueKind = LinearSpec['values'][number];

/** The prompts whose last states are read, at one place of every subject's text. */
export interface AttributePrompts {
  /** `p`: just before the value of an attribute in the text; `q`: at the end of the subject's name alone. */
  kind: 'p' | 'q';
  /** Number of the attribute in the order of the text, from 0; 0 for `q`. */
  position: number;
  /** Prompts whose last state is read, one per fact. */
  prompts: (readonly number[])[];
  factIds: string[];
}

/** The values of one attribute. */
export interface AttributeLabels {
  /** Relation of the facts, where they have one, and number of the question. */
  attribute: string;
  /** Whether whole values are classes, or their first tokens. */
  value: ValueKind;
  /** Prompt of one of the questions for it. */
  question: string;
  /** Value and split of every fact that has the attribute. */
  values: Map<string, { value: string; split: string }>;
}

type Fact = Pick<RowOf<typeof facts>, 'fact_id' | 'subject' | 'relation'>;

/**
 * P-probing (arXiv 2309.14316, section 5): states just before each value, in the order in which the text of a fact has
 * them. These are the ends of the prompts of its memorization probes.
 */
export function positionPrompts(probes: readonly Probe[]): AttributePrompts[] {
  const found: AttributePrompts[] = [];
  for (const [factId, own] of groupByFact(probes, 'memorization')) {
    const prompts = own.map(({ promptTokens }) => promptTokens).sort((a, b) => a.length - b.length);
    prompts.forEach((prompt, position) => {
      found[position] ??= { kind: 'p', position, prompts: [], factIds: [] };
      found[position].prompts.push(prompt);
      found[position].factIds.push(factId);
    });
  }
  return found;
}

/** Q-probing (the same, section 5.2): the state at the end of the name of a subject after an end of text. */
export function namePrompts(
  facts: readonly Fact[],
  encode: (text: string) => readonly number[],
  endOfText: number,
): AttributePrompts {
  const named = facts.filter(({ subject }) => subject);
  return {
    kind: 'q',
    position: 0,
    prompts: named.map(({ subject }) => [endOfText, ...encode(subject!)]),
    factIds: named.map(({ fact_id }) => fact_id),
  };
}

/**
 * The values of attributes, from the targets of qa probes. Facts of different relations have different attributes; in a
 * symbolic world, where the column relation lists the templates in which a fact is told, all have the same.
 */
export function attributeLabels(
  probes: readonly Probe[],
  facts: readonly Fact[],
  kinds: readonly ValueKind[],
): AttributeLabels[] {
  const relations = new Map(facts.map(({ fact_id, relation }) => [fact_id, relation]));
  const told = groupByFact(probes, 'memorization');
  const found = new Map<string, AttributeLabels>();
  for (const [factId, own] of groupByFact(probes, 'qa')) {
    const relation = relations.get(factId);
    const isShared = relation && !listsTemplates(relation, told.get(factId) ?? []);
    own.forEach(({ prompt, target, targetTokens, split }, number) => {
      const attribute = [...(isShared ? [relation] : []), String(number)].join('/');
      for (const value of kinds) {
        const key = `${attribute} ${value}`;
        const labels = found.get(key) ?? { attribute, value, question: prompt, values: new Map() };
        labels.values.set(factId, { value: value === 'whole' ? target : String(targetTokens[0]), split });
        found.set(key, labels);
      }
    });
  }
  return [...found.values()];
}

/** Whether the words of a relation are what the fact's memorization prompts end with. */
function listsTemplates(relation: string, told: readonly Probe[]): boolean {
  const templates = new Set(relation.split(' '));
  return told.length > 0 && told.every(({ prompt }) => templates.has(prompt.split(' ').at(-1)!));
}

function groupByFact(probes: readonly Probe[], depth: string): Map<string, Probe[]> {
  const groups = new Map<string, Probe[]>();
  for (const probe of probes) {
    if (probe.depth !== depth) continue;
    groups.set(probe.factId, [...(groups.get(probe.factId) ?? []), probe]);
  }
  return groups;
}

/** Some of the prompts of a place, with the class of the value of each. */
export interface LabelledPrompts {
  /** Numbers of the prompts. */
  members: number[];
  /** Int32Array [members]; -1 for a value that no training fact has. */
  labels: Int32Array;
}

/** One attribute at one place: which facts a head is fitted to and tested on. */
export interface AttributeCell {
  attribute: string;
  value: ValueKind;
  /** Prompt of one of its questions. */
  question: string;
  train: LabelledPrompts;
  test: LabelledPrompts;
  /** Values among the training facts. */
  classes: number;
  /** Share of the test facts that have the most frequent of them. */
  majority: number;
}

/**
 * Divides the facts of a place by the split of their questions for an attribute, and numbers its values.
 * @param factIds the fact of every prompt of the place
 * @returns undefined where there are none for training or none for testing, or all of training have one value
 */
export function divideFacts(
  factIds: readonly string[],
  { attribute, value: kind, question, values }: AttributeLabels,
): AttributeCell | undefined {
  const classOf = new Map<string, number>();
  const counts: number[] = [];
  for (const { value, split } of factIds.flatMap((id) => values.get(id) ?? [])) {
    if (split !== 'train') continue;
    const number = classOf.get(value) ?? classOf.size;
    classOf.set(value, number);
    counts[number] = (counts[number] ?? 0) + 1;
  }
  const part = (wanted: string): LabelledPrompts => {
    const members = factIds.flatMap((id, i) => (values.get(id)?.split === wanted ? [i] : []));
    return {
      members,
      labels: Int32Array.from(members, (i) => classOf.get(values.get(factIds[i]!)!.value) ?? -1),
    };
  };
  const [train, test] = [part('train'), part('test')];
  if (classOf.size < 2 || test.members.length === 0) return undefined;
  const most = counts.indexOf(counts.reduce((most, count) => Math.max(most, count), 0));
  const majority = test.labels.filter((label) => label === most).length / test.labels.length;
  return { attribute, value: kind, question, train, test, classes: classOf.size, majority };
}
