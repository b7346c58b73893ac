export interface MeanLoss {
  /** Nats per token. */
  loss: number;
  /** Nats per token; null for a single row, which says nothing of its spread. */
  standardError: number | null;
}

/**
 * The mean of row losses that count alike, and its standard error: the standard deviation over rows (n - 1) by the root
 * of their number.
 */
export function meanOverRows(losses: ArrayLike<number>): MeanLoss {
  const n = losses.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += losses[i]!;
  const loss = sum / n;
  if (n === 1) return { loss, standardError: null };
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (losses[i]! - loss) ** 2;
  return { loss, standardError: Math.sqrt(squares / (n - 1) / n) };
}
