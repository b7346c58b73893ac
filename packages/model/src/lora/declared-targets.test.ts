import { expect, it } from 'vitest';
import { type ArchitectureName, architectureOf, type ModelConfig } from '../architectures/registry.js';
import { modelConfigFromSpec } from '../model/model-config.js';
import { architectureNames, modelSpec } from '../options/model.js';
import { loraTargets } from './lora-parameters.js';
import { initRankOne } from './rank-one.js';

/** A small model; of the one-layer architecture one with an MLP and one without. */
function configsOf(architecture: ArchitectureName): ModelConfig[] {
  const [preset] = Object.keys(architectureOf(architecture).presets);
  const models =
    preset === undefined
      ? [
          { architecture, mlpWidth: 8 },
          { architecture, attentionOnly: true },
        ]
      : [{ preset }];
  return models.map((model) =>
    modelConfigFromSpec(modelSpec.parse(model), { vocabSize: 7, contextLength: 4 }),
  );
}

const modelWith = (configs: readonly ModelConfig[], target: string) =>
  configs.find((config) =>
    architectureOf(config)
      .parameters(config)
      .some(({ name }) => name.endsWith(`${target}.weight`)),
  )!;

it.each(architectureNames)('%s has the targets that it declares', (name) => {
  const configs = configsOf(name);
  const { lora, rankOne } = architectureOf(name).targets;
  for (const target of lora) {
    const config = modelWith(configs, target);
    const adapted = loraTargets(config, { rank: 1, alpha: 1, targets: [target] });
    expect(adapted.length, target).toBe(config.layers);
  }
  // Refuses targets that do not read the residual stream.
  for (const target of rankOne) {
    const config = modelWith(configs, target);
    expect(() => initRankOne(config, [target], new Float32Array(config.width)), target).not.toThrow();
  }
});

it('who names a matrix that does not read the residual stream is told those that do', () => {
  const [config] = configsOf('llama');
  const change = () => initRankOne(config!, ['down_proj'], new Float32Array(config!.width));
  expect(change).toThrow(/such as q_proj, up_proj/);
});
