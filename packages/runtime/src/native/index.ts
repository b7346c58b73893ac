// What finds and records the native library, without loading TensorFlow.js, which takes most of a second.
export {
  cacheDirectory,
  findNativeLibrary,
  type NativeSearch,
  nativeDirectory,
  nativeRoot,
} from './find-native-library.js';
export {
  NATIVE_RECORD_FORMAT,
  type NativeFile,
  type NativeRecord,
  readNativeRecord,
  writeNativeRecord,
} from './native-record.js';
