// Prints which native library there is, for Nx: a task that chooses its backend must run again when one came or went.
import { findNativeLibrary } from '@lethe/runtime/native';

const library = findNativeLibrary();
console.log(library.found ? `tensorflow ${library.record.tensorflow} ${library.record.variant}` : 'none');
