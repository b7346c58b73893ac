import { expect, it } from 'vitest';
import { normalizations, normalizeText } from './normalize-text.js';

it.each([
  ['none', ' The  Café,\n№ 5. '],
  ['whitespace', 'The Café, № 5.'],
  ['lowercase', 'the café, № 5.'],
  ['words', 'the café no 5'],
] as const)('%s', (normalization, expected) => {
  expect(normalizeText(' The  Café,\n№ 5. ', normalization)).toBe(expected);
});

it('each is looser than the one before', () => {
  const variants = ['A b.', 'A  b.\n', 'a B.', 'a, b', 'ａ b'];
  const classes = normalizations.map(
    (name) => new Set(variants.map((text) => normalizeText(text, name))).size,
  );
  expect(classes).toEqual([5, 4, 3, 1]);
});

it('keeps the marks of scripts that write vowels as marks', () => {
  expect(normalizeText('कि', 'words')).not.toBe(normalizeText('का', 'words'));
});
