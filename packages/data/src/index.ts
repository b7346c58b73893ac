export { countFacts, type FactCount, type FactCounts } from './corpus/count/count-facts.js';
export { type CountOptions, countOccurrences, type StringCount } from './corpus/count/count-occurrences.js';
export { formatFactCounts } from './corpus/count/format-fact-counts.js';
export { readFactSet } from './corpus/count/read-fact-set.js';
export type { MatchOptions } from './corpus/count/string-matcher.js';
export { writeFactCounts } from './corpus/count/write-fact-counts.js';
export { type ExactOptions, exactDedup } from './corpus/dedup/exact/exact-dedup.js';
export { type LineOptions, lineDedup } from './corpus/dedup/lines/line-dedup.js';
export { type TextUnitKind, textUnitKinds } from './corpus/dedup/lines/text-units.js';
export type {
  ClusterRow,
  DedupContext,
  DedupMethod,
  OpenCorpus,
} from './corpus/dedup/method/dedup-method.js';
export { exactJaccard } from './corpus/dedup/minhash/exact-shingles.js';
export { describeSCurve, matchProbability } from './corpus/dedup/minhash/match-probability.js';
export { minhashDedup } from './corpus/dedup/minhash/minhash-dedup.js';
export {
  formatSelfTest,
  minhashSelfTest,
  type SelfTestLevel,
  type SelfTestReport,
} from './corpus/dedup/minhash/minhash-self-test.js';
export { type MinhashOptions, resolveMinhashOptions } from './corpus/dedup/minhash/minhash-settings.js';
export type { ClusterSummary } from './corpus/dedup/run/cluster-statistics.js';
export {
  type DedupCorpusContext,
  type DedupOutcome,
  type DedupRun,
  dedupCorpus,
} from './corpus/dedup/run/dedup-corpus.js';
export type { DedupRecord } from './corpus/dedup/run/dedup-record.js';
export { formatClusterSummary } from './corpus/dedup/run/format-summary.js';
export {
  type Decision,
  type OpenDecisions,
  openDecisions,
  reduceCorpus,
} from './corpus/dedup/run/reduce-corpus.js';
export { type ClusterLayout, formatClusters } from './corpus/dedup/show/format-clusters.js';
export { type MovedInputs, openRecordedInputs } from './corpus/dedup/show/open-recorded-inputs.js';
export {
  type ClusterMember,
  type ClusterSelection,
  type ClusterView,
  readClusters,
} from './corpus/dedup/show/read-clusters.js';
export {
  findRepeats,
  type Occurrence,
  type Repeat,
  type RepeatOptions,
} from './corpus/dedup/substring/find-repeats.js';
export { substringDedup } from './corpus/dedup/substring/substring-dedup.js';
export type { SubstringOptions } from './corpus/dedup/substring/substring-options.js';
export type { TokenUnit } from './corpus/dedup/substring/token-source.js';
export type { ReversibleTokenizer } from './corpus/dedup/substring/tokenizer-source.js';
export {
  type CorpusStatistics,
  type DescribeCorpusOptions,
  describeCorpus,
} from './corpus/describe/describe-corpus.js';
export {
  type DepthStatistics,
  describeFictionalKnowledge,
  type FictionalKnowledgeStatistics,
} from './corpus/describe/describe-fictional-knowledge.js';
export { describePopQa, type PopQaStatistics } from './corpus/describe/describe-pop-qa.js';
export type { CorpusDocument, DocumentStream } from './corpus/documents/corpus-document.js';
export { writeCorpus } from './corpus/documents/write-corpus.js';
export { type TotalsKind, totalsKinds } from './corpus/duplicate/choose-multiplicities.js';
export type { CopyForm } from './corpus/duplicate/copy-form.js';
export {
  type Copy,
  type DuplicateContext,
  type DuplicateOptions,
  duplicateCorpus,
  type MultipliedBatch,
} from './corpus/duplicate/duplicate-corpus.js';
export type { DuplicationReport } from './corpus/duplicate/duplication-report.js';
export { formatDuplication } from './corpus/duplicate/format-duplication.js';
export type { MultiplicityLaw } from './corpus/duplicate/multiplicity-law.js';
export {
  type MultiplicityStatistics,
  multiplicityStatistics,
} from './corpus/duplicate/multiplicity-statistics.js';
export { createNearDuplicator, type NearDuplicate } from './corpus/duplicate/near-duplicate.js';
export {
  type NearDuplicateOptions,
  resolveNearDuplicateOptions,
} from './corpus/duplicate/near-duplicate-settings.js';
export { readWordedCorpus, type WordedCorpus, wordedCorpus } from './corpus/duplicate/worded-corpus.js';
export { writeDuplicatedCorpus } from './corpus/duplicate/write-duplicated-corpus.js';
export {
  collectFacts,
  createProbe,
  type Depth,
  type Fact,
  type FactSet,
  type FactWithProbes,
  type ProbeText,
} from './corpus/facts/fact-set.js';
export { createPopQaFactSet, type PopQaFactOptions } from './corpus/facts/popqa/create-pop-qa-fact-set.js';
export { findPopQaFacts, type PopQaPair, type PopQaPairs } from './corpus/facts/popqa/find-pop-qa-facts.js';
export { type MajorityBaseline, majorityBaseline } from './corpus/facts/popqa/majority-baseline.js';
export {
  type AskedFact,
  type PopQaRelation,
  parsePopQaQuestion,
  popQaRelations,
} from './corpus/facts/popqa/pop-qa-relations.js';
export type { PopQaRow } from './corpus/facts/popqa/pop-qa-row.js';
export {
  type PopQa,
  type PopQaFormat,
  type PopQaOptions,
  popQaFormats,
  readPopQa,
} from './corpus/facts/popqa/read-pop-qa.js';
export { readFactTables } from './corpus/facts/read-fact-tables.js';
export {
  type FictionalKnowledgeEntry,
  readFictionalKnowledge,
  selectFictionalKnowledge,
} from './corpus/facts/read-fictional-knowledge.js';
export { fillDirectory } from './corpus/files/fill-directory.js';
export {
  type Malformed,
  type MalformedKind,
  type MalformedPolicy,
  malformedPolicies,
  type SkippedRows,
} from './corpus/files/malformed-rows.js';
export { type JsonLine, readJsonLines } from './corpus/files/read-json-lines.js';
export { type LineBatch, type ReadLinesOptions, readLines } from './corpus/files/read-lines.js';
export { readTabSeparated, type TabSeparatedRecord } from './corpus/files/read-tab-separated.js';
export type { CorpusInput } from './corpus/readers/corpus-file.js';
export { type CorpusFormat, corpusFormatNames, corpusFormats } from './corpus/readers/corpus-format.js';
export type { ReadProgress, ReadSummary } from './corpus/readers/corpus-pass.js';
export { type HashOptions, hashInputs, type InputHash } from './corpus/readers/hash-inputs.js';
export { type CorpusOptions, openCorpus } from './corpus/readers/open-corpus.js';
export { splitDocuments } from './corpus/readers/read-text-documents.js';
export { formatBatch } from './stage/batch/format-batch.js';
export { readBatch, type SeenBatch } from './stage/batch/read-batch.js';
export { type DataStageStatistics, describeDataStage } from './stage/describe/describe-data-stage.js';
export {
  type DescribeInputOptions,
  describeInput,
  detectInput,
  type InputKind,
  type InputStatistics,
  inputKinds,
} from './stage/describe/describe-input.js';
export { formatDescription } from './stage/describe/format-description.js';
export {
  EXPORT_FILE,
  type ExportContext,
  type ExportFormat,
  type ExportRequest,
  exportData,
  exportFormats,
} from './stage/export/export-data.js';
export { importInjections } from './stage/export/import-injections.js';
export type { InjectionCount, InjectionsOfStep } from './stage/export/injection-file.js';
export { readInjectionMap } from './stage/export/read-injection-map.js';
export { type ExportShape, openTrainingRows, type TrainingRows } from './stage/export/training-rows.js';
export { dealFacts } from './stage/inject/deal-facts.js';
export {
  type InjectionPlan,
  injectIntoRows,
  injectIntoSteps,
  type RowInjection,
} from './stage/inject/inject-into-rows.js';
export { injectionSteps } from './stage/inject/injection-steps.js';
export { placePieces } from './stage/inject/place-pieces.js';
export { type Encounter, planInjections } from './stage/inject/plan-injections.js';
export { rotateScenarios } from './stage/inject/rotate-scenarios.js';
export { type OrderSummary, writeOrder } from './stage/inject/write-order.js';
export { createBackgroundOrder } from './stage/pack/background-order.js';
export { DocumentSpill } from './stage/pack/document-spill.js';
export {
  type DocumentSource,
  type PackedRows,
  type PackingSize,
  packingSize,
  packRows,
  type TokenizedDocument,
} from './stage/pack/pack-rows.js';
export { documentsInMemory, type PackedSequences, packSequences } from './stage/pack/pack-sequences.js';
export { writeSequences } from './stage/pack/write-sequences.js';
export { type WritePopQaRequest, type WrittenPopQa, writePopQa } from './stage/popqa/write-pop-qa.js';
export { type DataStage, runData } from './stage/run/run-data.js';
export { tokenizeProbes } from './stage/tokenize/tokenize-probes.js';
export { type TrainTokenizerOptions, trainTokenizer } from './stage/tokenize/train-tokenizer.js';
export {
  type Attribute,
  attributeCounts,
  attributes,
  biographyBits,
} from './stage/worlds/biographies/attributes.js';
export { biographyFacts } from './stage/worlds/biographies/biography-facts.js';
export type { BiographyVariant } from './stage/worlds/biographies/biography-variant.js';
export {
  type BiographyOptions,
  type BiographyWorld,
  createBiographies,
  type Person,
} from './stage/worlds/biographies/create-biographies.js';
export { generateBackground, inventDocuments } from './stage/worlds/generated/generate-background.js';
export { generateFacts } from './stage/worlds/generated/generate-facts.js';
export type { WorldRequest } from './stage/worlds/open-world.js';
export {
  createSymbolicWorld,
  type SymbolicWorld,
  splitSubjects,
} from './stage/worlds/symbolic/create-symbolic-world.js';
export { type SymbolicFactOptions, symbolicFacts } from './stage/worlds/symbolic/symbolic-facts.js';
export type { SymbolicOptions, SymbolicSizes } from './stage/worlds/symbolic/symbolic-options.js';
export {
  drawPretrainingRows,
  pretrainingRows,
  questionRows,
  type SymbolicRows,
} from './stage/worlds/symbolic/symbolic-rows.js';
export {
  entropyFloor,
  expectedCoverage,
  extractionErrorBound,
  templateCoverage,
} from './stage/worlds/symbolic/symbolic-theory.js';
export type { SymbolicVocabulary } from './stage/worlds/symbolic/symbolic-vocabulary.js';
export { type TellingOptions, worldDocuments } from './stage/worlds/world-documents.js';
export { type WriteWorldRequest, writeWorld } from './stage/worlds/write-world.js';
export { type Normalization, normalizations } from './text/normalize-text.js';
export type { Shingling } from './text/shingle-hashes.js';
export type { AddedToken } from './tokenize/added-tokens.js';
export { createWordTokenizer, toWordTokenizerJson } from './tokenize/create-word-tokenizer.js';
export { formatTokens } from './tokenize/format-tokens.js';
export { gpt2Tokenizer } from './tokenize/gpt2-tokenizer.js';
export { saveTokenizer } from './tokenize/save-tokenizer.js';
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
export { WordCounter } from './tokenize/word-counter.js';
export type { WordRule } from './tokenize/word-rules.js';
