import { expect, test } from 'vitest';
import { repeatingCorpus } from './repeating-corpus.js';

test('half generated, half copies of the originals with some words replaced, as large as asked for', () => {
  const original = Array.from({ length: 600 }, (_, i) => `w${i}`).join(' ');
  const documents = [...repeatingCorpus([original], 100_000, 1)];
  const bytes = documents.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  expect(bytes).toBeGreaterThanOrEqual(100_000);
  expect(bytes).toBeLessThan(110_000);
  expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length);
  const copies = documents.filter(({ source }) => source === 'copy').map(({ text }) => text.split(' '));
  expect(copies.length).toBe(Math.floor(documents.length / 2));
  const words = original.split(' ');
  const replaced = copies.map((copy) => copy.filter((word, i) => word !== words[i]).length);
  const mean = replaced.reduce((sum, count) => sum + count, 0) / copies.length;
  // 600 / 60, with a standard deviation of some 3 for one copy.
  expect(mean).toBeGreaterThan(7);
  expect(mean).toBeLessThan(13);
  expect([...repeatingCorpus([original], 100_000, 1)]).toEqual(documents);
});

test('generated documents are repeated where there are no originals', () => {
  const documents = [...repeatingCorpus([], 40_000, 1)];
  const copies = documents.filter(({ source }) => source === 'copy');
  expect(copies.length).toBeGreaterThan(10);
  let same = 0;
  let all = 0;
  for (const { id, text } of copies) {
    const original = documents.find((other) => other.id === id.replace('copy', 'generated'))!.text.split(' ');
    const words = text.split(' ');
    expect(words.length).toBe(original.length);
    all += words.length;
    same += words.filter((word, i) => word === original[i]).length;
  }
  expect(same / all).toBeGreaterThan(0.95);
  expect(same / all).toBeLessThan(1);
});
