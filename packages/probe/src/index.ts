export { checkTokenizers } from './checkpoints/check-tokenizers.js';
export { type Checkpoint, findCheckpoints } from './checkpoints/find-checkpoints.js';
export {
  type GeneratedAnswer,
  type GenerationPlan,
  generateGreedily,
  generationPrograms,
  planGeneration,
} from './generate/generate-greedily.js';
export {
  type AnsweredProbe,
  type AnswerWorld,
  createAnswerWorld,
  type Judgement,
  judgeAnswer,
  readAnswerWorld,
} from './generate/judge-answer.js';
export { type AnswerMatch, isPopQaMatch, matchAnswer, normaliseAnswer } from './generate/match-answer.js';
export { openTokenizerFile, type TextTokenizer } from './generate/open-tokenizer.js';
export { type ExtractOptions, extractStates } from './linear/extract-states.js';
export {
  type AttributeHeadsOptions,
  type AttributeProbeOptions,
  fitAttributeHeads,
  probeAttributes,
  wilsonInterval,
} from './linear/fit-attribute-heads.js';
export { fitLinearHead, type LabelledStates, type LinearHeadOptions } from './linear/linear-head.js';
export { type AttributePlace, planAttributes } from './linear/plan-attributes.js';
export { createObserver, type ObservedTraining, type ProbeObserver } from './observer.js';
export {
  answerGradient,
  answerLoss,
  type Matrix,
  type Question,
  type TopSingular,
  topSingular,
} from './one-layer/answer-gradient.js';
export {
  type Mechanism,
  type MechanismInput,
  measureMechanism,
  probeMechanism,
  readSymbolicWorld,
  type SymbolicWorld,
} from './one-layer/measure-mechanism.js';
export {
  attentionMass,
  cosine,
  directionChange,
  meanDirection,
  tokenDirection,
} from './one-layer/one-layer-view.js';
export { type PassagePlan, planPassages } from './passages/measure-passages.js';
export { type Passage, readPassages } from './passages/read-passages.js';
export { type PassageScore, scorePassage } from './passages/score-passage.js';
export { type ProbeOptions, runProbe } from './run-probe.js';
export { measurementSteps } from './schedule/measurement-steps.js';
export { type ObserverOptions, observerOptions } from './schedule/observer-options.js';
export {
  loadSpans,
  readSpanTexts,
  type Span,
  type SpanSource,
  type SpanText,
  spansOfProbes,
  tokenizeSpans,
} from './score/load-spans.js';
export {
  openScorer,
  type PreparedSpans,
  type ScoreOptions,
  type Scorer,
  type ScorerOptions,
  type SpanScores,
  scoreSpans,
} from './score/score-spans.js';
export {
  firstTokenLogProbs,
  formatScores,
  meanLogProbs,
  perByteLogProbs,
  pointwiseInformation,
  sumLogProbs,
} from './score/span-views.js';
export { describeBoundaries, type ProbeSummary, summariseProbes } from './score/token-boundaries.js';
export {
  measureSpans,
  measureTargets,
  type SpanMeasurement,
  spanPrograms,
  type TargetMeasurement,
} from './span/measure-spans.js';
export { planSpans, type SpanPlan } from './span/plan-spans.js';
export { type Probe, readProbes } from './span/read-probes.js';
export { checkTokens, type TokenSpan } from './span/token-span.js';
