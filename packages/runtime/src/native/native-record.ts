import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The name of the record; a directory without a valid one does not count as provisioned. */
const NATIVE_RECORD_FILE = 'native.json';

/** Raised when the layout of the directory or the meaning of a field changes; older records are then provisioned again. */
export const NATIVE_RECORD_FORMAT = 1;

export interface NativeFile {
  /** Relative to the directory, with forward slashes. */
  path: string;
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
}

/** What a provisioned library is made of: written last, so that its presence means that all the rest is complete. */
export interface NativeRecord {
  format: number;
  /** Version that the library itself reports, for example `2.21.0`. */
  tensorflow: string;
  /** `gpu` when the library was built with CUDA. */
  variant: 'cpu' | 'gpu';
  platform: string;
  arch: string;
  /** npm package and version whose sources the binding was compiled from. */
  bindingSource: string;
  /** Where the library came from, in words. */
  source: string;
  /** First line of the compiler's `--version`. */
  compiler: string;
  /** ISO 8601, UTC. */
  date: string;
  /** Binding and libraries. `tfjs_binding.node` is always among them. */
  files: NativeFile[];
}

export type RecordCheck = { valid: true; record: NativeRecord } | { valid: false; reason: string };

/**
 * Reads and checks the record of a native directory: format, platform, and that every listed file has its recorded size.
 * Contents are not hashed again here (850 MB take seconds); the provisioner did so when it wrote the record.
 */
export function readNativeRecord(
  directory: string,
  platform: string = process.platform,
  arch: string = process.arch,
): RecordCheck {
  let text: string;
  try {
    text = readFileSync(join(directory, NATIVE_RECORD_FILE), 'utf8');
  } catch {
    return { valid: false, reason: `${directory} has no ${NATIVE_RECORD_FILE}` };
  }
  let record: NativeRecord;
  try {
    record = JSON.parse(text);
  } catch {
    return { valid: false, reason: `${join(directory, NATIVE_RECORD_FILE)} is not JSON` };
  }
  if (record?.format !== NATIVE_RECORD_FORMAT || !Array.isArray(record.files)) {
    return { valid: false, reason: `${join(directory, NATIVE_RECORD_FILE)} has another format` };
  }
  if (record.platform !== platform || record.arch !== arch) {
    return { valid: false, reason: `${directory} was made for ${record.platform}-${record.arch}` };
  }
  if (!record.files.some((file) => file.path === 'tfjs_binding.node')) {
    return { valid: false, reason: `${join(directory, NATIVE_RECORD_FILE)} lists no binding` };
  }
  for (const file of record.files) {
    const found = statSync(join(directory, file.path), { throwIfNoEntry: false })?.size;
    if (found !== file.bytes) {
      const what = found === undefined ? 'is missing' : `has ${found} bytes instead of ${file.bytes}`;
      return { valid: false, reason: `${join(directory, file.path)} ${what}` };
    }
  }
  return { valid: true, record };
}

/** Writes the record, the last file of a directory that is then renamed into place. */
export function writeNativeRecord(directory: string, record: NativeRecord): void {
  writeFileSync(join(directory, NATIVE_RECORD_FILE), `${JSON.stringify(record, null, 2)}\n`);
}
