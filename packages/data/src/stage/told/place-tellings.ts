import { readBatches, sequences } from '@lethe/contracts';

/** A text that tells a fact: tokens `from` to before `to` of a document. */
export interface ToldText {
  /** Number of the fact. */
  fact: number;
  from: number;
  to: number;
}

/** The part of such a text by which a row tells the fact. */
export interface ToldPart {
  fact: number;
  /** Offset of its first token in the background row. */
  start: number;
  /** Offset after its last token. */
  end: number;
}

/** A document whose rows are being read. */
interface OpenDocument {
  id: string;
  /** Tokens of it in the rows so far. */
  tokens: number;
  /** By text, the longest part so far. */
  longest: (ToldPart & { row: number })[];
}

/**
 * Finds the row that tells each text. Training sees rows at unrelated steps, so of a text that the ends of rows cut
 * the longest part counts, the first of equals: every text is met once in an epoch.
 * @param directory with the sequences table
 * @param texts by document id
 * @returns by row of the sequences table
 */
export async function placeTellings(
  directory: string,
  texts: ReadonlyMap<string, readonly ToldText[]>,
): Promise<Map<number, ToldPart[]>> {
  const found = new Map<number, ToldPart[]>();
  let open: OpenDocument | undefined;
  const close = (): void => {
    // The end of the last document may be in no row.
    for (const longest of open?.longest.filter((part) => part !== undefined) ?? []) {
      const { row, ...part } = longest;
      found.set(row, [...(found.get(row) ?? []), part]);
    }
    open = undefined;
  };
  let row = 0;
  for await (const batch of readBatches(directory, sequences)) {
    const { offsets, values: starts } = batch.numberLists('document_starts');
    const rowLength = batch.listSize('tokens');
    batch.stringLists('document_ids').forEach((ids, i) => {
      ids.forEach((id, place) => {
        const start = starts[offsets[i]! + place]!;
        const end = place + 1 < ids.length ? starts[offsets[i]! + place + 1]! : rowLength;
        if (place > 0 || open?.id !== id) {
          close();
          open = { id, tokens: 0, longest: [] };
        }
        const document = open!;
        texts.get(id)?.forEach(({ fact, from, to }, number) => {
          const first = Math.max(from, document.tokens) - document.tokens + start;
          const last = Math.min(to - document.tokens + start, end);
          const before = document.longest[number] ?? { start: 0, end: 0 };
          if (last - first <= before.end - before.start) return;
          document.longest[number] = { fact, row, start: first, end: last };
        });
        document.tokens += end - start;
      });
      row++;
    });
  }
  close();
  return found;
}
