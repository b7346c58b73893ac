import { between, fallSteps, finalFraction, progressBetween } from './learning-rate.js';
import { defineShape } from './shape.js';

export const linear = defineShape({
  shape: 'linear',
  description: 'falls along a line after the warm-up',
  options: { finalFraction: finalFraction.default(0.1), steps: fallSteps },
  rate:
    ({ finalFraction }, { peak, steps, begin }) =>
    (step) =>
      between(peak, finalFraction, 1 - progressBetween(begin, steps - 1, step)),
});
