import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/**
 * Collects garbage now; the memory of typed arrays is given back by another thread, in milliseconds. V8 hardly counts
 * the memory of typed arrays and leaves hundreds of megabytes of dead ones lying about, by chance more or less of them;
 * call it where such arrays are dropped one after the other.
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
