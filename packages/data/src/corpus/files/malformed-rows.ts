import { LetheError, lineExpectations, MAX_TEXT_BYTES } from '@lethe/contracts';

/** What can be wrong with one row of a corpus, and what it should be. */
const expectations = {
  ...lineExpectations,
  'text-absent': 'a text',
  'text-not-string': 'a text that is a string',
  'text-too-long': 'a text of at most 512 MiB',
  'text-not-unicode': 'a text without halves of surrogate pairs',
  'id-missing': 'an id that is a string or a number',
  'duplicate-id': 'a unique id',
  'wrong-columns': 'as many columns as the first line names',
  'open-quote': 'a field in quotes that ends before a tab or a line end, within 64 lines',
  'no-question': 'a question',
  'no-answers': 'a list of accepted answers, at least one',
  'unknown-relation': "a relation in column prop, or a question of one of PopQA's 16 templates",
  'bad-popularity': 'page views: a number',
} as const;

export type MalformedKind = keyof typeof expectations;

/** What is wrong with a row, and what was found there. */
export interface Malformed {
  kind: MalformedKind;
  found: string;
}

/** A text beyond what strings hold. */
export function textTooLong(): Malformed {
  return { kind: 'text-too-long', found: `more than ${MAX_TEXT_BYTES} bytes` };
}

/** What to do with malformed rows: stop at the first, or leave them out and count them. */
export const malformedPolicies = ['refuse', 'skip'] as const;
export type MalformedPolicy = (typeof malformedPolicies)[number];

/** Rows of one kind that were left out. */
export interface SkippedRows {
  kind: MalformedKind;
  count: number;
  /** The first few. `line` counts from 1: the line in text files, the row in Parquet and Arrow files. */
  examples: { file: string; line: number; found: string }[];
}

const EXAMPLES = 5;

/** Applies the policy to malformed rows and remembers what was skipped. */
export class MalformedRows {
  readonly #policy: MalformedPolicy;
  readonly #skipped = new Map<MalformedKind, SkippedRows>();

  constructor(policy: MalformedPolicy) {
    this.#policy = policy;
  }

  /**
   * Counts a malformed row.
   * @param unit what `line` counts
   * @throws LetheError naming file and line, when malformed rows are refused
   */
  reject({ kind, found }: Malformed, file: string, line: number, unit: 'line' | 'row'): void {
    if (this.#policy === 'refuse') {
      throw new LetheError({
        what: `this ${unit} is malformed (${kind})`,
        where: `${file}, ${unit} ${line}`,
        expected: expectations[kind],
        found,
        next: nextStep(kind, unit),
      });
    }
    const rows = this.#skipped.get(kind) ?? { kind, count: 0, examples: [] };
    this.#skipped.set(kind, rows);
    rows.count++;
    if (rows.examples.length < EXAMPLES) rows.examples.push({ file, line, found });
  }

  /** What was skipped, the most frequent kind first. */
  summary(): SkippedRows[] {
    return [...this.#skipped.values()].sort((a, b) => b.count - a.count);
  }
}

function nextStep(kind: MalformedKind, unit: string): string {
  const skip = 'skip and count such rows (onMalformed: "skip", --on-malformed skip)';
  if (kind === 'text-absent') return `name the field with the text (--text-field), or ${skip}`;
  if (kind === 'id-missing') return `name the field with the id (--id-field), or ${skip}`;
  if (kind === 'duplicate-id') {
    return `name a field with unique ids (--id-field), number the documents instead (--no-id-field), or ${skip}`;
  }
  return `fix the ${unit}, or ${skip}`;
}
