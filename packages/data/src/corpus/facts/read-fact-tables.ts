import { facts as factsTable, LetheError, probes as probesTable, readRows } from '@lethe/contracts';
import type { FactSet } from './fact-set.js';

/**
 * Reads the tables facts and probes of a directory, whatever wrote them; token ids of probes are ignored.
 * @throws LetheError when a table is absent or malformed, an id is duplicated, or a probe asks for a fact that is not
 * in the table
 */
export async function readFactTables(directory: string): Promise<FactSet> {
  const facts = await readRows(directory, factsTable);
  const rows = await readRows(directory, probesTable);
  const known = uniqueIds(
    facts.map(({ fact_id }) => fact_id),
    'fact_id',
    directory,
  );
  uniqueIds(
    rows.map(({ probe_id }) => probe_id),
    'probe_id',
    directory,
  );
  const probes = rows.map(({ probe_id, fact_id, depth, prompt, target, answers, split }) => {
    if (!known.has(fact_id)) {
      throw new LetheError({
        what: 'this probe asks for a fact that is not in the facts table',
        where: `${directory}, probe ${probe_id}`,
        expected: 'the fact_id of a fact',
        found: fact_id,
      });
    }
    if (split !== 'train' && split !== 'test') {
      throw new LetheError({
        what: 'this probe has an unknown split',
        where: `${directory}, probe ${probe_id}`,
        expected: 'train or test',
        found: split,
      });
    }
    return { probe_id, fact_id, depth, prompt, target, answers, split: split as 'train' | 'test' };
  });
  return { facts, probes };
}

function uniqueIds(ids: readonly string[], column: string, directory: string): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) {
      throw new LetheError({ what: `duplicate ${column}`, where: directory, found: id });
    }
    seen.add(id);
  }
  return seen;
}
