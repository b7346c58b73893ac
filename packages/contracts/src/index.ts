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
export { fillDirectory } from './files/fill-directory.js';
export { hashFile } from './files/hash-file.js';
export { inputPaths } from './files/input-paths.js';
export { checkJsonDepth, MAX_JSON_DEPTH } from './files/json-depth.js';
export { parseJsonText, readJson, writeJson } from './files/json-file.js';
export { readFully, readFullyFrom, writeFully } from './files/read-fully.js';
export { commitDirectory, replaceDirectory } from './files/replace-directory.js';
export { mayPass, systemProblem } from './files/system-problem.js';
export { isTemporary, removeTemporaries, temporaryPath } from './files/temporary-path.js';
export { commitFile, writeFileWhole, writeWhole } from './files/write-whole.js';
export { groupBy } from './group-by.js';
export { idText } from './input/id-text.js';
export { type LineFault, lineExpectations } from './input/line-fault.js';
export { parseJson } from './input/parse-json.js';
export {
  compressionOf,
  type ReadBytesOptions,
  readBytes,
  readHead,
  uncompressedName,
} from './input/read-bytes.js';
export { type JsonLine, readJsonLines } from './input/read-json-lines.js';
export { type LineBatch, type ReadLinesOptions, readLines } from './input/read-lines.js';
export { MAX_TEXT_BYTES, readUtf8, readWhole } from './input/read-text.js';
export { loadZstd, type Zstd, type ZstdStream } from './input/zstd.js';
export { normalCdf, normalQuantile } from './normal-distribution.js';
export {
  createProgressMeter,
  formatDuration,
  type ProgressOptions,
  type ProgressReport,
} from './progress/progress-meter.js';
export { createRandom, philox, type Random } from './random.js';
export { readUnchanged } from './stage/check-files.js';
export { hashJson } from './stage/hash-json.js';
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
export {
  RESUME_DIRECTORY,
  removeResumeDirectory,
  UNFINISHED_FILE,
} from './stage/stage-directory.js';
export { type StageIdentity, stageIdentity } from './stage/stage-identity.js';
export {
  type Profile,
  profiles,
  type SectionName,
  type StageContract,
  type StageDeclaration,
  type StageInput,
  type StageName,
  sectionNames,
  stageNames,
} from './stage/stages.js';
export { threadsSpec } from './stage/threads-spec.js';
export { verifyOutputs } from './stage/verify-outputs.js';
export { assembleRow, type Injection, type Placement } from './tables/assemble-row.js';
export { checkSteps } from './tables/check-steps.js';
export { countedTokensOfRow } from './tables/counted-tokens-of-row.js';
export * from './tables/data-tables.js';
export {
  type BackgroundDocuments,
  type DocumentStart,
  documentNumbersOfRow,
  documentStartsOfRow,
} from './tables/document-starts-of-row.js';
export * from './tables/probe-tables.js';
export { dataContract, probeContract, trainContract } from './tables/stage-contracts.js';
export * from './tables/train-tables.js';
export { counted } from './text/counted.js';
export { excerpt } from './text/excerpt.js';
export { formatTable } from './text/format-table.js';
export { schemaMistakes } from './text/schema-mistakes.js';
export { shorten } from './text/shorten.js';
