export { type ArrowBatchesOptions, arrowBatches } from './arrow/arrow-batches.js';
export {
  type BatchInput,
  buildBatch,
  type ColumnInput,
  type FlatLists,
  rowsToBatch,
} from './arrow/build-batch.js';
export { ByteSink, SinkFileWriter, SinkStreamWriter } from './arrow/byte-sink.js';
export { ColumnBatch, type NumberLists, type StringBytes } from './arrow/column-batch.js';
export * from './arrow/columns.js';
export {
  arrowSchema,
  type Columns,
  checkSchema,
  defineTable,
  type RowOf,
  type TableDefinition,
} from './arrow/define-table.js';
export { type FollowOptions, followBatches, TableRestarted } from './arrow/follow-batches.js';
export { type FixedListBlock, locateFixedLists } from './arrow/locate-fixed-lists.js';
export { tableFileName, tableFiles } from './arrow/table-files.js';
export {
  type ReadOptions,
  readBatches,
  readFileBatches,
  readRows,
} from './arrow/table-reader.js';
export {
  createTableWriter,
  type TablePosition,
  type TableWriter,
  type TableWriterOptions,
  writeTable,
} from './arrow/table-writer.js';
export { formatProblem, LetheError, type Problem } from './errors.js';
export { createRandom, philox, type Random } from './random.js';
export { type AnalyzeSpec, analyzeSpec } from './spec/analyze-spec.js';
export { type CheckpointsSpec, checkpointsSpec } from './spec/checkpoints-spec.js';
export { type DataSpec, dataSpec } from './spec/data-spec.js';
export { type ExperimentSpec, experimentSpec, type Profile, profiles } from './spec/experiment-spec.js';
export type { Scenario, ScenarioCounts } from './spec/facts-spec.js';
export { checkOrigins, findOrigin, type Origin } from './spec/find-origin.js';
export { EXPERIMENT_SCHEMA_FILE, experimentJsonSchema } from './spec/json-schema.js';
export { type LinearSpec, linearSpec } from './spec/linear-spec.js';
export {
  type CorpusLocationSpec,
  corpusLocationSpec,
  type LocationSpec,
  locationSpec,
} from './spec/location-spec.js';
export { type LoraSpec, loraSpec } from './spec/lora-spec.js';
export { mergeOverrides } from './spec/merge-overrides.js';
export {
  type ArchitectureName,
  architectureNames,
  type ModelFields,
} from './spec/model-fields.js';
export { type ModelPreset, modelPresets } from './spec/model-presets.js';
export { type ModelSpec, modelSpec } from './spec/model-spec.js';
export { type OptimizerSpec, optimizerSpec } from './spec/optimizer-spec.js';
export { type Experiment, parseSpec, readExperiment } from './spec/parse-experiment.js';
export {
  type ExperimentPlan,
  findTask,
  findTasks,
  originOf,
  planExperiment,
  type Run,
  type StageTask,
} from './spec/plan-experiment.js';
export { type ProbeSpec, probeSpec } from './spec/probe-spec.js';
export { type RankOneSpec, rankOneSpec } from './spec/rank-one-spec.js';
export { type ScheduleSpec, scheduleSpec } from './spec/schedule-spec.js';
export { type SweepAxis, sweepSpec } from './spec/sweep-spec.js';
export { type TrainOrigin, type TrainSpec, trainSpec } from './spec/train-spec.js';
export { hashFile, hashJson } from './stage/hash.js';
export {
  findManifest,
  MANIFEST_FILE,
  MANIFEST_VERSION,
  type Manifest,
  type ManifestFile,
  manifestDigest,
  manifestSchema,
  readManifest,
} from './stage/manifest.js';
export { runStage, type StageOutcome, type StageResult, type StageRun } from './stage/run-stage.js';
export type { RunDirectories, StageContext } from './stage/stage-context.js';
export { type StageContract, type StageName, stageContracts, stageNames } from './stage/stages.js';
export { verifyOutputs } from './stage/verify-outputs.js';
export * from './tables/analyze-tables.js';
export { assembleRow, type Injection, type Placement } from './tables/assemble-row.js';
export { countedTokensOfRow } from './tables/counted-tokens-of-row.js';
export * from './tables/data-tables.js';
export {
  type BackgroundDocuments,
  type DocumentStart,
  documentNumbersOfRow,
  documentStartsOfRow,
} from './tables/document-starts-of-row.js';
export * from './tables/probe-tables.js';
export { type TableName, tables } from './tables/tables.js';
export * from './tables/train-tables.js';
