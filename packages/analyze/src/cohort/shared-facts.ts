import type { Measurements } from '../measurements/measurements.js';

/**
 * A name of every fact by what is asked of it, so that a fact is the same in every run that has it: in runs that share
 * their data and, where published passages or tables are told in several, in those that do not. Facts of which nothing
 * is known, as in a published log, are those of their directory.
 */
export function factKeys({ data, facts, probes }: Pick<Measurements, 'data' | 'facts' | 'probes'>): string[] {
  const asked = facts.map((): string[] => []);
  for (const { fact, prompt, target } of probes) {
    if (target !== '') asked[fact]!.push(`${prompt}\n${target}`);
  }
  return facts.map(({ id }, fact) =>
    JSON.stringify(asked[fact]!.length === 0 ? [data, id] : [id, ...asked[fact]!.sort()]),
  );
}

/**
 * Numbers of the lists that hang together by what they have in common, directly or by way of others.
 * @returns every number once, in groups in the order of their first
 */
export function groupSharing(lists: readonly (readonly string[])[]): number[][] {
  const groupOf = lists.map((_, i) => i);
  const holder = new Map<string, number>();
  lists.forEach((list, i) => {
    for (const key of list) {
      const other = holder.get(key);
      if (other === undefined) holder.set(key, i);
      else join(groupOf[other]!, groupOf[i]!);
    }
  });
  function join(a: number, b: number): void {
    if (a === b) return;
    const [kept, gone] = [Math.min(a, b), Math.max(a, b)];
    groupOf.forEach((group, i) => {
      if (group === gone) groupOf[i] = kept;
    });
  }
  return [...new Set(groupOf)].map((group) => [...groupOf.keys()].filter((i) => groupOf[i] === group));
}
