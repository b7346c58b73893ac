import { join } from 'node:path';
import { assembleRow, order, type Placement, readRows, sequences } from '@lethe/contracts';
import { loadTokenizer } from '@lethe/tokenizers';

/** A text as the model meets it. */
export interface MetText {
  step: number;
  /** Decoded from the assembled rows; the pieces of a text that was split are joined. */
  text: string;
  /** Rows of the batch that hold it, and where it begins in each. */
  rows: number[];
  positions: number[];
}

/** What the model meets of every fact in the tables of a data stage, by fact. */
export async function encountersIn(out: string): Promise<Map<string, MetText[]>> {
  const tokenizer = loadTokenizer(join(out, 'tokenizer.json'));
  const background = await readRows(out, sequences);
  const met = new Map<string, (Omit<MetText, 'text'> & { tokens: number[] })[]>();
  for (const { step, row, sequence, fact_ids, positions, lengths, ...rest } of await readRows(out, order)) {
    const seen = Int32Array.from(background[sequence]!.tokens);
    const placement = rest.placement as Placement;
    assembleRow(seen.slice(), { placement, positions, lengths, injectedTokens: rest.injected_tokens }, seen);
    fact_ids.forEach((id, i) => {
      const list = met.get(id) ?? [];
      met.set(id, list);
      if (list.at(-1)?.step !== step) list.push({ step, rows: [], positions: [], tokens: [] });
      const last = list.at(-1)!;
      last.tokens.push(...seen.subarray(positions[i]!, positions[i]! + lengths[i]!));
      last.rows.push(row);
      last.positions.push(positions[i]!);
    });
  }
  return new Map(
    [...met].map(([id, list]) => [
      id,
      list.map(({ tokens, ...rest }) => ({ ...rest, text: tokenizer.decode(tokens) })),
    ]),
  );
}
