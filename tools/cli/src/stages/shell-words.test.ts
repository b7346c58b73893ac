import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quote, splitLine } from './shell-words.js';

describe('splitLine', () => {
  it('keeps every character', () => {
    const line = fc
      .array(fc.constantFrom(...`ab'"\\ $&|<>();\t\n{}`), { maxLength: 30 })
      .map((c) => c.join(''));
    fc.assert(
      fc.property(line, (text) => {
        const parts = splitLine(text).map((token) =>
          'between' in token
            ? token.between
            : token.word.map(({ quotes, text }) => quotes + text + quotes).join(''),
        );
        expect(parts.join('')).toBe(text);
      }),
    );
  });

  it('splits into the words of the shell', () => {
    const line = `a 'b c'd "e \\" f" g\\ h ""`;
    const words = splitLine(line).flatMap((token) => ('word' in token ? [token.word] : []));
    const script = `node -p 'process.argv.length - 1' ${line}`;
    expect(words).toHaveLength(Number(execFileSync('sh', ['-c', script], { encoding: 'utf8' })));
    expect(words[1]).toEqual([
      { quotes: "'", text: 'b c' },
      { quotes: '', text: 'd' },
    ]);
    expect(words[2]).toEqual([{ quotes: '"', text: 'e \\" f' }]);
  });
});

describe('quote', () => {
  it('survives the shell, whatever the path', () => {
    const path = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(path, (text) => {
        expect(execFileSync('sh', ['-c', `printf %s ${quote(text)}`], { encoding: 'utf8' })).toBe(text);
      }),
      { numRuns: 50 },
    );
  });
});
