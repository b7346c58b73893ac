export { type Checkpoint, findCheckpoints } from './checkpoints/find-checkpoints.js';
export {
  type AnsweredProbe,
  type AnswerWorld,
  createAnswerWorld,
  readAnswerWorld,
} from './generate/answer-world.js';
export { type GeneratedAnswer, generateGreedily, generationPrograms } from './generate/generate-greedily.js';
export { type ErrorClass, type Judgement, judgeAnswer } from './generate/judge-answer.js';
export { type AnswerMatch, isPopQaMatch, matchAnswer } from './generate/match-answer.js';
export { normaliseAnswer } from './generate/normalise-answer.js';
export { openTokenizerFile, type TextTokenizer } from './generate/open-tokenizer.js';
export { type GenerationPlan, planGeneration } from './generate/plan-generation.js';
export { type ExtractOptions, extractStates } from './linear/extract-states.js';
export { type AttributeHeadsOptions, fitAttributeHeads } from './linear/fit-attribute-heads.js';
export { fitLinearHead, type LabelledStates, type LinearHeadOptions } from './linear/linear-head.js';
export { type AttributePlace, planAttributes } from './linear/plan-attributes.js';
export { type AttributeProbeOptions, probeAttributes } from './linear/probe-attributes.js';
export { wilsonInterval } from './linear/wilson-interval.js';
export { createObserver, type ObservedTraining, type ProbeObserver } from './observer.js';
export { answerGradient, answerLoss, type Matrix, type Question } from './one-layer/answer-gradient.js';
export { attentionMass } from './one-layer/attention-mass.js';
export { type Mechanism, type MechanismInput, measureMechanism } from './one-layer/measure-mechanism.js';
export { probeMechanism, readSymbolicWorld, type SymbolicWorld } from './one-layer/probe-mechanism.js';
export { cosine, directionChange, meanDirection, tokenDirection } from './one-layer/token-directions.js';
export { type TopSingular, topSingular } from './one-layer/top-singular.js';
export { type ProbeOptions, runProbe } from './run-probe.js';
export { measurementSteps } from './schedule/measurement-steps.js';
export { type ObserverOptions, observerOptions } from './schedule/observer-options.js';
export { formatScores } from './score/format-scores.js';
export { loadSpans, type SpanSource } from './score/load-spans.js';
export { openScorer, type PreparedSpans, type Scorer, type ScorerOptions } from './score/open-scorer.js';
export { type ScoreOptions, type SpanScores, scoreSpans } from './score/score-spans.js';
export { describeSeams, type ProbeSummary, summariseProbes } from './score/seams.js';
export { readSpanTexts, type Span, type SpanText, spansOfProbes, tokenizeSpans } from './score/span-text.js';
export {
  firstTokenLogProbs,
  meanLogProbs,
  perByteLogProbs,
  pointwiseInformation,
  sumLogProbs,
} from './score/span-views.js';
export { measureSpans, type SpanMeasurement, spanPrograms } from './span/measure-spans.js';
export { planSpans, type SpanPlan } from './span/plan-spans.js';
export { type Probe, readProbes } from './span/read-probes.js';
export { checkTokens, type TokenSpan } from './span/token-span.js';
