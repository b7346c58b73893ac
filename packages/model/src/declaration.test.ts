import { expect, it, vi } from 'vitest';

vi.mock('@tensorflow/tfjs', () => {
  throw new Error('TensorFlow was loaded');
});
vi.mock('@lethe/runtime', () => {
  throw new Error('the runtime was loaded');
});

it('what the package declares loads without TensorFlow, and the package itself does not', async () => {
  const { architectureNames, modelSpec } = await import('./declaration.js');
  expect(architectureNames).toContain('gpt2');
  expect(modelSpec.parse({ preset: 'llama-tiny' }).architecture).toBe('llama');
  await expect(import('./index.js')).rejects.toThrow();
});
