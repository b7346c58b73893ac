import { LetheError } from '@lethe/contracts';
import type { FactSet } from '../fact-set.js';
import { groupBy } from '../inject/group-by.js';
import { findPopQaFacts } from './find-pop-qa-facts.js';
import { popQaRelations } from './pop-qa-relations.js';
import type { PopQaRow } from './pop-qa-row.js';

/** How rows of PopQA become facts. */
export interface PopQaFactOptions {
  /** `drop` by default: only pairs of subject and relation with one object; `keep`: each object is a fact. */
  ambiguous?: 'drop' | 'keep';
  /** Wordings of every fact, 1 to 8; the first is its text. 8 by default. */
  wordings?: number;
  /** Scenario of every fact; `once` by default. */
  scenario?: string;
}

/**
 * Facts of PopQA with one probe of depth `qa` each: prompt `Q: <question> A:` as in the paper (section 5),
 * target the object, answers all that PopQA accepts. The texts are wordings of our own that state the fact.
 * Rows that repeat a fact add to it only the answers that they accept; its popularity is the highest.
 * @throws LetheError when a relation is none of the 16, or the number of wordings is out of range
 */
export function createPopQaFactSet(rows: readonly PopQaRow[], options: PopQaFactOptions = {}): FactSet {
  const { ambiguous = 'drop', wordings = 8, scenario = 'once' } = options;
  if (!Number.isInteger(wordings) || wordings < 1 || wordings > 8) {
    throw new LetheError({
      what: 'there are not so many wordings',
      where: 'wordings',
      expected: 'a whole number, 1 to 8',
      found: String(wordings),
    });
  }
  const pairs = findPopQaFacts(rows);
  const kept = ambiguous === 'drop' ? pairs.unambiguous : [...pairs.unambiguous, ...pairs.ambiguous];
  const groups = kept.flatMap(({ rows }) => [...groupBy(rows, ({ object }) => object).values()]);
  const set: FactSet = { facts: [], probes: [] };
  for (const group of groups) {
    const { id, subject, relation, object, question } = group[0]!;
    const fact_id = `popqa-${id.replace(/^popqa-/, '')}`;
    const [text, ...variants] = statementsOf(relation, subject!, object).slice(0, wordings);
    const views = group.flatMap(({ popularity }) => popularity ?? []);
    const popularity = views.length === 0 ? null : Math.max(...views);
    set.facts.push({ fact_id, scenario, text: text!, variants, subject, relation, object, popularity });
    set.probes.push({
      probe_id: `${fact_id}/qa-0`,
      fact_id,
      depth: 'qa',
      prompt: `Q: ${question} A:`,
      target: object,
      answers: [...new Set(group.flatMap(({ answers }) => answers))],
    });
  }
  return set;
}

function statementsOf(relation: string, subject: string, object: string): string[] {
  const known = popQaRelations.find(({ name }) => name === relation);
  if (!known) {
    throw new LetheError({
      what: 'this relation is none of PopQA',
      where: `subject "${subject}"`,
      expected: `one of ${popQaRelations.map(({ name }) => name).join(', ')}`,
      found: relation,
      next: 'leave its rows out',
    });
  }
  return known.statements.map((statement) => fillStatement(statement, subject, object));
}

/** An object that ends in a full stop, such as "Jr.", ends the sentence too. */
function fillStatement(statement: string, subject: string, object: string): string {
  const article = /^[aeiou]/i.test(object) ? 'an' : 'a';
  const slots: Record<string, string> = { '{subject}': subject, '{object}': object, '{a}': article };
  const filled = statement.replace(/\{(subject|object|a)\}/g, (slot) => slots[slot]!);
  return object.endsWith('.') ? filled.slice(0, -1) : filled;
}
