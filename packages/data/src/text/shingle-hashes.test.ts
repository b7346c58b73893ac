import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactJaccard, exactShingles } from '../corpus/dedup/minhash/minhash-self-test.js';
import { createShingler, type ShingleHashes, type Shingling } from './shingle-hashes.js';

function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  return units;
}

function hashed(text: string, shingling: Shingling): Set<string> {
  const units = unitsOf(text);
  return toSet(createShingler(shingling)(units, 0, units.length));
}

function toSet({ size, hashes }: ShingleHashes): Set<string> {
  return new Set(Array.from({ length: size }, (_, i) => `${hashes[2 * i]} ${hashes[2 * i + 1]}`));
}

const shinglings = fc.record({
  unit: fc.constantFrom('word', 'character'),
  size: fc.integer({ min: 1, max: 6 }),
  lowercase: fc.boolean(),
  punctuation: fc.constantFrom('drop', 'keep'),
}) as fc.Arbitrary<Shingling>;
const texts = fc
  .array(
    fc.constantFrom(
      'a',
      'b',
      'A',
      'é',
      'É',
      'ß',
      'ж',
      'Ж',
      '7',
      ' ',
      ' ',
      '\n',
      '\u00a0',
      '.',
      ',',
      '-',
      '…',
    ),
    {
      maxLength: 60,
    },
  )
  .map((characters) => characters.join(''));

describe('createShingler', () => {
  it('finds as many shingles, and as many in common, as regular expressions do', () => {
    fc.assert(
      fc.property(texts, texts, shinglings, (a, b, shingling) => {
        const [hashedA, hashedB] = [hashed(a, shingling), hashed(b, shingling)];
        expect(hashedA.size).toBe(exactShingles(a, shingling).size);
        const shared = [...hashedA].filter((hash) => hashedB.has(hash)).length;
        const similarity = shared === 0 ? 0 : shared / (hashedA.size + hashedB.size - shared);
        expect(similarity).toBe(exactJaccard(a, b, shingling));
      }),
      { numRuns: 500 },
    );
  });

  it('hashes a document the same wherever it stands, and after any other', () => {
    const shingle = createShingler({ unit: 'word', size: 3, lowercase: true, punctuation: 'drop' });
    fc.assert(
      fc.property(texts, texts, (before, text) => {
        const units = unitsOf(before + text);
        const inPlace = toSet(shingle(units, before.length, units.length));
        expect(inPlace).toEqual(
          hashed(text, { unit: 'word', size: 3, lowercase: true, punctuation: 'drop' }),
        );
      }),
    );
  });

  it('takes each letter of a script without spaces, and each character beyond the basic plane, for a word', () => {
    const words = { unit: 'word', size: 1, lowercase: true, punctuation: 'drop' } as const;
    expect(hashed('日本語', words).size).toBe(3);
    expect(hashed('𝒳𝒴😀', words).size).toBe(3);
    expect(hashed('x𝒳y', words).size).toBe(3);
    expect(hashed('word𝒳', words)).toEqual(hashed('𝒳 word', words));
  });

  it('counts upper case as lower case only when asked', () => {
    const fold = { unit: 'word', size: 2, lowercase: true, punctuation: 'drop' } as const;
    expect(hashed('The CAT', fold)).toEqual(hashed('the cat', fold));
    expect(hashed('The CAT', { ...fold, lowercase: false })).not.toEqual(
      hashed('the cat', { ...fold, lowercase: false }),
    );
  });

  it('makes one shingle of a shorter document and none of nothing', () => {
    const words = { unit: 'word', size: 5, lowercase: true, punctuation: 'drop' } as const;
    expect(hashed('two words', words).size).toBe(1);
    expect(hashed(' - ', words).size).toBe(0);
  });

  it('grows for long documents', () => {
    const text = Array.from({ length: 30_000 }, (_, i) => `w${i}`).join(' ');
    expect(hashed(text, { unit: 'word', size: 5, lowercase: true, punctuation: 'drop' }).size).toBe(29_996);
    expect(
      hashed('ab '.repeat(20_000), { unit: 'character', size: 4, lowercase: true, punctuation: 'drop' }).size,
    ).toBe(3);
  });
});
