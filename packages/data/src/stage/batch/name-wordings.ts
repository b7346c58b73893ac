import { facts as factsTable, readBatches } from '@lethe/contracts';
import type { Tokenizer } from '@lethe/tokenizers';
import type { Fact } from '../../corpus/facts/fact-set.js';
import type { OrderRow } from './read-order-rows.js';

/** What an injected piece is of. */
export interface SeenWording {
  /** Scenario of the fact; null where the facts table has no such fact. */
  scenario: string | null;
  /** 0 for the text of the fact, i for its variant number i, null for any other text. */
  wording: number | null;
  /** Number of this piece, from 1, of the pieces that the text was split into. */
  piece: number;
  pieces: number;
}

/** A piece of a text in a row. */
interface Piece {
  key: string;
  tokens: Int32Array;
}

/** Names the place of an injected piece within its step. */
export const pieceKey = (row: number, position: number): string => `${row}/${position}`;

/**
 * Finds the wording that every injected piece of a step belongs to, by comparing texts: pieces
 * of a text lie in ascending rows, and the last ends with the end-of-text token. Of the facts table the facts of
 * this step are kept.
 * @param rows all rows of the step
 * @returns by `pieceKey`
 */
export async function nameWordings(
  data: string,
  rows: readonly OrderRow[],
  tokenizer: Tokenizer,
): Promise<Map<string, SeenWording>> {
  const piecesOf = new Map<string, Piece[]>();
  for (const { row, factIds, positions, lengths, injectedTokens } of rows) {
    let begin = 0;
    factIds.forEach((id, i) => {
      const tokens = injectedTokens.subarray(begin, begin + lengths[i]!);
      begin += lengths[i]!;
      piecesOf.set(id, [...(piecesOf.get(id) ?? []), { key: pieceKey(row, positions[i]!), tokens }]);
    });
  }
  const facts = await readFacts(data, new Set(piecesOf.keys()));
  const named = new Map<string, SeenWording>();
  for (const [id, pieces] of piecesOf) {
    const fact = facts.get(id);
    for (const text of splitTexts(pieces, tokenizer.endOfText)) {
      const decoded = tokenizer.decode(text.flatMap(({ tokens }) => Array.from(tokens)));
      text.forEach(({ key }, i) => {
        named.set(key, {
          scenario: fact?.scenario ?? null,
          wording: fact ? numberOfWording(fact, decoded, tokenizer) : null,
          piece: i + 1,
          pieces: text.length,
        });
      });
    }
  }
  return named;
}

function splitTexts(pieces: readonly Piece[], endOfText: number): Piece[][] {
  const texts: Piece[][] = [[]];
  pieces.forEach((piece, i) => {
    texts.at(-1)!.push(piece);
    if (piece.tokens.at(-1) === endOfText && i + 1 < pieces.length) texts.push([]);
  });
  return texts;
}

function numberOfWording(fact: Fact, decoded: string, tokenizer: Tokenizer): number | null {
  const end = tokenizer.decode([tokenizer.endOfText]);
  const wording = [fact.text, ...fact.variants].findIndex((text) => decoded === text + end);
  return wording < 0 ? null : wording;
}

async function readFacts(data: string, wanted: ReadonlySet<string>): Promise<Map<string, Fact>> {
  const found = new Map<string, Fact>();
  if (wanted.size === 0) return found;
  for await (const batch of readBatches(data, factsTable)) {
    for (const fact of batch.rows()) if (wanted.has(fact.fact_id)) found.set(fact.fact_id, fact);
  }
  return found;
}
