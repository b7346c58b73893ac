import { init, parse } from 'es-module-lexer';

/** What a module loads, as it says. */
export interface ModuleSpecifiers {
  /** Names of modules and files. */
  named: string[];
  /** Whether it loads something that only running it would tell. */
  computed: boolean;
}

/** Files of the module that are named by `new URL('./words.json', import.meta.url)`. */
const urls = /\bnew\s+URL\(\s*(['"])(\.{1,2}\/[^'"]+)\1\s*,\s*import\.meta\.url/g;
/** Calls of require and require.resolve; the name is there where it is a text. */
const requires = /\brequire(?:\.resolve)?\s*\(\s*(?:(['"])([^'"]+)\1\s*\))?/g;

/** What the code of a module imports and requires. Of the formats that Node runs, types included. */
export async function moduleSpecifiers(code: string): Promise<ModuleSpecifiers> {
  await init;
  const named: (string | undefined)[] = [];
  try {
    // import.meta has a place among imports, and no name.
    for (const { n, d } of parse(code)[0]) if (d !== -2) named.push(n);
  } catch {
    // It cannot run either, unless it has syntax that the lexer does not know.
    named.push(undefined);
    for (const [, , name] of code.matchAll(/\b(?:from|import)\s*\(?\s*(['"])([^'"\n]+)\1/g))
      named.push(name!);
  }
  for (const [, , name] of code.matchAll(requires)) named.push(name);
  for (const [, , name] of code.matchAll(urls)) named.push(name!);
  return {
    named: [...new Set(named.filter((name) => name !== undefined))],
    computed: named.includes(undefined),
  };
}
