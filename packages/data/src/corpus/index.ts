export {
  fillDirectory,
  type JsonLine,
  type LineBatch,
  type ReadLinesOptions,
  readJsonLines,
  readLines,
} from '@lethe/contracts';
export { type Normalization, normalizations } from '../text/normalize-text.js';
export type { Shingling } from '../text/shingle-hashes.js';
export {
  countFacts,
  type FactCount,
  type FactCounts,
  formatFactCounts,
  writeFactCounts,
} from './count/count-facts.js';
export { type CountOptions, countOccurrences, type StringCount } from './count/count-occurrences.js';
export { readFactSet } from './count/read-fact-set.js';
export type { MatchOptions } from './count/string-matcher.js';
export { type DedupMethodName, dedupMethods } from './dedup/dedup-methods.js';
export { type ExactOptions, exactDedup } from './dedup/exact/exact-dedup.js';
export { type LineOptions, lineDedup } from './dedup/lines/line-dedup.js';
export { type TextUnitKind, textUnitKinds } from './dedup/lines/text-units.js';
export type { ClusterRow, DedupContext, DedupMethod } from './dedup/method/dedup-method.js';
export type { ChosenMethod, MethodKind } from './dedup/method/method-kind.js';
export { minhashDedup } from './dedup/minhash/minhash-dedup.js';
export {
  exactJaccard,
  formatSelfTest,
  minhashSelfTest,
  type SelfTestLevel,
  type SelfTestReport,
} from './dedup/minhash/minhash-self-test.js';
export {
  describeSCurve,
  type MinhashOptions,
  matchProbability,
  resolveMinhashOptions,
} from './dedup/minhash/minhash-settings.js';
export { type ClusterSummary, formatClusterSummary } from './dedup/run/cluster-statistics.js';
export {
  type DedupCorpusContext,
  type DedupOutcome,
  type DedupRun,
  dedupCorpus,
} from './dedup/run/dedup-corpus.js';
export type { DedupRecord } from './dedup/run/dedup-record.js';
export { type Decision, type OpenDecisions, openDecisions, reduceCorpus } from './dedup/run/reduce-corpus.js';
export { type ClusterLayout, formatClusters } from './dedup/show/format-clusters.js';
export { type MovedInputs, openRecordedInputs } from './dedup/show/open-recorded-inputs.js';
export {
  type ClusterMember,
  type ClusterSelection,
  type ClusterView,
  readClusters,
} from './dedup/show/read-clusters.js';
export {
  findRepeats,
  type Occurrence,
  type Repeat,
  type RepeatOptions,
} from './dedup/substring/find-repeats.js';
export { substringDedup } from './dedup/substring/substring-dedup.js';
export type { SubstringOptions } from './dedup/substring/substring-options.js';
export type { ReversibleTokenizer, TokenUnit } from './dedup/substring/token-source.js';
export {
  type CorpusStatistics,
  type DescribeCorpusOptions,
  describeCorpus,
} from './describe/describe-corpus.js';
export {
  type DepthStatistics,
  describeFictionalKnowledge,
  type FictionalKnowledgeStatistics,
} from './describe/describe-fictional-knowledge.js';
export { describePopQa, type PopQaStatistics } from './describe/describe-pop-qa.js';
export type { CorpusDocument, DocumentStream, OpenCorpus } from './documents/corpus-document.js';
export { writeCorpus } from './documents/write-corpus.js';
export { type TotalsKind, totalsKinds } from './duplicate/choose-multiplicities.js';
export type { CopyForm } from './duplicate/copy-form.js';
export { nearForm } from './duplicate/copy-forms.js';
export {
  type Copy,
  type DuplicateContext,
  type DuplicateOptions,
  duplicateCorpus,
  type MultipliedBatch,
} from './duplicate/duplicate-corpus.js';
export {
  type DuplicationReport,
  formatDuplication,
  type MultiplicityStatistics,
  multiplicityStatistics,
} from './duplicate/duplication-report.js';
export { type MultiplicityLaw, multiplicityLaws } from './duplicate/laws/multiplicity-laws.js';
export {
  createNearDuplicator,
  type NearDuplicate,
  type NearDuplicateOptions,
  resolveNearDuplicateOptions,
} from './duplicate/near-duplicate.js';
export { readWordedCorpus, type WordedCorpus, wordedCorpus } from './duplicate/worded-corpus.js';
export { writeDuplicatedCorpus } from './duplicate/write-duplicated-corpus.js';
export { detectInput, type InputKind, inputKinds } from './facts/detect-input.js';
export {
  collectFacts,
  createProbe,
  type Depth,
  type Fact,
  type FactSet,
  type FactWithProbes,
  type ProbeText,
} from './facts/fact-set.js';
export { createPopQaFactSet, type PopQaFactOptions } from './facts/popqa/create-pop-qa-fact-set.js';
export {
  findPopQaFacts,
  type MajorityBaseline,
  majorityBaseline,
  type PopQaPair,
  type PopQaPairs,
} from './facts/popqa/find-pop-qa-facts.js';
export type { PopQaRow } from './facts/popqa/pop-qa-record.js';
export {
  type AskedFact,
  type PopQaRelation,
  parsePopQaQuestion,
  popQaRelations,
} from './facts/popqa/pop-qa-relations.js';
export {
  type PopQa,
  type PopQaFormat,
  type PopQaOptions,
  popQaFormats,
  readPopQa,
} from './facts/popqa/read-pop-qa.js';
export { readFactTables } from './facts/read-fact-tables.js';
export { type FictionalKnowledgeEntry, readFictionalKnowledge } from './facts/read-fictional-knowledge.js';
export {
  type Malformed,
  type MalformedKind,
  type MalformedPolicy,
  malformedPolicies,
  type SkippedRows,
} from './files/malformed-rows.js';
export { readTabSeparated, type TabSeparatedRecord } from './files/read-tab-separated.js';
export type { CorpusInput } from './readers/corpus-file.js';
export type { ReadProgress, ReadSummary } from './readers/corpus-pass.js';
export { type CorpusFormat, corpusFormatNames, corpusReaders } from './readers/corpus-readers.js';
export { type HashOptions, hashInputs, type InputHash } from './readers/hash-inputs.js';
export { type CorpusOptions, openCorpus } from './readers/open-corpus.js';
export { splitDocuments } from './readers/split-documents.js';
