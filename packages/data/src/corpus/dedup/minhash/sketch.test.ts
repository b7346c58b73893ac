import { createHash } from 'node:crypto';
import { createRandom } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import { bandKeys, createSketcher, sketchSimilarity } from './sketch.js';

/** Two sets of random hashes, `size` each, of which they share as many as the similarity asks for. */
function twoSets(size: number, similarity: number, index: number): [Int32Array, Int32Array, number] {
  const random = createRandom(1, 'two sets', index);
  const draw = (): Int32Array => Int32Array.from({ length: 2 * size }, () => random.uint32());
  const shared = Math.round((2 * size * similarity) / (1 + similarity));
  const a = draw();
  const b = draw();
  b.set(a.subarray(0, 2 * shared));
  return [a, b, shared / (2 * size - shared)];
}

function sketchOf(hashes: Int32Array, bins: number, seed: number): Int32Array {
  const out = new Int32Array(bins);
  createSketcher(bins, seed).sketch(hashes, hashes.length / 2, out);
  return out;
}

describe('createSketcher', () => {
  // Sets smaller than the sketch, as large, and much larger; MinHash would have the variance J (1 - J) / bins.
  it.each([
    [1, 1],
    [6, 0.5],
    [56, 0.5],
    [56, 0.9],
    [300, 0.8],
    [5000, 0.8],
  ])('estimates the similarity of sets of %i without bias, J = %f', (size, wanted) => {
    const bins = 112;
    const trials = size > 1000 ? 60 : 400;
    let sum = 0;
    let squares = 0;
    let true_ = 0;
    for (let trial = 0; trial < trials; trial++) {
      const [a, b, similarity] = twoSets(size, wanted, trial);
      true_ = similarity;
      const error = sketchSimilarity(sketchOf(a, bins, trial), sketchOf(b, bins, trial)) - similarity;
      sum += error;
      squares += error * error;
    }
    const variance = (true_ * (1 - true_)) / bins;
    expect(Math.abs(sum / trials)).toBeLessThanOrEqual(4 * Math.sqrt(variance / trials));
    // 1.3: four standard errors of a variance estimated from 400 trials.
    expect(squares / trials).toBeLessThanOrEqual((size > 1000 ? 1.75 : 1.3) * variance);
  });

  it('is the same as ever: clusters hold what it estimates', () => {
    const digest = [1, 56, 900].map((size) => {
      const [hashes] = twoSets(size, 0.5, size);
      return createHash('sha256')
        .update(sketchOf(hashes, 112, 7))
        .digest('hex')
        .slice(0, 12);
    });
    expect(digest).toEqual(['30e501cddce4', 'f1ddd13cecfd', '7ee3271f300c']);
  });

  it('depends on the set alone: not on the order, nor on repetitions', () => {
    for (const size of [1, 5, 56, 900]) {
      const [hashes] = twoSets(size, 0.5, size);
      const pairs = Array.from({ length: size }, (_, i) => [hashes[2 * i]!, hashes[2 * i + 1]!]);
      const other = Int32Array.from([...pairs].reverse().concat(pairs.slice(0, 3)).flat());
      expect(sketchOf(other, 112, 7)).toEqual(sketchOf(hashes, 112, 7));
    }
  });

  it('gives other sketches with another seed', () => {
    const [a] = twoSets(56, 1, 0);
    expect(sketchSimilarity(sketchOf(a, 112, 1), sketchOf(a, 112, 2))).toBeLessThan(0.05);
  });
});

describe('bandKeys', () => {
  it('are equal where all rows of a band are, and only there', () => {
    const [a] = twoSets(56, 1, 0);
    const one = sketchOf(a, 12, 0);
    const two = Int32Array.from(one);
    two[5]! ^= 1;
    const keys = [one, two].map((sketch) => {
      const out = new Int32Array(8);
      bandKeys(sketch, 4, 3, out, 0, 2);
      return out;
    });
    const equal = [0, 1, 2, 3].map(
      (band) =>
        keys[0]![2 * band] === keys[1]![2 * band] && keys[0]![2 * band + 1] === keys[1]![2 * band + 1],
    );
    expect(equal).toEqual([true, false, true, true]);
    expect(new Set(keys[0]).size).toBe(8);
  });
});
