// What finds and records the native library, without loading TensorFlow.js, which takes most of a second.
export { findNativeLibrary, type NativeSearch } from './find-native-library.js';
export { cacheDirectory, nativeDirectory, nativeRoot } from './native-directory.js';
export {
  NATIVE_RECORD_FORMAT,
  type NativeFile,
  type NativeRecord,
  readNativeRecord,
  writeNativeRecord,
} from './native-record.js';
