#!/usr/bin/env node
// Bundles the page for what writes it: its scripts into plain ones and its style sheets into one, in dist/page.
// Uses nothing but Node where nothing has changed that goes into them, which takes some milliseconds.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, join, relative, resolve } from 'node:path';

const source = import.meta.dirname;
const target = resolve(source, '../../dist/page');
const require = createRequire(import.meta.url);

/** Vega as a global variable, and the scripts of both pages, which use it. */
const scripts = ['vega', 'report', 'live'];
const style = 'style.css';
const record = '.bundled.json';
const outputs = [...scripts.map((name) => `${name}.js`), style];

/** Brings the bundles up to date. */
export default async function bundlePage() {
  if (isCurrent()) return;
  const bundles = [...(await Promise.all(scripts.map(bundleScript))), await bundleStyle()];
  mkdirSync(target, { recursive: true });
  for (const [i, { code }] of bundles.entries()) writeWhole(outputs[i], code);
  // Their entries lie one folder below the roots of their packages.
  const tools = ['rolldown', 'lightningcss'].map((name) =>
    resolve(require.resolve(name), '../../package.json'),
  );
  const files = new Set([import.meta.filename, ...tools, ...bundles.flatMap(({ files }) => files)]);
  const inputs = [...files].map((file) => relative(source, file)).sort();
  writeWhole(record, `${JSON.stringify({ digest: digest(inputs), inputs }, null, 2)}\n`);
}

async function bundleScript(name) {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    input: join(source, `${name}.ts`),
    platform: 'browser',
    // What a script imports from vega.ts it finds in the global variable.
    external: (id) => id === './vega.js',
    onLog(level, log) {
      throw new Error(`${level}: ${log.message}`);
    },
  });
  const { output } = await bundle.generate({
    format: 'iife',
    strict: true,
    name: name === 'vega' ? name : undefined,
    globals: () => 'vega',
    minify: true,
  });
  await bundle.close();
  const [{ code, moduleIds }] = output;
  return { code, files: moduleIds.filter(isAbsolute) };
}

async function bundleStyle() {
  const { bundleAsync } = await import('lightningcss');
  const files = [];
  const read = (file) => {
    files.push(file);
    return readFileSync(file, 'utf8');
  };
  const { code } = await bundleAsync({ filename: join(source, style), minify: true, resolver: { read } });
  return { code, files };
}

/** Whether the bundles are there and made of what their inputs are now. */
function isCurrent() {
  if (![...outputs, record].every((name) => existsSync(join(target, name)))) return false;
  const recorded = JSON.parse(readFileSync(join(target, record), 'utf8'));
  return recorded.digest === digest(recorded.inputs);
}

/** sha256 over the files' paths and contents. */
function digest(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const file = join(source, path);
    hash
      .update(`${path}\0`)
      .update(existsSync(file) ? readFileSync(file) : 'missing')
      .update('\0');
  }
  return hash.digest('hex');
}

function writeWhole(name, content) {
  const temporary = join(target, `${name}.${process.pid}.tmp`);
  writeFileSync(temporary, content);
  renameSync(temporary, join(target, name));
}

if (process.argv[1] === import.meta.filename) await bundlePage();
