import type { PopQaRow } from './pop-qa-row.js';

/** How well always giving the most frequent answer of the relation does. */
export interface MajorityBaseline {
  rows: number;
  /** Share of rows whose object it is. */
  exactMatch: number;
  /** Share of rows that it answers under the rule of PopQA: see `answersPopQa`. */
  officialRule: number;
}

/**
 * The majority baseline over rows of PopQA: for each relation its most frequent object. Of equally frequent
 * objects the one that sorts first counts, so that the order of the rows does not matter.
 */
export function majorityBaseline(rows: readonly PopQaRow[]): MajorityBaseline {
  const answers = majorityAnswers(rows);
  let exact = 0;
  let official = 0;
  for (const row of rows) {
    const prediction = answers.get(row.relation)!;
    if (prediction === row.object) exact++;
    if (answersPopQa(prediction, row.answers)) official++;
  }
  const share = (count: number): number => (rows.length === 0 ? 0 : count / rows.length);
  return { rows: rows.length, exactMatch: share(exact), officialRule: share(official) };
}

/** The most frequent object of every relation. */
export function majorityAnswers(rows: readonly PopQaRow[]): Map<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const { relation, object } of rows) {
    const objects = counts.get(relation) ?? new Map<string, number>();
    counts.set(relation, objects.set(object, (objects.get(object) ?? 0) + 1));
  }
  return new Map(
    [...counts].map(([relation, objects]) => {
      const [best] = [...objects].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
      return [relation, best![0]];
    }),
  );
}

/**
 * The rule by which PopQA scores a prediction: right if it contains any accepted answer, as it stands, in lower
 * case, or with a capital first letter (Mallen et al. 2023).
 */
export function answersPopQa(prediction: string, answers: readonly string[]): boolean {
  return answers.some((answer) =>
    [answer, answer.toLowerCase(), capitalised(answer)].some((form) => prediction.includes(form)),
  );
}

/** As Python's str.capitalize: the rest becomes lower case. */
function capitalised(text: string): string {
  const [first = '', ...rest] = text;
  return first.toUpperCase() + rest.join('').toLowerCase();
}
