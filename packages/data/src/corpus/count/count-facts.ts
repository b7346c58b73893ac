import { ByteSink, writeWhole } from '@lethe/contracts';
import type { OpenCorpus } from '../documents/corpus-document.js';
import type { FactSet } from '../facts/fact-set.js';
import { formatSections, number, type Section, share } from '../statistics/format-sections.js';
import { type Share, shareOf } from '../statistics/quantiles.js';
import { type CountOptions, tallyStrings } from './count-occurrences.js';
import { collectFactStrings, type FactStrings } from './fact-strings.js';

/** How often a corpus holds a fact's subject and one of its targets. */
export interface FactCount {
  fact_id: string;
  relation: string | null;
  popularity: number | null;
  subject: string | null;
  /** Occurrences of the subject; null if the fact has none. */
  subject_occurrences: number | null;
  subject_documents: number | null;
  /** The object, or the target of a probe. */
  target: string;
  /** Occurrences of the target itself. */
  target_occurrences: number;
  /** Documents that hold the target or another answer that its probes accept. */
  target_documents: number;
  /** Documents that hold the subject and one of these; null where the fact has no subject. */
  documents_with_both: number | null;
}

/** Counts of all facts. */
export interface FactCounts {
  /** Documents of the corpus. */
  documents: number;
  /** Facts that were searched for. */
  facts: number;
  /** One for each fact and target, in the order of the facts. */
  counts: FactCount[];
}

/**
 * Counts in one pass how often a corpus holds subjects and targets of facts, and how many documents hold both: the
 * measure by which questions about rare facts are the hard ones (Kandpal et al. 2023, arXiv 2211.08411, section 2,
 * which finds entities by a linker; here they are found as strings). Memory: one batch of the corpus, the facts,
 * and some 30 bytes for each UTF-16 unit of their different strings.
 * @throws signal.reason when aborted
 */
export async function countFacts(
  corpus: OpenCorpus,
  set: FactSet,
  options: CountOptions = {},
): Promise<FactCounts> {
  const found = collectFactStrings(set);
  const pairs = createPairCounter(found);
  const tally = await tallyStrings(corpus, found.strings, options, pairs.add);
  const counts = found.targets.map(({ fact, subject, target, answers }, i): FactCount => {
    const { fact_id, relation, popularity } = set.facts[fact]!;
    const hasSubject = subject >= 0;
    return {
      fact_id,
      relation,
      popularity,
      subject: hasSubject ? found.strings[subject]! : null,
      subject_occurrences: hasSubject ? tally.occurrencesOf[subject]! : null,
      subject_documents: hasSubject ? tally.documentsOf[subject]! : null,
      target: found.strings[target]!,
      target_occurrences: tally.occurrencesOf[target]!,
      target_documents: pairs.documentsOfGroup[answers]!,
      documents_with_both: hasSubject ? pairs.documentsWithBoth[i]! : null,
    };
  });
  return { documents: tally.documents, facts: set.facts.length, counts };
}

interface PairCounter {
  /** Records which strings one document contains. */
  add: (found: readonly number[]) => void;
  documentsOfGroup: Float64Array;
  /** By index of the target. */
  documentsWithBoth: Float64Array;
}

/** The work for a document is in what it holds: its answers, and the targets of its subjects. */
function createPairCounter({ strings, groups, targets }: FactStrings): PairCounter {
  const groupsOf = listsBy(
    strings.length,
    groups.flatMap((members, group) => members.map((string) => [string, group] as const)),
  );
  const targetsOf = listsBy(
    strings.length,
    targets.flatMap(({ subject }, i) => (subject < 0 ? [] : [[subject, i] as const])),
  );
  const documentsOfGroup = new Float64Array(groups.length);
  const documentsWithBoth = new Float64Array(targets.length);
  const lastSeen = new Float64Array(groups.length);
  let document = 0;
  return {
    documentsOfGroup,
    documentsWithBoth,
    add(found) {
      document++;
      for (const string of found) {
        for (const group of groupsOf[string] ?? []) {
          if (lastSeen[group] === document) continue;
          lastSeen[group] = document;
          documentsOfGroup[group]!++;
        }
      }
      for (const string of found) {
        for (const target of targetsOf[string] ?? []) {
          if (lastSeen[targets[target]!.answers] === document) documentsWithBoth[target]!++;
        }
      }
    },
  };
}

function listsBy(
  size: number,
  pairs: readonly (readonly [key: number, value: number])[],
): (number[] | undefined)[] {
  const lists = new Array<number[] | undefined>(size);
  for (const [key, value] of pairs) {
    const list = lists[key];
    if (list) list.push(value);
    else lists[key] = [value];
  }
  return lists;
}

/** Formats counts of facts: how many were found, and how many documents hold subject and target together. */
export function formatFactCounts({ documents, facts, counts }: FactCounts): string {
  const withSubject = counts.filter(({ subject }) => subject !== null);
  const isPositive = (value: number | null): boolean => value !== null && value > 0;
  const found = (
    among: FactCount[],
    column: 'subject_documents' | 'target_documents' | 'documents_with_both',
  ) => shareOf(among, (count) => isPositive(count[column]));
  const rows: [string, Share][] = [
    ['subject found', found(withSubject, 'subject_documents')],
    ['target found', found(counts, 'target_documents')],
    ['subject and target in one document', found(withSubject, 'documents_with_both')],
  ];
  const sections: Section[] = [
    {
      title: `Occurrences in ${number(documents)} documents`,
      rows: [
        ['facts', number(facts)],
        ['pairs of a fact and a target', number(counts.length)],
        ...rows.map(([label, part]) => [label, share(part)]),
      ],
    },
  ];
  if (withSubject.length > 0) {
    sections.push({
      title: 'Pairs by number of documents with both',
      columns: ['pairs'],
      rows: byPowersOfTen(withSubject.map(({ documents_with_both }) => documents_with_both!)),
    });
  }
  return formatSections(sections);
}

/** How many values are 0, 1 to 9, 10 to 99 and so on, up to the largest. */
function byPowersOfTen(values: readonly number[]): string[][] {
  const bins: number[] = [];
  for (const value of values) {
    const bin = value === 0 ? 0 : String(value).length;
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return Array.from(bins, (count = 0, bin) => {
    const from = 10 ** (bin - 1);
    return [bin === 0 ? '0' : `${number(from)} to ${number(10 * from - 1)}`, number(count)];
  });
}

/** Writes counts as JSON lines, one for each pair of a fact and a target; a file that exists is replaced. */
export function writeFactCounts(path: string, counts: readonly FactCount[]): void {
  writeWhole(path, (partial) => {
    const sink = new ByteSink(partial);
    try {
      for (const count of counts) sink.write(Buffer.from(`${JSON.stringify(count)}\n`));
    } finally {
      sink.close();
    }
  });
}
