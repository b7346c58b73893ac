/** Share of the gain by which controls may move while retention is measured. */
export const MOST_DRIFT = 0.1;

const source = 'what an experiment with controls takes for granted';

export const controlDriftClaims = {
  F24: {
    where: 'from the last encounter to the last measurement',
    statement: 'controls move less than 10 % of the gain of all encounters while retention is measured',
    words: 'controls stay where they are while forgetting is measured',
    source,
    sourceValue: null,
    estimand:
      'mean change of controls from the last local acquisition maximum to the last times, by the gain over controls at that maximum, a ratio',
    unit: 'of the gain',
    test: { between: [-MOST_DRIFT, MOST_DRIFT] },
  },
  F24windows: {
    id: 'F24w',
    where: 'windows of encounters',
    // The one word that an experiment adds: its main condition.
    statement: 'controls move less than 10 % of the effectivity of {condition}',
    words: 'controls stay where they are around encounters',
    source,
    sourceValue: null,
    estimand:
      'mean of controls over the windows minus before, by the mean effectivity of injected facts (findings show it and its range in nats/token)',
    unit: 'nats/token',
    test: { between: [-MOST_DRIFT, MOST_DRIFT] },
  },
} as const;
