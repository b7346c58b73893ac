import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TooManyValues } from '../text/json-structure.js';
import { MAX_STRUCTURE, parseJson } from './parse-json.js';

test('integers beyond those that a number holds keep their digits', () => {
  const text =
    '{"id":1161888007138312193,"a":[-9007199254740993 ,9007199254740991],"b":{"c":18446744073709551615}}';
  expect(parseJson(text)).toEqual({
    id: 1161888007138312193n,
    a: [-9007199254740993n, 9007199254740991],
    b: { c: 18446744073709551615n },
  });
  expect(parseJson('90071992547409930')).toBe(90071992547409930n);
});

test('digits in strings, fractions and exponents are what JSON.parse makes of them', () => {
  const strings = '{"1161888007138312193":"1161888007138312193","a\\"1161888007138312193":"\\\\"}';
  for (const text of [strings, '0.1234567890123456789', '12345678901234567890e3', '1.0e16', '-0.0', '[]']) {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  }
});

test('neither depth nor names of fields matter', () => {
  const deep = parseJson(`${'[null,{"a":'.repeat(50_000)}1161888007138312193${'}]'.repeat(50_000)}`);
  let value = deep;
  for (let i = 0; i < 50_000; i++) value = (value as [null, { a: unknown }])[1].a;
  expect(value).toBe(1161888007138312193n);
  expect(Object.entries(parseJson('{"__proto__":1161888007138312193}') as object)).toEqual([
    ['__proto__', 1161888007138312193n],
  ]);
});

test('any JSON comes back, with and without long integers (property)', () => {
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: fc.constantFrom('"', '\\', '1', '7', 'a', ':', ',', '[', 'é') }),
      fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
      fc.integer(),
      fc.constantFrom(null, true, 0.5, '1161888007138312193'),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(fc.string({ maxLength: 20 }), tie('tree'), { maxKeys: 4 }),
    ),
  }));
  const write = (value: unknown): string => {
    if (typeof value === 'bigint') return String(value);
    if (Array.isArray(value)) return `[${value.map(write).join(' , ')}]`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${write(item)}`);
    return `{${entries.join(',')}}`;
  };
  const isSafe = (value: bigint): boolean => Number.isSafeInteger(Number(value));
  const read = (value: unknown): unknown => {
    if (typeof value === 'bigint') return isSafe(value) ? Number(value) : value;
    if (Array.isArray(value)) return value.map(read);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, read(item)]));
  };
  fc.assert(
    fc.property(tree, (value) => {
      expect(parseJson(write(value))).toEqual(read(value));
    }),
    { numRuns: 500 },
  );
});

test('what is not JSON is refused as JSON.parse refuses it', () => {
  const wrong = [
    '{"id":1161888007138312193',
    '[01161888007138312193]',
    '{"a":"1161888007138312193',
    '--9007199254740993',
  ];
  for (const text of wrong) {
    let message = '';
    try {
      JSON.parse(text);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(() => parseJson(text)).toThrow(message);
    expect(() => parseJson(text)).toThrow(SyntaxError);
  }
});

test('more values than memory bears are refused before they are made', () => {
  const values = (count: number): string => `[${'0,'.repeat(count - 1)}0]`;
  expect(parseJson(values(MAX_STRUCTURE - 1))).toHaveLength(MAX_STRUCTURE - 1);
  expect(() => parseJson(values(MAX_STRUCTURE))).toThrow(TooManyValues);
  const long = Array(500_000).fill('9007199254740993').join();
  expect(parseJson(`[${long}]`)).toHaveLength(500_000);
  expect(() => parseJson(`[${long},9007199254740993]`)).toThrow(TooManyValues);
  expect(parseJson(JSON.stringify(','.repeat(MAX_STRUCTURE)))).toHaveLength(MAX_STRUCTURE);
});
