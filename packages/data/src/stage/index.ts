export { formatBatch } from './batch/format-batch.js';
export { readBatch, type SeenBatch } from './batch/read-batch.js';
export { type DataStageStatistics, describeDataStage } from './describe/describe-data-stage.js';
export { type DescribeInputOptions, describeInput, type InputStatistics } from './describe/describe-input.js';
export { formatDescription } from './describe/format-description.js';
export {
  EXPORT_FILE,
  type ExportContext,
  type ExportFormat,
  type ExportRequest,
  exportData,
  exportFormats,
} from './export/export-data.js';
export type { InjectionCount, InjectionsOfStep } from './export/injection-file.js';
export { importInjections, readInjectionMap } from './export/read-injection-map.js';
export { type ExportShape, openTrainingRows, type TrainingRows } from './export/training-rows.js';
export { dealFacts } from './inject/deal-facts.js';
export {
  type InjectionPlan,
  injectIntoRows,
  injectIntoSteps,
  type RowInjection,
} from './inject/inject-into-rows.js';
export { placePieces } from './inject/place-pieces.js';
export { type Encounter, planInjections } from './inject/plan-injections.js';
export { rotateScenarios } from './inject/rotate-scenarios.js';
export { type OrderSummary, writeOrder } from './inject/write-order.js';
export { spacingOf } from './options/scenario-plans.js';
export { injectionSteps } from './options/spacing.js';
export { createBackgroundOrder, createMixedOrder, type PartRows } from './pack/background-order.js';
export { DocumentSpill } from './pack/document-spill.js';
export type { RowLayout } from './pack/lay-out-rows.js';
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
export { type WritePopQaRequest, type WrittenPopQa, writePopQa } from './popqa/write-pop-qa.js';
export type { SeenPart } from './run/measure-background.js';
export { type DataStage, runData } from './run/run-data.js';
export { selectFictionalKnowledge } from './sources/facts/fictional-knowledge.js';
export { tokenizeProbes } from './tokenize/tokenize-probes.js';
export { type TrainTokenizerOptions, trainTokenizer } from './tokenize/train-tokenizer.js';
export { type Attribute, attributes } from './worlds/biographies/attribute.js';
export { attributeCounts, biographyBits } from './worlds/biographies/attributes.js';
export { biographyFacts } from './worlds/biographies/biography-facts.js';
export type { BiographyVariant } from './worlds/biographies/biography-variant.js';
export {
  type BiographyOptions,
  type BiographyWorld,
  createBiographies,
  type Person,
} from './worlds/biographies/create-biographies.js';
export { generateBackground, inventDocuments } from './worlds/generated/generate-background.js';
export { generateFacts } from './worlds/generated/generate-facts.js';
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
