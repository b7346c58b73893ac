import { LetheError } from '@lethe/contracts';
import { architectureOf, architectures, type ModelConfig } from '../architectures/registry.js';
import type { DataSizes } from '../blocks/architecture.js';
import type { ModelSpec } from '../options/model.js';

/** The configuration of an experiment's `model` section, with the sizes that the data decide. */
export function modelConfigFromSpec(spec: ModelSpec, sizes: DataSizes): ModelConfig {
  return architectureOf(spec.architecture).fromSpec(spec, sizes);
}

/**
 * Reads a Hugging Face config.json.
 * @throws LetheError when `model_type` is of no known architecture or a field is not supported.
 */
export function modelConfigFromHuggingFace(json: unknown, where: string): ModelConfig {
  const type = (json as { model_type?: unknown } | null)?.model_type;
  const architecture = architectures.find(({ modelType }) => modelType === type);
  if (architecture) return architecture.fromHuggingFace(json, where);
  throw new LetheError({
    what: 'the model is of an unknown architecture',
    where,
    expected: `"model_type": one of ${architectures.map(({ modelType }) => modelType).join(', ')}`,
    found: `"model_type": ${JSON.stringify(type)}`,
  });
}

/** The content of config.json for a configuration. */
export function modelConfigToHuggingFace(config: ModelConfig): Record<string, unknown> {
  return architectureOf(config).toHuggingFace(config);
}

/** The text of config.json for a configuration. */
export function formatModelConfig(config: ModelConfig): string {
  const { floatFields = [] } = architectureOf(config);
  const json = JSON.stringify(modelConfigToHuggingFace(config), null, 2);
  const text = json.replace(/^ {2}"(\w+)": -?\d+(?=,?$)/gm, (line, field) =>
    floatFields.includes(field) ? `${line}.0` : line,
  );
  return `${text}\n`;
}
