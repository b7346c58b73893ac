import { LetheError, passages, readRows, tableFiles } from '@lethe/contracts';

/** The text of a fact, as token ids: at least two, since the first is predicted from nothing. */
export interface Passage {
  factId: string;
  tokens: number[];
}

/**
 * Reads the passages table of a data directory, in its order. Texts of a single token are left out, which is logged.
 * @throws LetheError where the directory has no such table
 */
export async function readPassages(data: string, log: (line: string) => void): Promise<Passage[]> {
  if (tableFiles(data, passages).length === 0) {
    throw new LetheError({
      what: 'there are no tokens of whole texts to be scored',
      where: `${data}, probe.passages`,
      expected: 'the table passages: fact_id, and tokens of its text as it is injected',
      found: 'no such table',
      next: 'run the data stage of this version, write the table where another program does its work, or set probe.passages to null',
    });
  }
  const all = (await readRows(data, passages)).map(({ fact_id, tokens }) => ({ factId: fact_id, tokens }));
  const scored = all.filter(({ tokens }) => tokens.length >= 2);
  if (scored.length < all.length) {
    log(
      `probe: ${all.length - scored.length} of ${all.length} texts are left out: they have fewer than two tokens`,
    );
  }
  return scored;
}
