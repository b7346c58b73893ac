export interface MeanLoss {
  /** Nats per token. */
  loss: number;
  /** Nats per token; null for a single row, which says nothing of its spread. */
  standardError: number | null;
}

/**
 * The mean over all tokens that count, and its standard error by the spread of rows: that of a ratio of sums, which for rows
 * of as many tokens is the standard deviation of their means (n - 1) by the root of their number.
 * @param sums nats of each row
 * @param counts tokens of each row that count
 */
export function meanOverRows(sums: ArrayLike<number>, counts: ArrayLike<number>): MeanLoss {
  const n = sums.length;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < n; i++) {
    sum += sums[i]!;
    count += counts[i]!;
  }
  const loss = sum / count;
  if (n === 1) return { loss, standardError: null };
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (sums[i]! - loss * counts[i]!) ** 2;
  return { loss, standardError: Math.sqrt((n / (n - 1)) * squares) / count };
}
