import { hash } from 'node:crypto';
import { LetheError } from '@lethe/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectFacts } from '../../../corpus/facts/fact-set.js';
import { tokenizeProbes } from '../../tokenize/tokenize-probes.js';
import { createSymbolicWorld, type SymbolicWorld, splitSubjects } from './create-symbolic-world.js';
import { symbolicFacts } from './symbolic-facts.js';
import type { SymbolicOptions } from './symbolic-options.js';
import { drawPretrainingRows, pretrainingRows, questionRows, type SymbolicRows } from './symbolic-rows.js';
import { entropyFloor, expectedCoverage, extractionErrorBound, templateCoverage } from './symbolic-theory.js';

const anyWorld: fc.Arbitrary<SymbolicOptions> = fc
  .record({ subjects: fc.integer({ min: 1, max: 40 }), templates: fc.integer({ min: 1, max: 20 }) })
  .chain((sizes) =>
    fc.record({
      subjects: fc.constant(sizes.subjects),
      templates: fc.constant(sizes.templates),
      multiplicity: fc.integer({ min: 1, max: sizes.templates }),
      answers: fc.integer({ min: 1, max: sizes.subjects }),
      formatTokens: fc.integer({ min: 1, max: 3 }),
      noisePerRow: fc.integer({ min: 0, max: 5 }),
      seed: fc.nat(2 ** 31),
    }),
  );

const rowsOf = ({ tokens, rows, length }: SymbolicRows): number[][] =>
  Array.from({ length: rows }, (_, row) => Array.from(tokens.subarray(row * length, (row + 1) * length)));
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Mean over loss positions of the entropy in nats of what stands there, given all that stands before it. */
function enumerateEntropy(rows: SymbolicRows): number {
  let nats = 0;
  for (const place of rows.lossPositions) {
    const byPrefix = new Map<string, Map<number, number>>();
    rowsOf(rows).forEach((row) => {
      const prefix = row.slice(0, place).join(' ');
      const counts = byPrefix.get(prefix) ?? new Map<number, number>();
      byPrefix.set(prefix, counts.set(row[place]!, (counts.get(row[place]!) ?? 0) + 1));
    });
    for (const counts of byPrefix.values()) {
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      for (const count of counts.values()) nats -= (count / rows.rows) * Math.log(count / total);
    }
  }
  return nats / rows.lossPositions.length;
}

