import type { PopQaRow } from './pop-qa-row.js';

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
