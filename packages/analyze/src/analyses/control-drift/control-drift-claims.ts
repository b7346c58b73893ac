export const controlDriftClaims = {
  F24: {
    // The one word that an experiment adds: its main condition.
    statement: 'controls move less than 10 % of the effectivity of {condition}',
    source: 'what an experiment with controls takes for granted',
    sourceValue: null,
    estimand:
      'mean of controls over the windows minus before, by the mean effectivity of injected facts (findings show it and its range in nats/token)',
    test: { between: [-0.1, 0.1] },
  },
} as const;
