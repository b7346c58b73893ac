import { expect, it } from 'vitest';
import { collectGarbage } from './collect-garbage.js';

const BYTES = 2 ** 26;

it('frees typed arrays that nobody holds any more, again and again', async () => {
  for (let i = 0; i < 3; i++) {
    const during = memoryWhileHeld();
    collectGarbage();
    // Another thread gives the memory back.
    await expect.poll(() => process.memoryUsage().arrayBuffers).toBeLessThan(during - BYTES / 2);
  }
});

function memoryWhileHeld(): number {
  const held = new Float32Array(BYTES / 4).fill(1);
  return process.memoryUsage().arrayBuffers + 0 * held[0]!;
}
