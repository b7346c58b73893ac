import { utf8 } from '@lethe/contracts';

// Columns that many tables of the analysis begin or end with.
export const run = () => utf8('run of the sweep; main where there is none');
/** A group of one run has its name. */
export const group = () => utf8('run of the sweep, or name of the runs that differ in seeds only');
export const condition = () => utf8('scenario of injection');
export const depth = () => utf8('probe depth');
/** Of log-probabilities in tables. */
export const NATS = 'nats per token (per target with analyze.unit target)';
export const intervalMethod = () =>
  utf8('how the intervals of the row were made: t, percentile, bca or exact');
