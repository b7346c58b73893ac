import { expect, it } from 'vitest';
import { counted } from './counted.js';

it('counts things in words, one of them alone', () => {
  expect([0, 1, 2, 12_345].map((count) => counted(count, 'layer'))).toEqual([
    ...['0 layers', '1 layer', '2 layers', '12,345 layers'],
  ]);
});
