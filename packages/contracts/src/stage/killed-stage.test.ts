import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { statesAfterKill } from '../testing/states-after-kill.js';
import { MANIFEST_FILE } from './manifest.js';
import {
  beginStageDirectory,
  claimStageDirectory,
  endStageDirectory,
  RESUME_DIRECTORY,
  UNFINISHED_FILE,
} from './stage-directory.js';
import { LOCK_FILE, lockStage } from './stage-lock.js';

// The child runs the built files also when the sources are tested.
const built = (file: string): string =>
  JSON.stringify(new URL(`../../dist/stage/${file}`, import.meta.url).href);

it('a stage that is killed before any of its calls never leaves a manifest beside the files of another run', () => {
  const body = (target: string): string => `
    const stage = await import(${built('stage-directory.js')});
    const { lockStage } = await import(${built('stage-lock.js')});
    const { writeManifest } = await import(${built('manifest.js')});
    const target = ${JSON.stringify(target)};
    stage.claimStageDirectory(target);
    const lock = lockStage(target);
    stage.beginStageDirectory(target, 'identity', false);
    fs.mkdirSync(target + '/${RESUME_DIRECTORY}');
    fs.writeFileSync(target + '/${RESUME_DIRECTORY}/point', 'whole');
    fs.writeFileSync(target + '/table', 'new');
    writeManifest(target, 'new');
    stage.endStageDirectory(target);
    lock.release();`;
  const before = { [MANIFEST_FILE]: 'old', table: 'old', another: 'old' };
  let points = 0;
  const states = statesAfterKill(body, before, (folder) => {
    // The next run takes the directory over; what it resumes is whole, and it leaves nothing beside the result.
    const target = join(folder, 'target');
    claimStageDirectory(target);
    const lock = lockStage(target);
    if (readdirSync(target).includes(MANIFEST_FILE)) endStageDirectory(target);
    else if (beginStageDirectory(target, 'identity', true)) {
      if (readdirSync(target).includes('table')) {
        expect(readdirSync(join(target, RESUME_DIRECTORY))).toEqual(['point']);
        points++;
      }
      writeFileSync(join(target, MANIFEST_FILE), '"new"\n');
      endStageDirectory(target);
    }
    lock.release();
    expect(readdirSync(target).filter((name) => name.startsWith('.') || name.endsWith('.tmp'))).toEqual(
      readdirSync(target).includes(MANIFEST_FILE) ? [] : [UNFINISHED_FILE],
    );
  }) as Record<string, string>[];
  expect(points).toBeGreaterThan(2);
  const finished = states
    .filter((state) => MANIFEST_FILE in state)
    .map((state) => Object.entries(state).filter(([name]) => !/^\.|^point$/.test(name)))
    .map((entries) => Object.fromEntries(entries));
  for (const files of finished) {
    expect([before, { [MANIFEST_FILE]: '"new"\n', table: 'new' }]).toContainEqual(files);
  }
  expect(finished.at(0)).toEqual(before);
  expect(states.at(-1)).toEqual({ [MANIFEST_FILE]: '"new"\n', table: 'new' });
  // In between it is marked at every moment, so that the next run knows the directory for its own.
  const unfinished = states.filter((state) => !(MANIFEST_FILE in state));
  expect(unfinished.length).toBeGreaterThan(3);
  expect(unfinished.every((state) => UNFINISHED_FILE in state && LOCK_FILE in state)).toBe(true);
});
