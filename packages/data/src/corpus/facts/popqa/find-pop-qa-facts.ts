import type { PopQaRow } from './pop-qa-record.js';

/** Rows of PopQA that ask for the same subject and relation. */
export interface PopQaPair {
  subject: string;
  relation: string;
  /** In the order of the file; the first one stands for the fact. */
  rows: PopQaRow[];
}

/** The pairs of subject and relation in PopQA, sorted by whether they have one answer. */
export interface PopQaPairs {
  /** Pairs whose rows all have the same object: facts. */
  unambiguous: PopQaPair[];
  /** Pairs asked with several objects, such as 62 works called "Pilot". */
  ambiguous: PopQaPair[];
  /** Rows that name no subject. */
  withoutSubject: PopQaRow[];
}

/**
 * Groups rows by subject and relation. A pair is ambiguous when its rows have different objects: the question is
 * the same, so a model that answers it with one of them is not wrong about the others. In the published file
 * 13,065 pairs, of which 557 (1,328 rows) are ambiguous and 12,508 are facts.
 */
export function findPopQaFacts(rows: readonly PopQaRow[]): PopQaPairs {
  const pairs = new Map<string, PopQaPair>();
  const withoutSubject: PopQaRow[] = [];
  for (const row of rows) {
    const { subject, relation } = row;
    if (subject === null) {
      withoutSubject.push(row);
      continue;
    }
    const key = JSON.stringify([subject, relation]);
    const pair = pairs.get(key);
    if (pair) pair.rows.push(row);
    else pairs.set(key, { subject, relation, rows: [row] });
  }
  const isAmbiguous = ({ rows }: PopQaPair): boolean => rows.some(({ object }) => object !== rows[0]!.object);
  const all = [...pairs.values()];
  return {
    unambiguous: all.filter((pair) => !isAmbiguous(pair)),
    ambiguous: all.filter(isAmbiguous),
    withoutSubject,
  };
}

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
