export { type BenchCase, benchCase, drawTokens, writeCase } from './train-step/bench-case.js';
export { type Budget, type Measurement, wantsStep } from './train-step/measurement.js';
export { formatSummaries, lossDifference, summarize, type VariantSummary } from './train-step/summary.js';
