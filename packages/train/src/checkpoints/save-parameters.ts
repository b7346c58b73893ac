import { architectureOf, type ModelConfig, saveCheckpoint, type Weights } from '@lethe/model';
import type { CompiledModule } from '@lethe/runtime';

/** Saves the parameters that a module holds as a Hugging Face directory; the optimizer's state stays behind. */
export async function saveParameters(
  module: Pick<CompiledModule, 'readState'>,
  config: ModelConfig,
  directory: string,
): Promise<void> {
  const parameters = architectureOf(config).parameters(config);
  const values = await module.readState(parameters.map(({ name }) => name));
  const weights: Weights = {};
  for (const { name, shape } of parameters) {
    weights[name] = { dtype: 'float32', shape, values: values[name] as Float32Array };
  }
  saveCheckpoint(directory, config, weights);
}
