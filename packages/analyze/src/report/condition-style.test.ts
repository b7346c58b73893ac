import { expect, it } from 'vitest';
import { conditionStyle } from './condition-style.js';

it('draws no two conditions alike, whatever they are called', () => {
  const others = Array.from({ length: 16 }, (_, i) => `m${i}`);
  const conditions = ['duplication', 'paraphrase', 'once', ...others, 'control'];
  const styles = conditions.map((condition) => JSON.stringify(conditionStyle(condition, conditions)));
  expect(new Set(styles).size).toBe(conditions.length);
});
