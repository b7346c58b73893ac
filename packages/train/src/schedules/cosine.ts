import { between, fallSteps, finalFraction, progressBetween } from './learning-rate.js';
import { defineShape } from './shape.js';

export const cosine = defineShape({
  shape: 'cosine',
  description: 'falls along half a cosine after the warm-up',
  options: { finalFraction: finalFraction.default(0.1), steps: fallSteps },
  rate:
    ({ finalFraction }, { peak, steps, begin }) =>
    (step) =>
      between(peak, finalFraction, 0.5 * (1 + Math.cos(Math.PI * progressBetween(begin, steps - 1, step)))),
});
