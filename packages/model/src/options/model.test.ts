import { schemaMistakes } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import { modelPresets, modelSpec } from './model.js';

const messages = (model: unknown): string => {
  const parsed = modelSpec.safeParse(model);
  return parsed.success ? '' : schemaMistakes(parsed.error);
};

describe('the model of an experiment', () => {
  it('is a GPT-2 of the sizes given', () => {
    expect(modelSpec.parse({ layers: 2, heads: 2, width: 64 })).toEqual({
      architecture: 'gpt2',
      layers: 2,
      heads: 2,
      width: 64,
    });
  });

  it.each(Object.keys(modelPresets))(
    'can be the preset %s, and says the same when it is read again',
    (preset) => {
      const model = modelSpec.parse({ preset });
      expect(model).toMatchObject(modelPresets[preset as keyof typeof modelPresets]);
      expect(modelSpec.parse(model)).toEqual(model);
    },
  );

  it('can change a preset', () => {
    expect(modelSpec.parse({ preset: 'llama-3.2-1b', layers: 2, tied: false })).toMatchObject({
      architecture: 'llama',
      layers: 2,
      heads: 32,
      tied: false,
      rotary: { theta: 500_000, scaling: { factor: 32, highFrequencyFactor: 4 } },
    });
  });

  it('with one-hot embeddings is as wide as the vocabulary', () => {
    const model = modelSpec.parse({ architecture: 'one-layer', mlpWidth: 8 });
    expect(model).toEqual({ architecture: 'one-layer', layers: 1, heads: 1, width: 0, mlpWidth: 8 });
    expect(modelSpec.parse(model)).toEqual(model);
  });

  it.each([
    [{ layers: 2, heads: 2 }, /expected width, or a preset/],
    [{ layers: 2, heads: 3, width: 64 }, /width must be a multiple of heads/],
    [{ layers: 2, heads: 2, width: 64, tied: true }, /architecture gpt2 has no tied/],
    [{ preset: 'gpt2-tiny', architecture: 'llama' }, /preset is of another architecture/],
    [{ architecture: 'llama', layers: 1, heads: 4, keyValueHeads: 3, width: 8 }, /multiple of keyValueHeads/],
    [{ architecture: 'olmo', layers: 1, heads: 4, width: 12 }, /heads of an even width/],
    [{ preset: 'olmo-tiny', rotary: { fraction: 0.5 } }, /rotates whole heads/],
    [{ preset: 'gpt2-huge' }, /preset/],
    [{ architecture: 'one-layer', layers: 2, mlpWidth: 8 }, /a one-layer model has one/],
    [{ architecture: 'one-layer', width: 8, mlpWidth: 8 }, /as wide as the vocabulary/],
    [{ architecture: 'one-layer' }, /expected the hidden size of the MLP/],
    [{ architecture: 'one-layer', embeddings: 'frozen' }, /expected the size of the embeddings/],
    [{ architecture: 'one-layer', attentionOnly: true, mlpWidth: 8 }, /has no MLP/],
    [{ layers: 2, heads: 2, width: 64, depth: 3 }, /depth/],
  ])('%j is refused', (model, message) => {
    expect(messages(model)).toMatch(message);
  });
});
