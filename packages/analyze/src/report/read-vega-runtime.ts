import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { LetheError } from '@lethe/contracts';

/** What the interpreter imports, its code, and the name of what it exports. */
const interpreterModule =
  /^import (\{[\w\s,]+\}) from 'vega-util';\n(.*)\nexport \{ (\w+) as expressionInterpreter \};\s*$/s;

/**
 * The script of Vega for browsers with its interpreter of expressions as `vega.expressionInterpreter`, to be put into
 * a page: nothing has to be compiled from text, so the page can forbid that.
 * @throws LetheError when the interpreter has another form than this function knows
 */
export function readVegaRuntime(): string {
  const { resolve } = createRequire(import.meta.url);
  const vega = join(dirname(resolve('vega')), 'vega.min.js');
  const interpreter = resolve('vega-interpreter');
  const scripts = [
    readFileSync(vega, 'utf8'),
    interpreterScript(readFileSync(interpreter, 'utf8'), interpreter),
  ];
  // No text may end the script element.
  return scripts.map((text) => withoutSourceMap(text).replaceAll('</script', '<\\/script')).join('\n');
}

/**
 * The interpreter as a plain script. It is published as a module only: one import of functions that Vega's script has
 * too, and one export.
 * @param where named in the error
 */
export function interpreterScript(module: string, where: string): string {
  const [, imported, body, exported] = interpreterModule.exec(withoutSourceMap(module)) ?? [];
  if (body === undefined || /^(import|export)\b/m.test(body)) {
    throw new LetheError({
      what: 'the interpreter of Vega has another form than the report can put into a page',
      where,
      expected: 'one import of vega-util at its beginning, one export of expressionInterpreter at its end',
      next: 'npm ci, which installs the version that is known to work',
    });
  }
  return `vega.expressionInterpreter = (() => {\n'use strict';\nconst ${imported} = vega;\n${body}\nreturn ${exported};\n})();`;
}

const withoutSourceMap = (text: string): string => text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
