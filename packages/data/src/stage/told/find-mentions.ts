import { createStringMatcher } from '../../corpus/count/string-matcher.js';
import type { FactSet } from '../../corpus/facts/fact-set.js';
import type { Telling } from './find-tellings.js';

/** Where a string stands, in UTF-16 units. */
interface Span {
  start: number;
  end: number;
}

/**
 * A finder of facts that documents mention: those whose subject and one of whose targets (the object, and the targets
 * of the probes) stand in them, beside one another and as whole words (Kandpal et al. 2023, arXiv 2211.08411, who link
 * entities). It finds near-duplicates and texts that nobody wrote as a wording. Facts without a subject are never
 * mentioned. Memory: some 30 bytes for each unit of the different strings.
 * @returns a function from a document to its facts, each once, with the shortest stretch that holds both
 */
export function createMentionFinder({ facts, probes }: FactSet): (document: string) => Telling[] {
  const strings = new Map<string, number>();
  const numberOf = (string: string): number => {
    const number = strings.get(string) ?? strings.size;
    strings.set(string, number);
    return number;
  };
  const targetsOf = new Map<string, Set<string>>(
    facts.map(({ fact_id, object }) => [fact_id, new Set(object ? [object] : [])]),
  );
  for (const { fact_id, target } of probes) if (target !== '') targetsOf.get(fact_id)?.add(target);
  const bySubject = new Map<number, { fact: number; targets: number[] }[]>();
  facts.forEach(({ fact_id, subject }, fact) => {
    if (!subject) return;
    const number = numberOf(subject);
    const entry = { fact, targets: Array.from(targetsOf.get(fact_id)!, numberOf) };
    bySubject.set(number, [...(bySubject.get(number) ?? []), entry]);
  });
  const all = [...strings.keys()];
  const matcher = createStringMatcher(all);

  return (document) => {
    const spans = new Map<number, Span[]>();
    matcher.match(document, (string, end) => {
      const span = { start: end - all[string]!.length, end };
      const known = spans.get(string);
      if (known) known.push(span);
      else spans.set(string, [span]);
    });
    const found: Telling[] = [];
    for (const [string, subjects] of spans) {
      for (const { fact, targets } of bySubject.get(string) ?? []) {
        const stretches = targets.flatMap(
          (target) => shortestStretch(subjects, spans.get(target) ?? []) ?? [],
        );
        const [first] = stretches.sort((a, b) => a.end - a.start - (b.end - b.start) || a.start - b.start);
        if (first) found.push({ fact, ...first });
      }
    }
    return found.sort((a, b) => a.start - b.start || a.fact - b.fact);
  };
}

/**
 * The shortest stretch from a subject to a target or the other way round; undefined where none of them lie apart, as a
 * target that is part of the subject never does.
 * @param subjects ascending, as `targets` are; strings of one list have one length
 */
function shortestStretch(subjects: readonly Span[], targets: readonly Span[]): Span | undefined {
  let best: Span | undefined;
  const consider = (first: Span | undefined, second: Span): void => {
    if (!first) return;
    if (!best || second.end - first.start < best.end - best.start)
      best = { start: first.start, end: second.end };
  };
  for (const [firsts, seconds] of [
    [subjects, targets],
    [targets, subjects],
  ] as const) {
    let next = 0;
    for (const second of seconds) {
      while (next < firsts.length && firsts[next]!.end <= second.start) next++;
      consider(firsts[next - 1], second);
    }
  }
  return best;
}
