import { expect, it } from 'vitest';
import { formatSeconds } from './format-seconds.js';

it('formatSeconds keeps three digits at most', () => {
  expect([0.4213, 9.99, 12.34, 59.94, 60, 367].map(formatSeconds)).toEqual([
    '0.42 s',
    '9.99 s',
    '12.3 s',
    '59.9 s',
    '1 min 0 s',
    '6 min 7 s',
  ]);
});
