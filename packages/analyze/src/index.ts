export { claims } from './analyses/claims.js';
export { type ToldDesign, tellDesign } from './analyses/control-drift/tell-design.js';
export { type CountedRow, entropyFloor } from './analyses/extraction/entropy-floor.js';
export type { Duplicates, EncounterProcess } from './analyses/long-tail/encounter-process.js';
export type { EncounterSimulation } from './analyses/long-tail/encounter-simulation.js';
export { intervalForLevel, learnabilityThreshold } from './analyses/long-tail/learnability-threshold.js';
export { type EncounterOutcome, simulateEncounters } from './analyses/long-tail/simulate-encounters.js';
export {
  type EncounterTrace,
  type SteadyState,
  steadyState,
  sumOfTraces,
} from './analyses/long-tail/steady-state.js';
export { analyzeMeasurements } from './analyze-measurements.js';
export type { Claim, ClaimKind, ClaimTest } from './claims/claim.js';
export type { Finding } from './claims/finding.js';
export { type FindingNumbers, type FindingRow, readFindings } from './claims/finding-rows.js';
export { papers } from './claims/papers.js';
export { type UnmeasuredClaim, unmeasuredClaims } from './claims/unmeasured-claims.js';
export { type Verdict, verdicts } from './claims/verdicts.js';
export {
  type BootstrapOptions,
  type BootstrapStatistics,
  bootstrapStatistics,
} from './cohort/bootstrap-statistics.js';
export type { Cell } from './cohort/cell.js';
export { buildCohort, type Cohort, findCell } from './cohort/cohort.js';
export { type DecayModel, decayModels } from './fits/decay-models.js';
export { type FitCovariance, fitCovariance } from './fits/fit-covariance.js';
export { fitLaw, type LawFit } from './fits/fit-law.js';
export { type FitPoints, fitPoints } from './fits/fit-points.js';
export { akaikeWeights, type FitQuality, fitQuality } from './fits/fit-quality.js';
export { fitRetention, type RetentionFit } from './fits/fit-retention.js';
export { holdoutError } from './fits/holdout.js';
export { type Contender, judgeLaws, type LawVerdict, NOT_DISTINGUISHABLE } from './fits/judge-laws.js';
export { ordinaryLeastSquares } from './fits/ordinary-least-squares.js';
export { type LiveReport, serveLive } from './live/serve-live.js';
export type { Measurements } from './measurements/measurements.js';
export { buildProbeSeries, type Points, type ProbeSeries, probeRow } from './measurements/probe-series.js';
export { localAcquisitionMaximum } from './metrics/local-acquisition-maximum.js';
export { type Gain, retentionCurve } from './metrics/retention-curve.js';
export { type RunMetrics, runMetrics } from './metrics/run-metrics.js';
export {
  type ImportedLog,
  importPublishedLog,
  type PublishedLogOptions,
} from './published-log/import-published-log.js';
export { type AnalyzePhase, type AnalyzeRun, runAnalyze } from './run-analyze.js';
export { acceleration, type BcaInput, bcaInterval } from './statistics/bca-interval.js';
export { type BootstrappedMeans, bootstrapMeans } from './statistics/bootstrap-means.js';
export { combineGroups } from './statistics/combine-groups.js';
export { benjaminiHochberg, type Correction, holm } from './statistics/corrections.js';
export {
  type ComparisonOptions,
  type DifferenceInDifferences,
  differenceInDifferences,
  type FactChange,
} from './statistics/difference-in-differences.js';
export { columnEstimate, type Estimate, type Interval, standardError } from './statistics/estimate.js';
export { formatP, formatValue } from './statistics/format-value.js';
export { interquartileBounds } from './statistics/interquartile-filter.js';
export { intervalOf, pValue, smallestDetectable } from './statistics/interval-of.js';
export type { IntervalMethod, LeftOut } from './statistics/jackknife.js';
export { percentileInterval } from './statistics/percentile-interval.js';
export { type PermutationTest, permutationTest } from './statistics/permutation-test.js';
export { resampleClusters } from './statistics/resample-clusters.js';
export { seedsToDetect } from './statistics/seeds-to-detect.js';
export { clopperPearson, exactShare, shareDifference } from './statistics/share-interval.js';
export { type SignFlipTest, signFlipTest } from './statistics/sign-flip-test.js';
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
export { type ClaimSummary, numberText, summarizeClaim, verdictText } from './terminal/claim-summary.js';
export { type FindingsLayout, formatFindings } from './terminal/format-findings.js';
