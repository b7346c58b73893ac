import type { SeenBatch, SeenDocument, SeenRow } from './read-batch.js';

/**
 * Formats a batch as text: of every row its documents with their offsets, and the text that the model
 * sees, injected texts between ⟦ and ⟧.
 * @param tokens whether to list the token ids of every document too
 */
export function formatBatch(batch: SeenBatch, { tokens }: { tokens: boolean }): string {
  const pieces = batch.rows.flatMap(({ documents }) => documents.filter(({ injected }) => injected));
  const injected = pieces.reduce((sum, piece) => sum + piece.tokens.length, 0);
  const shown = batch.rows.length === batch.batchSize ? '' : `, ${batch.rows.length} shown`;
  const head = [
    `step ${batch.step} (of 0 to ${batch.steps - 1})`,
    `${batch.batchSize} rows of ${batch.sequenceLength} tokens${shown}`,
    pieces.length === 0 ? 'nothing injected' : `injected pieces: ${pieces.length}, tokens: ${injected}`,
  ];
  return [head.join('; '), ...batch.rows.map((row) => formatRow(row, tokens))].join('\n\n');
}

function formatRow({ row, sequence, placement, documents }: SeenRow, tokens: boolean): string {
  const lines = documents.flatMap((document) => {
    const line = `  ${formatSpan(document)}  ${describe(document)}`;
    return tokens ? [line, `             ${document.tokens.join(' ')}`] : [line];
  });
  const text = documents.map(({ injected, text }) => (injected ? `⟦${text}⟧` : text)).join('');
  return [
    `row ${row}: sequence ${sequence}${placement === 'none' ? '' : `, ${placement}`}`,
    ...lines,
    ...text.split('\n').map((line) => `  | ${line}`),
  ].join('\n');
}

function formatSpan({ start, tokens }: SeenDocument): string {
  return `${start}-${start + tokens.length - 1}`.padEnd(9);
}

function describe({ id, injected, tokens, wording }: SeenDocument): string {
  const size = `${tokens.length} tokens`;
  if (!injected || !wording) return `background ${id}, ${size}`;
  const { scenario, pieces, piece } = wording;
  const name =
    wording.wording === null
      ? 'other wording'
      : wording.wording === 0
        ? 'text'
        : `variant ${wording.wording}`;
  const part = pieces > 1 ? `, piece ${piece} of ${pieces}` : '';
  return `injected ${id} (${scenario ?? 'not in the facts table'}, ${name}${part}), ${size}`;
}
