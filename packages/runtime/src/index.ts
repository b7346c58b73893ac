export {
  BACKEND_NAMES,
  type Backend,
  type BackendDescription,
  type BackendName,
  type BackendOpener,
  type Refusal,
  type TensorFlow,
} from './backends/backend.js';
export { backendRemarks, type OpenBackendOptions, openBackend } from './backends/open-backend.js';
export { collectGarbage } from './compile/collect-garbage.js';
export { type CompileMode, type CompileOptions, compile } from './compile/compile.js';
export type { CompiledModule, ModuleMemory, ProgramInfo } from './compile/compiled-module.js';
export { createLockstep, type LockstepMember } from './compile/lockstep/lockstep.js';
export type {
  ElementType,
  InputSpec,
  Program,
  ProgramResult,
  StateEntry,
  TensorSpec,
  Values,
} from './compile/program.js';
export type { BackendCheck, Speed } from './doctor/check-backend.js';
export { type BackendDiagnosis, type DiagnoseOptions, type Diagnosis, diagnose } from './doctor/diagnose.js';
export { formatDiagnosis } from './doctor/format-diagnosis.js';
export {
  cacheDirectory,
  findNativeLibrary,
  type NativeSearch,
  nativeDirectory,
  nativeRoot,
} from './native/find-native-library.js';
export type { NativeBinding } from './native/load-native-binding.js';
export { type LoadedNative, loadNativeBinding } from './native/load-native-binding.js';
export {
  NATIVE_RECORD_FORMAT,
  type NativeFile,
  type NativeRecord,
  readNativeRecord,
  writeNativeRecord,
} from './native/native-record.js';
export { geglu, gelu, geluErf, softCap, swiglu } from './ops/activations.js';
export { type CausalAttentionOptions, causalAttention, repeatHeads } from './ops/attention.js';
export { embed } from './ops/embed.js';
export { argMax, rankOfTarget, tokenLogProbs } from './ops/logits.js';
export { layerNorm, rmsNorm, standardize } from './ops/normalization.js';
export { type RotaryAngles, rotaryAngles, rotate } from './ops/rotary.js';
export { type Differentiable, withGradient } from './ops/with-gradient.js';
