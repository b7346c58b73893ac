import { papers } from '../../claims/papers.js';

const DECAY = [0.14, 0.26] as const;
const estimand = 'R2 of the logarithmic law through the mean curve, without what noise takes off it';

/** How gains decay after the last encounter (arXiv 2406.11813, section 4.3 and table 2). */
export const decayClaims = {
  F10: {
    where: 'depths but composition',
    statement: 'retainability is linear in log t',
    words: 'what is left falls along a straight line over the logarithm of time',
    source: `${papers.F}, section 4.3`,
    sourceValue: '> 0.80',
    estimand,
    unit: 'R²',
    test: { above: 0.8 },
  },
  F10composition: {
    id: 'F10',
    where: 'composition',
    statement: 'retainability is linear in log t',
    words: 'what is left falls along a straight line over the logarithm of time',
    source: `${papers.F}, section 4.3`,
    sourceValue: '> 0.65',
    estimand,
    unit: 'R²',
    test: { above: 0.65 },
  },
  F10n: {
    where: 'depths but composition',
    statement: 'net retention is linear in log t',
    words: 'what is left, net of controls, falls along a straight line over the logarithm of time',
    source: `${papers.F}, section 4.3`,
    sourceValue: '> 0.80, not net',
    estimand,
    unit: 'R²',
    test: { above: 0.8 },
  },
  F10ncomposition: {
    id: 'F10n',
    where: 'composition',
    statement: 'net retention is linear in log t',
    words: 'what is left, net of controls, falls along a straight line over the logarithm of time',
    source: `${papers.F}, section 4.3`,
    sourceValue: '> 0.65, not net',
    estimand,
    unit: 'R²',
    test: { above: 0.65 },
  },
  F11: {
    statement: 'decay constant is within 0.14-0.26 per decade of updates',
    words: 'every tenfold time takes 14 to 26 % of what was gained',
    source: `${papers.F}, table 2`,
    sourceValue: '0.14-0.26 overall',
    estimand: 'decay constant a of R = b - a log10 t, per decade of updates',
    unit: 'per decade',
    test: { between: DECAY },
    constant: true,
  },
  F11n: {
    kind: 'primary',
    statement: 'decay constant net of controls is within 0.14-0.26 per decade of updates',
    words: 'every tenfold time takes 14 to 26 % of what was gained, net of controls',
    source: `${papers.F}, table 2`,
    sourceValue: '0.14-0.26 overall',
    estimand: 'decay constant a of cross-fitted net retention, per decade of updates',
    unit: 'per decade',
    test: { between: DECAY },
    constant: true,
  },
} as const;
