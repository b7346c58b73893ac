import { papers } from '../../claims/papers.js';

export const tracesClaims = {
  F11t: {
    statement: "decay constant of a single encounter's trace is within 0.14-0.26 per decade of updates",
    words: 'every tenfold time takes 14 to 26 % of what a single encounter gave',
    source: `${papers.F}, table 2`,
    sourceValue: '0.14-0.26 for the sum of all encounters',
    estimand: 'decay constant a of a single trace 1 - a log10 lag, per decade of updates',
    unit: 'per decade',
    test: { between: [0.14, 0.26] },
    constant: true,
  },
  F25: {
    statement:
      'the decay constant of retention is what superposed traces predict (difference of decay constants)',
    words: 'traces of single encounters that add up explain how all of them are forgotten',
    source: 'what follows from superposed traces',
    sourceValue: null,
    estimand:
      'decay constant a (cross-fitted, net of controls where there are any) minus that which superposed traces predict, per decade of updates',
    unit: 'per decade',
    test: { between: [-0.03, 0.03] },
  },
} as const;
