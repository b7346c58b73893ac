import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readManifest } from '../stage/manifest.js';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { checkJsonDepth, MAX_JSON_DEPTH } from './json-depth.js';

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const inObject = (levels: number): unknown => JSON.parse(`{"a":[1,{"b":${nested(levels)}}],"c":null}`);

it('takes JSON of the greatest depth and none that is a level deeper', () => {
  expect(() => checkJsonDepth(inObject(MAX_JSON_DEPTH - 3), 'f.json')).not.toThrow();
  expect(() => checkJsonDepth(inObject(MAX_JSON_DEPTH - 2), 'f.json')).toThrow(
    /^f\.json, a\.1\.b\.0.*nested too deeply\n.*at most 100 levels/,
  );
  for (const flat of [1, 'x', null, [], {}]) expect(() => checkJsonDepth(flat, 'f.json')).not.toThrow();
});

it('refuses a manifest whose nesting would exhaust the stack', () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'manifest.json'), `{"manifest":1,"config":${nested(200_000)}}`);
  expect(() => readManifest(directory)).toThrow(/manifest\.json, config\.0.*nested too deeply/);
});
