/** One training row and how often training showed it. */
export interface CountedRow {
  /** Token ids [length]. */
  tokens: ArrayLike<number>;
  /** Places of the tokens that carry loss, each at least 1: the token there is predicted from those before it. */
  places: Iterable<number>;
  /** How often the row was shown. */
  times: number;
}

interface Context {
  /** Occurrences of every next token that carried loss. */
  next: Map<number, number>;
  children: Map<number, Context>;
}

const newContext = (): Context => ({ next: new Map(), children: new Map() });

/**
 * The mean loss in nats below which no model gets on these rows: the entropy of each token that carries loss given all
 * tokens before it in its row, by the rows' own frequencies. On the rows of a symbolic world with K templates per
 * subject it is 1/2 log K (arXiv 2508.00901's near-optimal loss).
 * @returns NaN where no token carries loss
 */
export function entropyFloor(rows: Iterable<CountedRow>): number {
  const root = newContext();
  for (const { tokens, places, times } of rows) {
    let context = root;
    let reached = 0;
    for (const place of [...places].sort((a, b) => a - b)) {
      for (; reached < place; reached++) context = step(context, tokens[reached]!);
      const token = tokens[place]!;
      context.next.set(token, (context.next.get(token) ?? 0) + times);
    }
  }
  return meanEntropy(root);
}

function step(context: Context, token: number): Context {
  const known = context.children.get(token);
  if (known) return known;
  const child = newContext();
  context.children.set(token, child);
  return child;
}

function meanEntropy(root: Context): number {
  let nats = 0;
  let total = 0;
  const open = [root];
  for (let context = open.pop(); context; context = open.pop()) {
    const counts = [...context.next.values()];
    const sum = counts.reduce((a, b) => a + b, 0);
    for (const count of counts) nats -= count * Math.log(count / sum);
    total += sum;
    open.push(...context.children.values());
  }
  return total === 0 ? Number.NaN : nats / total;
}