describe('the symbolic world', () => {
  it('tells every subject in K distinct templates, with one answer, in rows of the documented layout', () => {
    fc.assert(
      fc.property(anyWorld, (options) => {
        const world = createSymbolicWorld(options);
        const { sizes, vocabulary } = world;
        const context = sizes.noisePerRow + 1;
        const isNoise = (id: number) => id >= vocabulary.firstNoise && id < vocabulary.endOfText;
        const told = pretrainingRows(world);
        expect([told.rows, told.length]).toEqual([sizes.subjects * sizes.multiplicity, context + 2]);
        expect(Array.from(told.lossPositions)).toEqual([context, context + 1]);
        rowsOf(told).forEach((row, i) => {
          const s = Math.floor(i / sizes.multiplicity);
          expect(row.slice(0, context).filter((id) => !isNoise(id))).toEqual([s]);
          expect(row[context]).toBe(vocabulary.firstTemplate + world.templates[i]!);
          expect(row[context + 1]).toBe(vocabulary.firstAnswer + world.answers[s]!);
        });
        for (const s of range(sizes.subjects)) {
          const own = Array.from(
            world.templates.subarray(s * sizes.multiplicity, (s + 1) * sizes.multiplicity),
          );
          expect(new Set(own).size).toBe(sizes.multiplicity);
          expect(own.every((r) => r >= 0 && r < sizes.templates)).toBe(true);
        }
        const asked = questionRows(world, range(sizes.subjects).reverse());
        expect(Array.from(asked.lossPositions)).toEqual([asked.length - 1]);
        rowsOf(asked).forEach((row, i) => {
          const s = sizes.subjects - 1 - i;
          expect(row.slice(0, context).filter((id) => !isNoise(id))).toEqual([s]);
          expect(row.slice(context, -1)).toEqual(
            range(sizes.formatTokens).map((f) => vocabulary.firstFormat + f),
          );
          expect(row.at(-1)).toBe(vocabulary.firstAnswer + world.answers[s]!);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('has answers that are unique, or shared evenly', () => {
    const serves = (answers: number): number[] => {
      const counts = new Array<number>(answers).fill(0);
      for (const a of createSymbolicWorld({ subjects: 100, answers, seed: 4 }).answers) counts[a]!++;
      return counts.sort();
    };
    expect(serves(100)).toEqual(new Array(100).fill(1));
    expect(serves(16)).toEqual([...new Array(12).fill(6), ...new Array(4).fill(7)]);
  });

  it('has the entropy 1/2 log K, counted over all rows', () => {
    for (const multiplicity of [1, 2, 3, 4, 8]) {
      for (const answers of [30, 4]) {
        const world = createSymbolicWorld({ subjects: 30, templates: 12, multiplicity, answers, seed: 2 });
        const floor = entropyFloor(world.sizes);
        expect(floor).toBeCloseTo(Math.log(multiplicity) / 2, 12);
        expect(enumerateEntropy(pretrainingRows(world))).toBeCloseTo(floor, 12);
        expect(enumerateEntropy(questionRows(world, range(30)))).toBe(0);
      }
    }
  });

  it('draws subjects by popularity and their templates evenly', () => {
    const world = createSymbolicWorld({
      subjects: 8,
      templates: 6,
      multiplicity: 3,
      zipfExponent: 1,
      seed: 5,
    });
    const harmonic = range(8).reduce((sum, r) => sum + 1 / (r + 1), 0);
    const shares = [...world.popularity].sort((a, b) => b - a);
    expect(shares.map((share, rank) => (share * harmonic * (rank + 1)) / 8)).toEqual(
      shares.map(() => expect.closeTo(1, 6)),
    );
    const drawn = drawPretrainingRows(world, 20_000, 0);
    const counts = new Map<string, number>();
    drawn.subjects.forEach((s, i) => {
      const key = `${s} ${drawn.templates[i]}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    });
    expect(counts.size).toBe(24);
    for (const [key, count] of counts) {
      const expected = (20_000 * world.popularity[Number(key.split(' ')[0])]!) / 24;
      expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
    expect(drawPretrainingRows(world, 9, 1).tokens).not.toEqual(drawPretrainingRows(world, 9, 2).tokens);
    expect(drawPretrainingRows(world, 9, 1).tokens).toEqual(drawPretrainingRows(world, 9, 1).tokens);
  });

  it('nests under one seed: more templates, more fine-tuning subjects', () => {
    const of = (multiplicity: number) => createSymbolicWorld({ subjects: 20, multiplicity, seed: 3 });
    const [few, many] = [of(2), of(5)];
    for (const s of range(20)) {
      expect(many.templates.subarray(5 * s, 5 * s + 2)).toEqual(few.templates.subarray(2 * s, 2 * s + 2));
    }
    const split = splitSubjects(few, 7);
    expect(split.train).toEqual(splitSubjects(few, 12).train.slice(0, 7));
    expect([...split.train, ...split.test].sort((a, b) => a - b)).toEqual(range(20));
    expect(() => splitSubjects(few, 21)).toThrow(LetheError);
  });

  it('draws noise anew each epoch, and never from the world', () => {
    const world = createSymbolicWorld({ subjects: 10, noisePerRow: 4, noiseTokens: 50, seed: 1 });
    const first = pretrainingRows(world, 0);
    expect(first.tokens).toEqual(pretrainingRows(world, 0).tokens);
    expect(first.tokens).not.toEqual(pretrainingRows(world, 1).tokens);
    // The subject is met at every place, as often at each.
    const places = new Array<number>(5).fill(0);
    for (const epoch of range(25)) {
      for (const row of rowsOf(pretrainingRows(world, epoch))) places[row.findIndex((id) => id < 10)]!++;
    }
    for (const count of places) expect(Math.abs(count - 200)).toBeLessThan(65);
  });

  it('covers templates as expected, on average', () => {
    const sizes = { subjects: 64, templates: 16, multiplicity: 2 };
    const found = range(200).map((seed) => {
      const world = createSymbolicWorld({ ...sizes, seed });
      return templateCoverage(world, splitSubjects(world, 6).train);
    });
    const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
    expect(expectedCoverage(sizes, 6)).toBeCloseTo(0.5512, 4);
    expect(Math.abs(mean - expectedCoverage(sizes, 6))).toBeLessThan(0.03);
    const world = createSymbolicWorld({ ...sizes, seed: 1 });
    expect(templateCoverage(world, [])).toBe(0);
    expect(templateCoverage(world, [3])).toBe(2 / 16);
    // The page's numbers for (|R|, K, N_f).
    expect(extractionErrorBound({ templates: 16, multiplicity: 4 }, 50)).toBeCloseTo(0.21, 2);
    expect(extractionErrorBound({ templates: 64, multiplicity: 16 }, 100)).toBeCloseTo(0.044, 3);
  });

  it('refuses sizes that no world has', () => {
    const sizes = { subjects: 8, templates: 4, seed: 1 };
    for (const wrong of [
      { multiplicity: 5 },
      { answers: 9 },
      { subjects: 0 },
      { noisePerRow: 2, noiseTokens: 0 },
      { templates: 2.5 },
      { zipfExponent: -1 },
    ]) {
      expect(() => createSymbolicWorld({ ...sizes, multiplicity: 2, ...wrong })).toThrow(LetheError);
    }
  });
});

describe('facts of the symbolic world', () => {
  const options = { subjects: 12, templates: 9, multiplicity: 3, formatTokens: 2, noisePerRow: 2, seed: 6 };
  const factsOf = (world: SymbolicWorld) => collectFacts(symbolicFacts(world, { fineTuned: 5 }));

  it('ask in told templates, an untold one and the question format, and tokenize to the rows', () => {
    const world = createSymbolicWorld(options);
    const { facts, probes } = factsOf(world);
    const tokenized = tokenizeProbes(probes, world.vocabulary.tokenizer);
    expect(new Set(probes.map(({ probe_id }) => probe_id)).size).toBe(12 * 5);
    const train = new Set(splitSubjects(world, 5).train);
    const questions = rowsOf(questionRows(world, range(12)));
    const rows = rowsOf(pretrainingRows(world));
    facts.forEach((fact, s) => {
      const texts = [fact.text, ...fact.variants];
      expect(texts.map((text) => Array.from(world.vocabulary.tokenizer.encode(text)))).toEqual(
        rows.slice(3 * s, 3 * s + 3),
      );
      expect([fact.subject, fact.object]).toEqual([`s${s}`, `a${world.answers[s]}`]);
      const own = tokenized.filter((probe) => probe.fact_id === fact.fact_id);
      expect(own.map(({ depth }) => depth)).toEqual([
        'memorization',
        'memorization',
        'memorization',
        'semantic',
        'qa',
      ]);
      for (const probe of own) {
        expect(probe.split).toBe(train.has(s) ? 'train' : 'test');
        expect(probe.token_boundary).toBe(true);
        expect(probe.prompt.split(' ')).not.toContain(probe.target);
      }
      expect([...own[4]!.prompt_tokens, ...own[4]!.target_tokens]).toEqual(questions[s]);
      const untold = own[3]!.prompt.split(' ').at(-1)!;
      expect(untold).toMatch(/^r\d$/);
      expect(fact.relation!.split(' ')).not.toContain(untold);
    });
  });

  it('mean the same for a seed forever', () => {
    const digest = (world: SymbolicWorld): string => {
      const rows = [pretrainingRows(world, 1), drawPretrainingRows(world, 7, 3), questionRows(world, [3, 1])];
      const tokens = rows.map(({ tokens }) => Array.from(tokens));
      return hash('sha256', JSON.stringify([factsOf(world), tokens])).slice(0, 16);
    };
    expect(digest(createSymbolicWorld({ ...options, zipfExponent: 1 }))).toBe('17201c77e5252652');
    expect(digest(createSymbolicWorld({ subjects: 12, seed: 6 }))).toBe('2e3e3d66cc26eee1');
  });
});
