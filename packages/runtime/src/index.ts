export {
  BACKEND_NAMES,
  type Backend,
  type BackendDescription,
  type BackendName,
  type BackendOpener,
  type Refusal,
  type TensorFlow,
} from './backends/backend.js';
export { describeBackend } from './backends/describe-backend.js';
export { type OpenBackendOptions, openBackend } from './backends/open-backend.js';
export { collectGarbage } from './compile/collect-garbage.js';
export { type CompileMode, type CompileOptions, compile } from './compile/compile.js';
export type { CompiledModule, ModuleMemory, ProgramInfo } from './compile/compiled-module.js';
export type {
  ElementType,
  InputSpec,
  Program,
  ProgramResult,
  StateEntry,
  TensorSpec,
  Values,
} from './compile/program.js';
export type { BackendCheck } from './doctor/check-backend.js';
export { type BackendDiagnosis, type DiagnoseOptions, type Diagnosis, diagnose } from './doctor/diagnose.js';
export { formatDiagnosis } from './doctor/format-diagnosis.js';
export type { Speed } from './doctor/measure-speed.js';
export { findNativeLibrary, type NativeSearch } from './native/find-native-library.js';
export { type LoadedNative, loadNativeBinding } from './native/load-native-binding.js';
export type { NativeBinding } from './native/native-binding.js';
export { cacheDirectory, nativeDirectory, nativeRoot } from './native/native-directory.js';
export {
  NATIVE_RECORD_FORMAT,
  type NativeFile,
  type NativeRecord,
  readNativeRecord,
  writeNativeRecord,
} from './native/native-record.js';
export { argMax } from './ops/arg-max.js';
export { type CausalAttentionOptions, causalAttention } from './ops/causal-attention.js';
export { embed } from './ops/embed.js';
export { gelu } from './ops/gelu.js';
export { geluErf } from './ops/gelu-erf.js';
export { layerNorm } from './ops/layer-norm.js';
export { rankOfTarget } from './ops/rank-of-target.js';
export { repeatHeads } from './ops/repeat-heads.js';
export { rmsNorm } from './ops/rms-norm.js';
export { type RotaryAngles, rotaryAngles, rotate } from './ops/rotary.js';
export { standardize } from './ops/standardize.js';
export { swiglu } from './ops/swiglu.js';
export { tokenLogProbs } from './ops/token-log-probs.js';
export { type Differentiable, withGradient } from './ops/with-gradient.js';
