export { type BenchCase, benchCase, drawTokens, writeCase } from './train-step/bench-case.js';
export { type Measurement, type Turn, wantsStep } from './train-step/measurement.js';
export { chosenShapes, type Shape, shapes } from './train-step/shapes.js';
export { formatSummaries, lossDifference, summarize, type VariantSummary } from './train-step/summary.js';
