export { claims } from './analyses/claims.js';
export { type CountedRow, entropyFloor } from './analyses/extraction/entropy-floor.js';
export { acceleration, type BcaInput, bcaInterval } from './bootstrap/bca-interval.js';
export { type Estimate, type Interval, percentileInterval, standardError } from './bootstrap/estimate.js';
export { resampleClusters } from './bootstrap/resample-clusters.js';
export type { Claim, ClaimTest } from './claims/claim.js';
export { type FindingRow, readFindings } from './claims/finding-rows.js';
export { formatFindings } from './claims/format-findings.js';
export {
  type ComparisonOptions,
  type DifferenceInDifferences,
  differenceInDifferences,
} from './comparisons/difference-in-differences.js';
export type { FactChange } from './comparisons/fact-change.js';
export { type PermutationTest, permutationTest } from './comparisons/permutation-test.js';
export { type DecayModel, decayModels } from './fits/decay-models.js';
export { type FitCovariance, fitCovariance } from './fits/fit-covariance.js';
export { fitLaw, type LawFit } from './fits/fit-law.js';
export { type FitPoints, fitPoints } from './fits/fit-points.js';
export { akaikeWeights, type FitQuality, fitQuality } from './fits/fit-quality.js';
export { holdoutError } from './fits/holdout-error.js';
export { type Contender, judgeLaws, type LawVerdict, NOT_DISTINGUISHABLE } from './fits/judge-laws.js';
export { ordinaryLeastSquares } from './fits/ordinary-least-squares.js';
export { type LiveReport, serveLive } from './live/serve-live.js';
export type { Duplicates, EncounterProcess } from './long-tail/encounter-process.js';
export { intervalForLevel, learnabilityThreshold } from './long-tail/learnability-threshold.js';
export {
  type EncounterOutcome,
  type EncounterSimulation,
  simulateEncounters,
} from './long-tail/simulate-encounters.js';
export { type SteadyState, steadyState } from './long-tail/steady-state.js';
export { type EncounterTrace, sumOfTraces } from './long-tail/sum-of-traces.js';
export { interquartileBounds } from './metrics/interquartile-filter.js';
export { localAcquisitionMaximum } from './metrics/local-acquisition-maximum.js';
export { type Gain, retentionCurve } from './metrics/retention-curve.js';
export {
  type ImportedLog,
  importPublishedLog,
  type PublishedLogOptions,
} from './published-log/import-published-log.js';
export { type AnalyzePhase, type AnalyzeRun, runAnalyze } from './run-analyze.js';
export { buildProbeSeries, type Points, type ProbeSeries, probeRow } from './series/probe-series.js';
export {
  type BootstrappedSuperposition,
  bootstrapSuperposition,
} from './superposition/bootstrap-superposition.js';
export {
  fitSuperposition,
  type SuperpositionFit,
  type SuperpositionOptions,
} from './superposition/fit-superposition.js';
export { superpose } from './superposition/superpose.js';
export { type TraceDecay, traceDecays } from './superposition/trace-decay.js';
export type { TracedProbe } from './superposition/trace-problem.js';
