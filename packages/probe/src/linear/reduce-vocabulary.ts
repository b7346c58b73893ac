import { LetheError } from '@lethe/contracts';
import { architectureOf, type LazyWeights, type ModelConfig, type Weights } from '@lethe/model';

/** A model that knows only the tokens of some prompts: the same states of fewer embeddings. */
export interface ReducedModel {
  config: ModelConfig;
  /** Parameters without the embeddings. */
  weights: LazyWeights;
  /** Name of the parameter that holds the embeddings. */
  embedding: string;
  /** Float32Array [config.vocabSize, width] */
  embeddings: Float32Array;
  /** The prompts in the ids of the reduced vocabulary, cut to the context from their beginning. */
  prompts: number[][];
}

/**
 * Leaves out of a model all embeddings that some prompts do not need, so that what is trained beside them is small.
 * @throws LetheError for a model without embeddings
 */
export function reduceVocabulary(
  config: ModelConfig,
  weights: Weights | LazyWeights,
  prompts: readonly (readonly number[])[],
): ReducedModel {
  const table = architectureOf(config)
    .parameters(config)
    .find(({ layout, shape }) => layout === 'embedding' && shape[0] === config.vocabSize);
  if (!table) {
    throw new LetheError({
      what: 'the model has no embeddings that could be changed',
      where: 'probe.linear.rank',
      expected: 'null, or a model with embeddings',
      found: `${config.architecture} with one-hot embeddings`,
    });
  }
  const { width } = config;
  const idOf = new Map<number, number>();
  const numbered = prompts.map((prompt) =>
    prompt.slice(-config.contextLength).map((token) => {
      const id = idOf.get(token) ?? idOf.size;
      idOf.set(token, id);
      return id;
    }),
  );
  const valuesOf = ({ values }: Weights[string] | LazyWeights[string]): Float32Array =>
    typeof values === 'function' ? values() : values;
  const all = valuesOf(weights[table.name]!);
  const embeddings = new Float32Array(idOf.size * width);
  for (const [token, id] of idOf) {
    embeddings.set(all.subarray(token * width, (token + 1) * width), id * width);
  }
  const others = Object.entries(weights)
    .filter(([name]) => name !== table.name)
    .map(([name, weight]) => [name, { ...weight, values: () => valuesOf(weight) }] as const);
  return {
    config: { ...config, vocabSize: idOf.size },
    weights: Object.fromEntries(others),
    embedding: table.name,
    embeddings,
    prompts: numbered,
  };
}
