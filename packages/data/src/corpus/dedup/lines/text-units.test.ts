import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutSpans, isBlank, spansOfUnits, type TextUnitKind, textUnits } from './text-units.js';

const unitsOf = (text: string, kind: TextUnitKind): string[] => {
  const { begin, end } = textUnits(text, kind);
  return begin.map((from, i) => text.slice(from, end[i]));
};
const without = (text: string, kind: TextUnitKind, ...removed: number[]): string =>
  cutSpans(
    text,
    spansOfUnits(textUnits(text, kind), (unit) => removed.includes(unit)),
  );
const someText = fc
  .array(fc.constantFrom('a', 'b ', ' ', '\n', '\r\n', '\t', '\u3000', '\n\n'), { maxLength: 25 })
  .map((parts) => parts.join(''));

describe('textUnits', () => {
  it.each<[TextUnitKind, string, string[]]>([
    ['line', 'a\nb\r\n\nc', ['a', 'b', '', 'c']],
    ['line', 'a\n', ['a']],
    ['line', '', []],
    ['line', '\n\r\n', ['', '']],
    ['paragraph', '\n a\nb\n \t\n\nc\r\n', [' a\nb', 'c']],
    ['paragraph', ' \n\n', []],
    ['paragraph', 'a', ['a']],
  ])('%s of %j', (kind, text, units) => {
    expect(unitsOf(text, kind)).toEqual(units);
  });

  it('finds the lines and paragraphs that regular expressions find', () => {
    fc.assert(
      fc.property(someText, (text) => {
        const lines = text.split(/\r?\n/);
        if (lines.at(-1) === '') lines.pop();
        expect(unitsOf(text, 'line')).toEqual(lines);
        const paragraphs = lines
          .map((line) => (line.trim() === '' ? '' : line))
          .join('\n')
          .split(/\n\n+/)
          .map((paragraph) => paragraph.replace(/^\n|\n$/g, ''))
          .filter((paragraph) => paragraph !== '');
        expect(unitsOf(text, 'paragraph').map((unit) => unit.replaceAll('\r\n', '\n'))).toEqual(paragraphs);
      }),
      { numRuns: 300 },
    );
  });
});

describe('spansOfUnits', () => {
  it.each<[TextUnitKind, string, number[], string]>([
    ['line', 'a\nb\nc', [1], 'a\nc'],
    ['line', 'a\nb\nc', [2], 'a\nb'],
    ['line', 'a\nb\nc\n', [1, 2], 'a\n'],
    ['line', 'a\r\nb\r\nc\r\n', [0, 2], 'b\r\n'],
    ['line', 'a\n\nb', [0, 2], ''],
    ['paragraph', 'a\n\nb\n\nc\n', [1], 'a\n\nc\n'],
    ['paragraph', 'a\n\nb\n\nc\n', [2], 'a\n\nb\n'],
    ['paragraph', '\na\n\nb', [0], '\nb'],
  ])('%s of %j without %j', (kind, text, removed, left) => {
    expect(without(text, kind, ...removed)).toBe(left);
  });

  it('cuts out exactly the units it is told to, in sorted spans that do not touch', () => {
    fc.assert(
      fc.property(someText, fc.nat(), fc.constantFrom('line', 'paragraph'), (text, mask, kind) => {
        const units = textUnits(text, kind);
        const removed = units.begin.map((_, i) => i).filter((i) => (mask >> (i % 30)) & 1);
        const spans = spansOfUnits(units, (unit) => removed.includes(unit));
        for (let i = 0; i < spans.length; i++) expect(spans[i]).toBeGreaterThan(spans[i - 1] ?? -1);
        const left = unitsOf(text, kind).filter((_, i) => !removed.includes(i));
        // An empty last line without a line break is no line.
        if (left.at(-1) === '' && !/\n$/.test(text)) left.pop();
        expect(unitsOf(without(text, kind, ...removed), kind)).toEqual(left);
        if (removed.length === 0) expect(spans).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

it('isBlank knows white space as regular expressions do', () => {
  for (let unit = 0; unit < 0x10000; unit++) {
    const text = String.fromCharCode(unit);
    if (isBlank(text, 0, 1) !== /\s/.test(text)) expect.unreachable(`U+${unit.toString(16)}`);
  }
  expect(isBlank('a b', 1, 2)).toBe(true);
});
