type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Gives an experiment five seeds of data and training together, as verdicts need them, unless it sweeps something.
 * Every seed deals the facts to the scenarios anew, and all have one tokenizer, of a seed that is none of theirs.
 */
export function sweepSeeds(spec: Json): Json {
  if (Array.isArray(spec.sweep) && spec.sweep.length > 0) return spec;
  const data = spec.data as Json;
  const order = data.order as Json;
  const tokenizer = data.tokenizer as Json;
  const { smoke, ...rest } = spec;
  return {
    ...rest,
    data: {
      ...data,
      tokenizer: tokenizer.type === 'byte-bpe' ? { ...tokenizer, seed: 0 } : tokenizer,
      order: isObject(order.injection)
        ? { ...order, injection: { ...order.injection, rotation: 'seed' } }
        : order,
    },
    sweep: [{ label: 's', path: ['data.seed', 'train.seed'], values: [1, 2, 3, 4, 5] }],
    // Last, as in other experiments.
    ...(smoke === undefined ? {} : { smoke }),
  };
}
