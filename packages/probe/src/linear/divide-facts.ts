import type { AttributeLabels, ValueKind } from './attribute-states.js';

/** Some of the prompts of a place, with the class of the value of each. */
export interface LabelledPrompts {
  /** Numbers of the prompts. */
  members: number[];
  /** Int32Array [members]; -1 for a value that no fact for training has. */
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
  /** Values among the facts for training. */
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
