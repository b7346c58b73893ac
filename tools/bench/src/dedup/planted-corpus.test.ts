import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exactJaccard } from '@lethe/data';
import { afterAll, describe, expect, it } from 'vitest';
import { formatRatio } from './datatrove.js';
import { formatJudgement, Judge } from './judge-clusters.js';
import { createPlantedCorpus, exchangeWords, readPassages } from './planted-corpus.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-test-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const shingling = { unit: 'word', size: 5, lowercase: true, punctuation: 'drop' } as const;
// 12 paragraphs of 150 words with commas: 30 passages of 60 words.
const words = Array.from({ length: 400 }, (_, i) => `word${i}`);
const paragraph = (k: number): string =>
  Array.from(
    { length: 150 },
    (_, i) => `${words[(i * i + 7 * k * i + k) % 400]}${i % 9 === 0 ? ' ,' : ''}`,
  ).join(' ');
const file = join(directory, 'wiki.txt');
writeFileSync(file, ` = Title = \n \n ${Array.from({ length: 12 }, (_, k) => paragraph(k)).join(' \n ')} \n`);
const passages = readPassages([file], 60);
const corpus = createPlantedCorpus(passages, 1);

describe('readPassages', () => {
  it('cuts the text into passages of as many words, signs not counted', () => {
    expect(passages.passages).toHaveLength(30);
    expect(passages.signs).toEqual([',']);
    for (const passage of passages.passages) expect(passage.filter((token) => token >= 0)).toHaveLength(60);
  });
});

describe('exchangeWords', () => {
  it('exchanges words with others of similar frequency', () => {
    const exchange = exchangeWords(1000, 1, 3);
    expect([...exchange].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect(exchange.subarray(0, 8).every((number) => number < 8)).toBe(true);
    expect(exchange.filter((number, i) => number === i).length).toBeLessThan(100);
    expect(exchangeWords(1000, 1, 0)).toEqual(Int32Array.from({ length: 1000 }, (_, i) => i));
  });
});

describe('createPlantedCorpus', () => {
  it('plants near-duplicates of passages at the similarities that are wanted', () => {
    const seen = new Set<number>();
    for (let index = 4; index < 400; index += 5) {
      const original = corpus.originalOf(index)!;
      expect(original).toBeLessThan(index);
      expect(corpus.originalOf(original)).toBeUndefined();
      expect(corpus.idOf(original) < corpus.idOf(index)).toBe(true);
      expect(corpus.indexOf(corpus.idOf(index))).toBe(index);
      const similarity = exactJaccard(corpus.textOf(index), corpus.textOf(original), shingling);
      const wanted = [1, 0.95, 0.9, 0.85, 0.8, 0.7, 0.5][Math.floor(index / 5) % 7]!;
      expect(Math.abs(similarity - wanted)).toBeLessThan(0.02);
      seen.add(wanted);
    }
    expect(seen.size).toBe(7);
  });

  it('repeats no passage in another round', () => {
    expect(exactJaccard(corpus.textOf(0), corpus.textOf(30 * 5), shingling)).toBeLessThan(0.1);
  });
});

describe('Judge', () => {
  it('counts what is missed, and what is removed without a similar document that stays', () => {
    const judge = new Judge(corpus, 0.8);
    // Planted 4 (similarity 1) goes rightly, 9 (0.95) is missed, passage 0 goes wrongly.
    judge.add(4, false, corpus.idOf(corpus.originalOf(4)!));
    judge.add(9, true);
    judge.add(0, false, corpus.idOf(1));
    const judgement = judge.result();
    expect(judgement).toMatchObject({ documents: 3, removed: 2, precision: 0.5 });
    expect(judgement.levels.find(({ similarity }) => similarity === 1)).toMatchObject({
      planted: 1,
      removed: 1,
    });
    expect(judgement.levels.find(({ similarity }) => similarity === 0.95)).toMatchObject({
      planted: 1,
      removed: 0,
    });
    expect(formatJudgement(judgement)).toContain('precision 0.500000');
  });
});

describe('formatRatio', () => {
  it('says whether datatrove was measured', () => {
    const ours = { name: 'lethe', documents: 50_000, seconds: 1, peakMiB: 1 };
    expect(formatRatio(ours, undefined)).toContain(
      '40.0x the stated 1250 documents/s of datatrove (not measured here)',
    );
    expect(formatRatio(ours, { ...ours, seconds: 20 })).toContain('20.0x datatrove, measured');
  });
});
