import type { FactSet } from '../facts/fact-set.js';

/** What is counted of a fact: its subject and one of its targets, as numbers of strings and groups. */
interface CountedTarget {
  /** Index of the fact. */
  fact: number;
  /** Number of the subject's string; -1 where the fact has none. */
  subject: number;
  target: number;
  /** Number of the group of strings that count as the target. */
  answers: number;
}

/** The strings of a set of facts, each once, so that what many facts share is counted once. */
export interface FactStrings {
  strings: string[];
  /** Numbers of the strings of each group. */
  groups: number[][];
  /** In the order of the facts; of each first its object, then the targets of its probes. */
  targets: CountedTarget[];
}

/** Gathers the strings of facts. Probes whose fact is not in the set are left out, and so are empty strings. */
export function collectFactStrings({ facts, probes }: FactSet): FactStrings {
  const numbers = new Map<string, number>();
  const numberOf = (string: string): number => {
    const number = numbers.get(string) ?? numbers.size;
    numbers.set(string, number);
    return number;
  };
  const groups = new Map<string, { number: number; strings: number[] }>();
  const groupOf = (answers: ReadonlySet<string>): number => {
    const strings = Array.from(answers, numberOf).sort((a, b) => a - b);
    const key = strings.join(' ');
    const group = groups.get(key) ?? { number: groups.size, strings };
    groups.set(key, group);
    return group.number;
  };

  const answersOfFact = new Map(facts.map(({ fact_id }) => [fact_id, new Map<string, Set<string>>()]));
  const accept = (fact: string, target: string, answers: readonly string[]): void => {
    const ofFact = answersOfFact.get(fact);
    if (ofFact === undefined || target === '') return;
    const accepted = ofFact.get(target) ?? new Set([target]);
    ofFact.set(target, accepted);
    for (const answer of answers) if (answer !== '') accepted.add(answer);
  };
  for (const { fact_id, object } of facts) if (object !== null) accept(fact_id, object, []);
  for (const { fact_id, target, answers } of probes) accept(fact_id, target, answers);

  const targets = facts.flatMap(({ fact_id, subject }, fact) =>
    Array.from(answersOfFact.get(fact_id)!, ([target, answers]) => ({
      fact,
      subject: subject ? numberOf(subject) : -1,
      target: numberOf(target),
      answers: groupOf(answers),
    })),
  );
  const inOrder = Array.from(groups.values(), ({ strings }) => strings);
  return { strings: [...numbers.keys()], groups: inOrder, targets };
}
