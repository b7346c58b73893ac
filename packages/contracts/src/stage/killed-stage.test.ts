import { expect, it } from 'vitest';
import { statesAfterKill } from '../testing/states-after-kill.js';
import { MANIFEST_FILE } from './manifest.js';
import { UNFINISHED_FILE } from './stage-directory.js';

// The child runs the built files also when the sources are tested.
const built = (file: string): string =>
  JSON.stringify(new URL(`../../dist/stage/${file}`, import.meta.url).href);

it('a stage that is killed before any of its calls never leaves a manifest beside the files of another run', () => {
  const body = (target: string): string => `
    const { beginStageDirectory, endStageDirectory } = await import(${built('stage-directory.js')});
    const { writeManifest } = await import(${built('manifest.js')});
    const target = ${JSON.stringify(target)};
    beginStageDirectory(target, 'identity', false);
    fs.writeFileSync(target + '/table', 'new');
    writeManifest(target, 'new');
    endStageDirectory(target);`;
  const before = { [MANIFEST_FILE]: 'old', table: 'old', another: 'old' };
  const states = statesAfterKill(body, before) as Record<string, string>[];
  const finished = states.filter((state) => MANIFEST_FILE in state);
  for (const { [UNFINISHED_FILE]: _mark, ...files } of finished) {
    expect([before, { [MANIFEST_FILE]: '"new"\n', table: 'new' }]).toContainEqual(files);
  }
  expect(finished.at(0)).toEqual(before);
  expect(finished.at(-1)).toEqual({ [MANIFEST_FILE]: '"new"\n', table: 'new' });
  // In between it is marked at every moment, so that the next run knows the directory for its own.
  const unfinished = states.filter((state) => !(MANIFEST_FILE in state));
  expect(unfinished.length).toBeGreaterThan(3);
  expect(unfinished.every((state) => UNFINISHED_FILE in state)).toBe(true);
});
