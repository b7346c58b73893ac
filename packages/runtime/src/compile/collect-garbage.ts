import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/**
 * Collects garbage now; another thread frees the memory of typed arrays within milliseconds. V8 hardly counts that memory
 * and may leave hundreds of megabytes of dead arrays; call this where large arrays are dropped one after the other.
 */
export function collectGarbage(): void {
  if (collect === undefined) {
    // The function is there only in contexts that are made while the flag is set; --expose-gc itself is for the command line.
    setFlagsFromString('--expose-gc');
    collect = globalThis.gc ?? (runInNewContext('globalThis.gc') as (() => void) | undefined) ?? (() => {});
    setFlagsFromString('--no-expose-gc');
  }
  collect();
}
