import { findManifest, hashJson, type RunDirectories } from '@lethe/contracts';
import type { Measurements } from '../measurements/measurements.js';

/** A run that is pooled with others as one of several seeds. */
interface PooledRun {
  run: RunDirectories;
  measurements: Pick<Measurements, 'data' | 'facts' | 'probes'>;
}

/**
 * What pooled runs have in common, or not, that their seeds should give them: an interval over seeds holds only what
 * differs between them by chance.
 * @param id of the group
 */
export function noteSeeds(id: string, pooled: readonly PooledRun[], note: (line: string) => void): void {
  if (pooled.length < 2) return;
  for (const same of identicalRuns(pooled)) {
    note(
      `${id}: warning: ${same.join(' and ')} measured exactly the same, so their seed changes nothing and they are one run; sweep a seed that matters, such as data.seed`,
    );
  }
  const tokenizers = new Set(pooled.flatMap(({ run }) => hashOf(run.data, 'tokenizer.json') ?? []));
  if (tokenizers.size > 1) {
    note(
      `${id}: warning: its ${pooled.length} runs have ${tokenizers.size} different tokenizers: targets have other numbers of tokens in each, so that a mean per token means something else; give them one (data.tokenizer.seed, or a file), or set analyze.unit to target`,
    );
  }
  const byData = new Map(pooled.map(({ measurements }) => [measurements.data, measurements]));
  if (byData.size === 1) {
    note(
      `${id}: its ${pooled.length} runs share their data: they see the same batches in the same order, and intervals do not hold what another order would have done to all facts at once; sweep data.seed together with train.seed`,
    );
  } else if (sharesDeal([...byData.values()])) {
    note(
      `${id}: the same facts are in the same conditions for several seeds of data, so that conditions differ by their facts too; set data.order.injection.rotation to "seed"`,
    );
  }
}

/** Runs whose traces are the same, byte by byte. */
function identicalRuns(pooled: readonly PooledRun[]): string[][] {
  const byTrace = new Map<string, string[]>();
  for (const { run } of pooled) {
    const traces = [run.train, run.probe].flatMap((directory) =>
      (findManifest(directory)?.files ?? []).flatMap(({ table, sha256 }) =>
        table === 'trace' ? [sha256] : [],
      ),
    );
    if (traces.length === 0) continue;
    const key = traces.join('\n');
    byTrace.set(key, [...(byTrace.get(key) ?? []), run.id]);
  }
  return [...byTrace.values()].filter((ids) => ids.length > 1);
}

/** Hash of a file of a stage; undefined where no manifest names it. */
function hashOf(directory: string, file: string): string | undefined {
  return findManifest(directory)?.files.find(({ path }) => path === file)?.sha256;
}

/** Whether data of different seeds have the same facts in the same, several conditions. */
function sharesDeal(all: readonly PooledRun['measurements'][]): boolean {
  const several = all.filter(({ facts }) => new Set(facts.map(({ condition }) => condition)).size > 1);
  return new Set(several.map(dealOf)).size < several.length;
}

/** Which facts, known by their probes, are in which condition. */
function dealOf({ facts, probes }: PooledRun['measurements']): string {
  const asked = facts.map(({ id, condition }) => ({ id, condition, probes: [] as string[] }));
  for (const { fact, prompt, target } of probes) asked[fact]!.probes.push(`${prompt}\n${target}`);
  return hashJson(asked.sort((a, b) => (a.id < b.id ? -1 : 1)));
}
