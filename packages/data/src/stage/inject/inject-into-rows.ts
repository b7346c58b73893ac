import { createRandom, groupBy, LetheError, type Placement } from '@lethe/contracts';
import type { Tokenizer } from '@lethe/tokenizers';
import type { DataSpec } from '../options/data.js';
import { chooseRows, keepPiecesInOrder, placePieces } from './place-pieces.js';
import type { Encounter } from './plan-injections.js';

/** What is injected into one row of a batch, as the order table records it. */
export interface RowInjection {
  placement: Placement;
  /** Fact of each piece; a text that is split over rows has a piece in each. */
  factIds: string[];
  /** Offset of each piece in the assembled row. */
  positions: number[];
  /** Tokens of each piece. */
  lengths: number[];
  /** Token ids of all pieces, one after the other. */
  tokens: Int32Array;
}

/** What the rows of each step take: by step, then by row of the batch. */
export type InjectionPlan = Map<number, Map<number, RowInjection>>;

type Plan = Pick<DataSpec, 'seed' | 'sequenceLength' | 'order'>;

interface Piece {
  factId: string;
  /** Number of the text in its step. */
  text: number;
  tokens: Int32Array;
}

/**
 * Turns encounters into what every row of every step takes; steps and rows that take nothing are absent, as all are
 * with placement `none`.
 * Memory: 4 bytes for every token of every distinct text, however often it is injected, unless texts share rows.
 * @param encounters within a step in the order in which they take rows
 * @throws LetheError when the texts of a step do not fit into its batch
 */
export function injectIntoSteps(
  encounters: readonly Encounter[],
  tokenizer: Pick<Tokenizer, 'encode' | 'endOfText'>,
  data: Plan,
): InjectionPlan {
  const encoded = new Map<string, Int32Array>();
  const encode = (text: string): Int32Array => {
    const tokens = encoded.get(text) ?? withEnd(text, tokenizer);
    encoded.set(text, tokens);
    return tokens;
  };
  const plan: InjectionPlan = new Map();
  if (data.order.injection.placement === 'none') return plan;
  for (const [step, together] of groupBy(encounters, (encounter) => encounter.step)) {
    plan.set(step, injectTexts(together, encode, data));
  }
  return plan;
}

/**
 * Turns the encounters of one step into what each of its rows takes. A text is followed by the end-of-text
 * token; where both are longer than a row they are cut into pieces of at most `sequenceLength` tokens, which lie
 * in ascending rows. `prepend` begins at the first place of the row, `replace` at the fraction `at` of it,
 * `append` ends at the last.
 * @returns injections by row of the batch; rows that take none are absent
 * @throws LetheError when the pieces do not fit into the batch
 */
export function injectIntoRows(
  encounters: readonly Encounter[],
  tokenizer: Pick<Tokenizer, 'encode' | 'endOfText'>,
  data: Plan,
): Map<number, RowInjection> {
  if (data.order.injection.placement === 'none') return new Map();
  return injectTexts(encounters, (text) => withEnd(text, tokenizer), data);
}

function injectTexts(
  encounters: readonly Encounter[],
  encode: (text: string) => Int32Array,
  data: Plan,
): Map<number, RowInjection> {
  const { batchSize, injection } = data.order;
  const random = createRandom(data.seed, 'data/injection/rows', encounters[0]?.step ?? 0);
  // Else the first facts would always lie above the others.
  const inTurn = injection.row === 'random' ? random.shuffle([...encounters]) : encounters;
  const pieces = inTurn.flatMap(({ factId, text }, i) =>
    cut(encode(text), data.sequenceLength).map((tokens): Piece => ({ factId, text: i, tokens })),
  );
  const placed = placePieces(
    pieces.map(({ tokens }) => tokens.length),
    batchSize,
    data.sequenceLength,
  );
  if (!placed) throw overfull(encounters, pieces, data);
  const rowOf = keepPiecesInOrder(
    placed,
    pieces.map(({ text }) => text),
  );
  const rows = chooseRows(injection.row, new Set(rowOf).size, batchSize, random);
  const together = groupBy(pieces.keys(), (piece) => rows[rowOf[piece]!]!);
  return new Map(
    [...together].map(([row, inRow]) => [
      row,
      fillRow(
        inRow.map((piece) => pieces[piece]!),
        data,
      ),
    ]),
  );
}

function withEnd(text: string, tokenizer: Pick<Tokenizer, 'encode' | 'endOfText'>): Int32Array {
  const tokens = tokenizer.encode(text);
  const ended = new Int32Array(tokens.length + 1);
  ended.set(tokens);
  ended[tokens.length] = tokenizer.endOfText;
  return ended;
}

/** Views of at most `length` tokens each. */
function cut(tokens: Int32Array, length: number): Int32Array[] {
  return Array.from({ length: Math.ceil(tokens.length / length) }, (_, i) =>
    tokens.subarray(i * length, (i + 1) * length),
  );
}

function fillRow(pieces: readonly Piece[], { sequenceLength, order }: Plan): RowInjection {
  const { placement, at } = order.injection;
  const lengths = pieces.map(({ tokens }) => tokens.length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const last = sequenceLength - total;
  const replaced = Math.min(Math.floor(at * sequenceLength), last);
  const first = placement === 'replace' ? replaced : placement === 'append' ? last : 0;
  const tokens = pieces.length === 1 ? pieces[0]!.tokens : new Int32Array(total);
  const positions: number[] = [];
  let offset = 0;
  for (const piece of pieces) {
    positions.push(first + offset);
    if (pieces.length > 1) tokens.set(piece.tokens, offset);
    offset += piece.tokens.length;
  }
  return { placement, factIds: pieces.map(({ factId }) => factId), positions, lengths, tokens };
}

function overfull(
  encounters: readonly Encounter[],
  pieces: readonly Piece[],
  { sequenceLength, order }: Plan,
): LetheError {
  const tokens = pieces.reduce((sum, piece) => sum + piece.tokens.length, 0);
  const longest = pieces.reduce((max, piece) => Math.max(max, piece.tokens.length), 0);
  return new LetheError({
    what: `the texts injected at step ${encounters[0]?.step} do not fit into the batch`,
    where: 'data.order',
    expected: `at most batchSize x sequenceLength = ${order.batchSize} x ${sequenceLength} = ${order.batchSize * sequenceLength} tokens, each row filled with whole pieces`,
    found: `${encounters.length} facts, ${pieces.length} pieces of up to ${longest} tokens, ${tokens} tokens together`,
    next: `lower the counts in data.facts.scenarios, or raise data.order.batchSize (${pieces.length} rows give every piece its own row) or data.sequenceLength`,
  });
}
