export { formatBatch } from './batch/format-batch.js';
export { readBatch, type SeenBatch } from './batch/read-batch.js';
export type { CorpusDocument, DocumentStream } from './corpus-document.js';
export type { ClusterRow, DedupContext, DedupMethod, OpenCorpus } from './dedup/dedup-method.js';
export { type ExactOptions, exactDedup } from './dedup/exact/exact-dedup.js';
export { type LineOptions, lineDedup } from './dedup/lines/line-dedup.js';
export { type TextUnitKind, textUnitKinds } from './dedup/lines/text-units.js';
export { exactJaccard } from './dedup/minhash/exact-shingles.js';
export { describeSCurve, matchProbability } from './dedup/minhash/match-probability.js';
export { minhashDedup } from './dedup/minhash/minhash-dedup.js';
export {
  formatSelfTest,
  minhashSelfTest,
  type SelfTestLevel,
  type SelfTestReport,
} from './dedup/minhash/minhash-self-test.js';
export { type MinhashOptions, resolveMinhashOptions } from './dedup/minhash/minhash-settings.js';
export type { Shingling } from './dedup/minhash/shingle-hashes.js';
export { type Normalization, normalizations } from './dedup/normalize-text.js';
export {
  type Decision,
  type OpenDecisions,
  openDecisions,
  reduceCorpus,
} from './dedup/reduce/reduce-corpus.js';
export type { ClusterSummary } from './dedup/run/cluster-statistics.js';
export {
  type DedupCorpusContext,
  type DedupOutcome,
  type DedupRun,
  dedupCorpus,
} from './dedup/run/dedup-corpus.js';
export type { DedupRecord } from './dedup/run/dedup-record.js';
export { formatClusterSummary } from './dedup/run/format-summary.js';
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
export type { TokenUnit } from './dedup/substring/token-source.js';
export type { ReversibleTokenizer } from './dedup/substring/tokenizer-source.js';
export {
  type CorpusStatistics,
  type DescribeCorpusOptions,
  describeCorpus,
} from './describe/describe-corpus.js';
export { type DataStageStatistics, describeDataStage } from './describe/describe-data-stage.js';
export {
  type DepthStatistics,
  describeFictionalKnowledge,
  type FictionalKnowledgeStatistics,
} from './describe/describe-fictional-knowledge.js';
export {
  type DescribeInputOptions,
  describeInput,
  detectInput,
  type InputKind,
  type InputStatistics,
  inputKinds,
} from './describe/describe-input.js';
export { describePopQa, type PopQaStatistics } from './describe/describe-pop-qa.js';
export { formatDescription } from './describe/format-description.js';
export { type TotalsKind, totalsKinds } from './duplicate/choose-multiplicities.js';
export type { CopyForm } from './duplicate/copy-form.js';
export {
  type Copy,
  type DuplicateContext,
  type DuplicateOptions,
  duplicateCorpus,
  type MultipliedBatch,
} from './duplicate/duplicate-corpus.js';
export type { DuplicationReport } from './duplicate/duplication-report.js';
export { formatDuplication } from './duplicate/format-duplication.js';
export type { MultiplicityLaw } from './duplicate/multiplicity-law.js';
export { type MultiplicityStatistics, multiplicityStatistics } from './duplicate/multiplicity-statistics.js';
export { createNearDuplicator, type NearDuplicate } from './duplicate/near-duplicate.js';
export {
  type NearDuplicateOptions,
  resolveNearDuplicateOptions,
} from './duplicate/near-duplicate-settings.js';
export { readWordedCorpus, type WordedCorpus, wordedCorpus } from './duplicate/worded-corpus.js';
export { writeDuplicatedCorpus } from './duplicate/write-duplicated-corpus.js';
export {
  EXPORT_FILE,
  type ExportContext,
  type ExportFormat,
  type ExportRequest,
  exportData,
  exportFormats,
} from './export/export-data.js';
export { importInjections } from './export/import-injections.js';
export type { InjectionCount, InjectionsOfStep } from './export/injection-file.js';
export { readInjectionMap } from './export/read-injection-map.js';
export { type ExportShape, openTrainingRows, type TrainingRows } from './export/training-rows.js';
export {
  collectFacts,
  createProbe,
  type Depth,
  type Fact,
  type FactSet,
  type FactWithProbes,
  type ProbeText,
} from './fact-set.js';
export { fillDirectory } from './fill-directory.js';
export { dealFacts } from './inject/deal-facts.js';
export {
  type InjectionPlan,
  injectIntoRows,
  injectIntoSteps,
  type RowInjection,
} from './inject/inject-into-rows.js';
export { injectionSteps } from './inject/injection-steps.js';
export { placePieces } from './inject/place-pieces.js';
export { type Encounter, planInjections } from './inject/plan-injections.js';
export { rotateScenarios } from './inject/rotate-scenarios.js';
export { type OrderSummary, writeOrder } from './inject/write-order.js';
export { countFacts, type FactCount, type FactCounts } from './occurrences/count-facts.js';
export { type CountOptions, countOccurrences, type StringCount } from './occurrences/count-occurrences.js';
export { formatFactCounts } from './occurrences/format-fact-counts.js';
export { readFactSet } from './occurrences/read-fact-set.js';
export type { MatchOptions } from './occurrences/string-matcher.js';
export { writeFactCounts } from './occurrences/write-fact-counts.js';
export { createBackgroundOrder } from './pack/background-order.js';
export { DocumentSpill } from './pack/document-spill.js';
export {
  type DocumentSource,
  type PackedRows,
  type PackingSize,
  packingSize,
  packRows,
  type TokenizedDocument,
} from './pack/pack-rows.js';
export { documentsInMemory, type PackedSequences, packSequences } from './pack/pack-sequences.js';
export { writeSequences } from './pack/write-sequences.js';
export { createPopQaFactSet, type PopQaFactOptions } from './popqa/create-pop-qa-fact-set.js';
export { findPopQaFacts, type PopQaPair, type PopQaPairs } from './popqa/find-pop-qa-facts.js';
export { type MajorityBaseline, majorityBaseline } from './popqa/majority-baseline.js';
export {
  type AskedFact,
  type PopQaRelation,
  parsePopQaQuestion,
  popQaRelations,
} from './popqa/pop-qa-relations.js';
export type { PopQaRow } from './popqa/pop-qa-row.js';
export {
  type PopQa,
  type PopQaFormat,
  type PopQaOptions,
  popQaFormats,
  readPopQa,
} from './popqa/read-pop-qa.js';
export { type WritePopQaRequest, type WrittenPopQa, writePopQa } from './popqa/write-pop-qa.js';
export { readFactTables } from './read-fact-tables.js';
export type { CorpusInput } from './readers/corpus-file.js';
export { type CorpusFormat, corpusFormatNames, corpusFormats } from './readers/corpus-format.js';
export type { ReadProgress, ReadSummary } from './readers/corpus-pass.js';
export { type HashOptions, hashInputs, type InputHash } from './readers/hash-inputs.js';
export {
  type Malformed,
  type MalformedKind,
  type MalformedPolicy,
  malformedPolicies,
  type SkippedRows,
} from './readers/malformed-rows.js';
export { type CorpusOptions, openCorpus } from './readers/open-corpus.js';
export {
  type FictionalKnowledgeEntry,
  readFictionalKnowledge,
  selectFictionalKnowledge,
} from './readers/read-fictional-knowledge.js';
export { type JsonLine, readJsonLines } from './readers/read-json-lines.js';
export { type LineBatch, type ReadLinesOptions, readLines } from './readers/read-lines.js';
export { readTabSeparated, type TabSeparatedRecord } from './readers/read-tab-separated.js';
export { splitDocuments } from './readers/read-text-documents.js';
export { type DataStage, runData } from './run-data.js';
export type { AddedToken } from './tokenize/added-tokens.js';
export { createWordTokenizer, toWordTokenizerJson } from './tokenize/create-word-tokenizer.js';
export { formatTokens } from './tokenize/format-tokens.js';
export { gpt2Tokenizer } from './tokenize/gpt2-tokenizer.js';
export { saveTokenizer } from './tokenize/save-tokenizer.js';
export { tokenizeProbes } from './tokenize/tokenize-probes.js';
export {
  createTokenizer,
  loadTokenizer,
  type Tokenizer,
  type TokenizerOptions,
} from './tokenize/tokenizer.js';
export {
  type ByteBpe,
  byteTokens,
  END_OF_TEXT,
  fromTokenizerJson,
  toTokenizerJson,
} from './tokenize/tokenizer-file.js';
export { trainByteBpe } from './tokenize/train-byte-bpe.js';
export { type TrainTokenizerOptions, trainTokenizer } from './tokenize/train-tokenizer.js';
export { WordCounter } from './tokenize/word-counter.js';
export type { WordRule } from './tokenize/word-rules.js';
export {
  type Attribute,
  attributeCounts,
  attributes,
  biographyBits,
} from './worlds/biographies/attributes.js';
export { biographyFacts } from './worlds/biographies/biography-facts.js';
export type { BiographyVariant } from './worlds/biographies/biography-variant.js';
export {
  type BiographyOptions,
  type BiographyWorld,
  createBiographies,
  type Person,
} from './worlds/biographies/create-biographies.js';
export { generateBackground, inventDocuments } from './worlds/generate-background.js';
export { generateFacts } from './worlds/generate-facts.js';
export type { WorldRequest } from './worlds/open-world.js';
export {
  createSymbolicWorld,
  type SymbolicWorld,
  splitSubjects,
} from './worlds/symbolic/create-symbolic-world.js';
export { type SymbolicFactOptions, symbolicFacts } from './worlds/symbolic/symbolic-facts.js';
export type { SymbolicOptions, SymbolicSizes } from './worlds/symbolic/symbolic-options.js';
export {
  drawPretrainingRows,
  pretrainingRows,
  questionRows,
  type SymbolicRows,
} from './worlds/symbolic/symbolic-rows.js';
export {
  entropyFloor,
  expectedCoverage,
  extractionErrorBound,
  templateCoverage,
} from './worlds/symbolic/symbolic-theory.js';
export type { SymbolicVocabulary } from './worlds/symbolic/symbolic-vocabulary.js';
export { type TellingOptions, worldDocuments } from './worlds/world-documents.js';
export { type WriteWorldRequest, writeWorld } from './worlds/write-world.js';
export { writeCorpus } from './write-corpus.js';
