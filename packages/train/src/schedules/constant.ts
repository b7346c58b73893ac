import { defineShape } from './shape.js';

export const constant = defineShape({
  shape: 'constant',
  description: 'stays at the peak after the warm-up',
  options: {},
  rate:
    (_, { peak }) =>
    () =>
      peak,
});
