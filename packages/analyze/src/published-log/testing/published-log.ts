const depths = ['mem', 'gen', 'gen_hard'];

/**
 * A log in the layout of the published result JSON, indented like it, with NaN where the published code divides by 0.
 * @param loss of probe `i` (passage * 5 + number) of a depth after a number of updates, nats per token
 * @param firstStep of the checkpoint
 */
export function publishedLog(
  records: number,
  loss: (update: number, depth: number, i: number) => number | null,
  firstStep = 0,
): string {
  const lists = (values: (i: number) => string): string =>
    `[${Array.from({ length: 130 }, (_, p) => `[\n${Array.from({ length: 5 }, (_, j) => `                ${values(5 * p + j)}`).join(',\n')}\n            ]`).join(',')}]`;
  const parts = Array.from({ length: records }, (_, update) => {
    const keys = depths.flatMap((depth, d) => [
      `"${depth}_target": ${lists((i) => String(loss(update, d, i)))}`,
      ...(update % 100 === 0 ? [`"${depth}_first": ${lists(() => 'NaN')}`, `"${depth}_full": null`] : []),
    ]);
    return `    {\n        "step": ${firstStep + update},\n        ${[...keys, '"def": [1.5, NaN]'].join(',\n        ')}\n    }`;
  });
  return `[\n${parts.join(',\n')}\n]\n`;
}
