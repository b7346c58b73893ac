import { expect, test } from 'vitest';
import { trackProgress } from './track-progress.js';

test('a line every five seconds, with rate and time left where the total is known', async () => {
  const lines: string[] = [];
  let time = 0;
  const context = { log: (line: string) => lines.push(line), signal: new AbortController().signal };
  const known = trackProgress({ what: 'packing', unit: 'rows', total: 9000 }, context, () => time);
  const unknown = trackProgress({ what: 'reading', unit: 'documents' }, context, () => time);
  for (time = 1000; time <= 7000; time += 1000) {
    await known(1000);
    await unknown(1);
  }
  expect(lines).toEqual([
    'packing: 5,000 of 9,000 rows, 1,000 rows/s, 4 s left',
    'reading: 5 documents, 1 documents/s',
  ]);
});

test('a loop that awaits it hears timers and signals', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('stop')), 60);
  const progress = trackProgress({ what: 'x', unit: 'y' }, { log: () => {}, signal: stop.signal });
  const loop = async () => {
    for (const begin = performance.now(); performance.now() - begin < 5000; ) await progress(1);
  };
  await expect(loop()).rejects.toThrow('stop');
});
