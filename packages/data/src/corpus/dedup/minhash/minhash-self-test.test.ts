import { describe, expect, it } from 'vitest';
import { formatSelfTest, minhashSelfTest } from './minhash-self-test.js';

const context = { signal: new AbortController().signal, size: 900 };

describe('minhashSelfTest', () => {
  it('finds what reaches the threshold and nothing else', async () => {
    const report = await minhashSelfTest({ threads: 0, bands: 14, rows: 8 }, context);
    expect(report.documents).toBe(1200);
    expect(report.precision).toBe(1);
    expect(report.recall).toBeGreaterThan(0.97);
    for (const level of report.levels) {
      expect(Math.abs(level.meanSimilarity - level.similarity)).toBeLessThan(0.01);
      expect(level.removedBelow).toBe(0);
      expect(Math.abs(level.found - level.expected)).toBeLessThan(5);
    }
    expect(formatSelfTest(report)).toContain('precision 100.0 %');
  });

  it('shows what goes wrong without verification', async () => {
    const report = await minhashSelfTest({ threads: 0, bands: 14, rows: 8, verify: false }, context);
    expect(report.precision).toBeLessThan(0.9);
  });

  it('shows what few bands miss', async () => {
    const report = await minhashSelfTest({ threads: 0, bands: 2, rows: 16 }, context);
    expect(report.precision).toBe(1);
    expect(report.recall).toBeLessThan(0.9);
  });
});
