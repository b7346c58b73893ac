import { trainSpec } from '@lethe/train/declaration';
import { describe, expect, it } from 'vitest';
import { experimentSpec } from './experiment.js';

describe('train.from', () => {
  it('takes the place of the model section', () => {
    const issues = (change: object): string => {
      const data = {
        facts: { source: 'generated', scenarios: {} },
        background: { source: 'generated', documents: 10 },
        tokenizer: { type: 'bytes' },
        sequenceLength: 8,
        order: { steps: 10, batchSize: 2, injection: { start: 1, interval: 1, count: 1 } },
        seed: 1,
      };
      const spec = { title: 't', data, train: { optimizer: { learningRate: 1 } }, ...change };
      return JSON.stringify(experimentSpec.safeParse(spec).error?.issues.map(({ message }) => message) ?? []);
    };
    const model = { layers: 1, heads: 1, width: 8 };
    const optimizer = { learningRate: 1 };
    const from = { checkpoint: 'x' };
    expect(issues({ model })).toBe('[]');
    expect(issues({ train: { optimizer, from } })).toBe('[]');
    expect(issues({})).toContain('expected a model, or train.from');
    expect(issues({ model, train: { optimizer, from } })).toContain('leave out one of them');
    expect(issues({ model, train: { optimizer, lora: { targets: ['c_attn'] } } })).toContain(
      'needs train.from',
    );
    expect(trainSpec.parse({ optimizer, lora: { targets: ['x'] } }).lora).toEqual({
      rank: 8,
      alpha: 16,
      targets: ['x'],
    });
  });
});
