import { createRandom, groupBy, LetheError } from '@lethe/contracts';
import { createKeyedDraws, indexOfWords, uniformOfWords } from '../../../random/keyed-draws.js';
import type { FactSet } from '../fact-set.js';
import { findPopQaFacts } from './find-pop-qa-facts.js';
import type { PopQaRow } from './pop-qa-record.js';
import { popQaRelations } from './pop-qa-relations.js';

/** How rows of PopQA become facts. */
export interface PopQaFactOptions {
  /** `drop` by default: only pairs of subject and relation with one object; `keep`: each object is a fact. */
  ambiguous?: 'drop' | 'keep';
  /** Templates of every relation that are in use, 1 to 8: |R| of arXiv 2508.00901. 8 by default. */
  templates?: number;
  /**
   * Wordings of every fact, the first of which is its text: K of the |R| templates, drawn for each fact. All by
   * default.
   */
  wordings?: number;
  /** Share of the subjects whose probes are for training, 0 to 1; 0 by default. */
  trainFraction?: number;
  /** Scenario of every fact; `once` by default. */
  scenario?: string;
  /** Seed of the draws; 1 by default. What a fact gets depends on nothing but this, its id and its subject. */
  seed?: number;
}

/**
 * Facts of PopQA with one probe of depth `qa` each: prompt `Q: <question> A:` as in the paper (section 5),
 * target the object, answers all that PopQA accepts. The texts are our own wordings of the fact.
 * The split is by subject, so that no subject of a test probe is asked about in training.
 * Rows that repeat a fact add to it only the answers that they accept; its popularity is the highest.
 * @throws LetheError when a relation is not one of the 16, or a number is out of its range
 */
export function createPopQaFactSet(rows: readonly PopQaRow[], options: PopQaFactOptions = {}): FactSet {
  const { ambiguous = 'drop', templates = 8, trainFraction = 0, scenario = 'once', seed = 1 } = options;
  const { wordings = templates } = options;
  checkWithin('templates', templates, 1, 8, true);
  checkWithin('wordings', wordings, 1, templates, true);
  checkWithin('trainFraction', trainFraction, 0, 1, false);
  checkWithin('seed', seed, 0, Number.MAX_SAFE_INTEGER, true);
  const templateDraws = createKeyedDraws(seed, 'data/popqa/templates');
  const splitDraws = createKeyedDraws(seed, 'data/popqa/split');
  const choose = (id: string): number[] => {
    const all = Array.from({ length: templates }, (_, i) => i);
    if (wordings === templates) return all;
    const [high, low] = templateDraws(id);
    return createRandom(seed, 'data/popqa/order', indexOfWords(high!, low!)).shuffle(all).slice(0, wordings);
  };
  const isForTraining = (subject: string): boolean => {
    const [high, low] = splitDraws(subject);
    return uniformOfWords(high!, low!) < trainFraction;
  };
  const pairs = findPopQaFacts(rows);
  const kept = ambiguous === 'drop' ? pairs.unambiguous : [...pairs.unambiguous, ...pairs.ambiguous];
  const groups = kept.flatMap(({ rows }) => [...groupBy(rows, ({ object }) => object).values()]);
  const set: FactSet = { facts: [], probes: [] };
  for (const group of groups) {
    const { id, subject, relation, object, question } = group[0]!;
    const fact_id = `popqa-${id.replace(/^popqa-/, '')}`;
    const statements = statementsOf(relation, subject!, object);
    const [text, ...variants] = choose(fact_id).map((template) => statements[template]!);
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
      split: isForTraining(subject!) ? 'train' : 'test',
    });
  }
  return set;
}

function checkWithin(where: string, value: number, low: number, high: number, whole: boolean): void {
  if (value >= low && value <= high && (!whole || Number.isInteger(value))) return;
  throw new LetheError({
    what: 'this number is out of its range',
    where,
    expected: `${whole ? 'a whole number' : 'a number'}, ${low} to ${high}`,
    found: String(value),
  });
}

function statementsOf(relation: string, subject: string, object: string): string[] {
  const known = popQaRelations.find(({ name }) => name === relation);
  if (!known) {
    throw new LetheError({
      what: 'PopQA has no such relation',
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
