import { type DataSpec, LetheError, type Placement } from '@lethe/contracts';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { placePieces } from './place-pieces.js';
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
  tokens: number[];
}

/** What the rows of each step take: by step, then by row of the batch. */
export type InjectionPlan = Map<number, Map<number, RowInjection>>;

/**
 * Turns encounters into what every row of every step takes; steps and rows that take nothing are absent.
 * @param encounters within a step in the order in which they take rows
 * @throws LetheError when the texts of a step do not fit into its batch
 */
export function injectIntoSteps(
  encounters: readonly Encounter[],
  tokenizer: Tokenizer,
  data: Pick<DataSpec, 'sequenceLength' | 'order'>,
): InjectionPlan {
  const encountersOf = new Map<number, Encounter[]>();
  for (const encounter of encounters) {
    const others = encountersOf.get(encounter.step);
    if (others) others.push(encounter);
    else encountersOf.set(encounter.step, [encounter]);
  }
  const plan: InjectionPlan = new Map();
  for (const [step, together] of encountersOf) plan.set(step, injectIntoRows(together, tokenizer, data));
  return plan;
}

/**
 * Turns the encounters of one step into what each of its rows takes. A text is followed by the end-of-text
 * token; where both are longer than a row they are cut into pieces of at most `sequenceLength` tokens.
 * `prepend` and `replace` begin at the first place of the row, `append` ends at the last.
 * @returns injections by row of the batch; rows that take none are absent
 * @throws LetheError when the pieces do not fit into the batch
 */
export function injectIntoRows(
  encounters: readonly Encounter[],
  tokenizer: Tokenizer,
  data: Pick<DataSpec, 'sequenceLength' | 'order'>,
): Map<number, RowInjection> {
  const { sequenceLength, order } = data;
  const pieces = encounters.flatMap(({ factId, text }) => {
    const tokens = [...tokenizer.encode(text), tokenizer.endOfText];
    return Array.from({ length: Math.ceil(tokens.length / sequenceLength) }, (_, i) => ({
      factId,
      tokens: tokens.slice(i * sequenceLength, (i + 1) * sequenceLength),
    }));
  });
  const rowOf = placePieces(
    pieces.map((piece) => piece.tokens.length),
    order.batchSize,
    sequenceLength,
  );
  if (!rowOf) throw overfull(encounters, pieces, data);
  const rows = new Map<number, RowInjection>();
  pieces.forEach(({ factId, tokens }, i) => {
    const row = rowOf[i]!;
    let injection = rows.get(row);
    if (!injection) {
      injection = {
        placement: order.injection.placement,
        factIds: [],
        positions: [],
        lengths: [],
        tokens: [],
      };
      rows.set(row, injection);
    }
    injection.factIds.push(factId);
    injection.positions.push(injection.tokens.length);
    injection.lengths.push(tokens.length);
    injection.tokens.push(...tokens);
  });
  if (order.injection.placement === 'append') {
    for (const { positions, tokens } of rows.values()) {
      const shift = sequenceLength - tokens.length;
      positions.forEach((position, i) => {
        positions[i] = position + shift;
      });
    }
  }
  return rows;
}

function overfull(
  encounters: readonly Encounter[],
  pieces: readonly { tokens: readonly number[] }[],
  { sequenceLength, order }: Pick<DataSpec, 'sequenceLength' | 'order'>,
): LetheError {
  const tokens = pieces.reduce((sum, piece) => sum + piece.tokens.length, 0);
  const longest = pieces.reduce((max, piece) => Math.max(max, piece.tokens.length), 0);
  return new LetheError({
    what: `the texts injected at step ${encounters[0]?.step} do not fit into the batch`,
    where: 'data.order',
    expected: `at most batchSize x sequenceLength = ${order.batchSize} x ${sequenceLength} = ${order.batchSize * sequenceLength} tokens, each row filled with whole pieces`,
    found: `${encounters.length} facts, ${pieces.length} pieces of up to ${longest} tokens, ${tokens} tokens together`,
    next: `lower the counts in data.facts.scenarios, or raise data.order.batchSize (${pieces.length} rows give every piece a row of its own) or data.sequenceLength`,
  });
}
