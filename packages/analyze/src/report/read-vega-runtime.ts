import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The script of Vega for browsers, to be put into a page. */
export function readVegaRuntime(): string {
  const entry = createRequire(import.meta.url).resolve('vega');
  // No text may end the script element.
  return readFileSync(join(dirname(entry), 'vega.min.js'), 'utf8')
    .replaceAll('</script', '<\\/script')
    .replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
}
