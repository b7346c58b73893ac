import { expect, test } from 'vitest';
import { logDedup } from './dedup-progress.js';

test('progress is told every few seconds, with rate and time left', () => {
  const lines: string[] = [];
  let time = 100;
  const { onRead, onPass } = logDedup(
    (line) => lines.push(line),
    () => 1000 * time,
  );
  const at = (moment: number, tell: () => void): void => {
    time = moment;
    tell();
  };
  at(100, () => onPass('read', 0, undefined));
  for (const seconds of [2, 8, 9, 20]) {
    at(100 + seconds, () => {
      onRead({ documents: 1000 * seconds, bytes: 1e7 * seconds, totalBytes: 4e8 });
      onPass('read', 1000 * seconds, undefined);
    });
  }
  // The second corpus of the same pass.
  at(122, () => onRead({ documents: 1, bytes: 1e7, totalBytes: 1e8 }));
  at(122, () => onPass('read', 22_000, undefined));
  at(130, () => onRead({ documents: 1, bytes: 5e7, totalBytes: 1e8 }));
  at(130, () => onPass('read', 30_000, undefined));
  at(131, () => onPass('compare', 0, 40_000));
  at(141, () => onPass('compare', 10_000, 40_000));
  expect(lines).toEqual([
    'read: 8,000 documents, 1,000 a second, 32 s left',
    'read: 20,000 documents, 1,000 a second, 20 s left',
    'read: 30,000 documents, 1,000 a second, 8 s left',
    'compare: 10,000 documents, 1,000 a second, 30 s left',
  ]);
});
