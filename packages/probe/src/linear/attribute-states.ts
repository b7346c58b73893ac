import type { facts, RowOf } from '@lethe/contracts';
import type { LinearSpec } from '../options/linear.js';
import type { Probe } from '../span/read-probes.js';

/** Whole values, or their first tokens: the paper reports both. */
export type ValueKind = LinearSpec['values'][number];

/** What is to be read from the states at one place of every subject's text. */
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
  /** What of its values is told apart. */
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
