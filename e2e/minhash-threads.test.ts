import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@lethe/contracts';
import { type ClusterRow, type MinhashOptions, minhashDedup } from '@lethe/data';
import { afterAll, describe, expect, it } from 'vitest';

/** Deduplication in worker threads, which run only from the compiled package. */
const temporaryDirectory = mkdtempSync(join(tmpdir(), 'lethe-e2e-'));
afterAll(() => rmSync(temporaryDirectory, { recursive: true, force: true }));

const random = createRandom(1, 'minhash threads');
const word = (): string => `w${random.int(400)}`;
const texts = Array.from({ length: 1200 }, () => Array.from({ length: 30 + random.int(200) }, word));
for (let i = 0; i < 600; i++) {
  const words = [...random.pick(texts)];
  for (let k = random.int(12); k > 0; k--) words[random.int(words.length)] = word();
  texts.push(words);
}
random.shuffle(texts);
const documents = texts.map((words, i) => ({ id: `${i}`, text: words.join(' '), source: '' }));

async function* corpus() {
  // Many small batches, long texts: several blocks for every thread.
  for (let i = 0; i < documents.length; i += 100) yield documents.slice(i, i + 100);
}

async function dedup(options: MinhashOptions, signal = new AbortController().signal): Promise<ClusterRow[]> {
  const rows: ClusterRow[] = [];
  const all = { shingleSize: 2, threshold: 0.6, temporaryDirectory, ...options };
  for await (const batch of minhashDedup(corpus, undefined, all, { signal })) rows.push(...batch);
  return rows;
}

describe('minhashDedup', () => {
  it('gives the same in any number of threads', async () => {
    const alone = await dedup({ threads: 0 });
    expect(alone.filter(({ kept }) => !kept).length).toBeGreaterThan(200);
    expect(await dedup({ threads: 1 })).toEqual(alone);
    expect(await dedup({ threads: 3 })).toEqual(alone);
    const unverified = await dedup({ threads: 0, verify: false });
    expect(await dedup({ threads: 3, verify: false })).toEqual(unverified);
    expect(readdirSync(temporaryDirectory)).toEqual([]);
  });

  it('stops when it is told to, and leaves nothing behind', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('stopped')), 30);
    await expect(dedup({ threads: 2 }, controller.signal)).rejects.toThrow('stopped');
    expect(readdirSync(temporaryDirectory)).toEqual([]);
  });
});
