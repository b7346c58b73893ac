import { readFileSync } from 'node:fs';
import { LetheError } from '@lethe/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PickleTuple } from './pickle-stack.js';
import { readPickle } from './read-pickle.js';

const read = (bytes: Uint8Array): unknown => readPickle(bytes, { where: 'file', globals: new Map() }).value;
const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');
const fixture = (name: string): Buffer => readFileSync(new URL(`testing/${name}.pkl`, import.meta.url));

function messageOf(bytes: Uint8Array): string {
  try {
    read(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(LetheError);
    return (error as LetheError).message;
  }
  return 'read';
}

test('values of every kind, as Python writes them', () => {
  // pickle.dumps(value, protocol=4)
  const values: [string, unknown][] = [
    ['\x80\x04N.', null],
    ['\x80\x04\x88.', true],
    ['\x80\x04\x89.', false],
    ['\x80\x04K\xff.', 255],
    ['\x80\x04M\x00\x01.', 256],
    ['\x80\x04J\xff\xff\xff\xff.', -1],
    ['\x80\x04\x8a\x00.', 0],
    ['\x80\x04\x8a\x05\x00\x00\x00\x00\x01.', 2 ** 32],
    ['\x80\x04\x8a\x08\xff\xff\xff\xff\xff\xff\xff\xff.', -1],
    ['\x80\x04\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x01.', 2n ** 64n],
    ['\x80\x04G?\xf8\x00\x00\x00\x00\x00\x00.', 1.5],
    ['\x80\x04\x8c\x03a\xc3\xa9\x94.', 'aé'],
    ['\x80\x04C\x02\x00\xff\x94.', Buffer.from([0, 255])],
    ['\x80\x04).', new PickleTuple([])],
    ['\x80\x04K\x01K\x02\x86\x94.', new PickleTuple([1, 2])],
    ['\x80\x04(K\x01K\x02K\x03K\x04t\x94.', new PickleTuple([1, 2, 3, 4])],
    ['\x80\x04]\x94(K\x01h\x00e.', 'a list that holds itself'],
    [
      '\x80\x04}\x94(K\x01\x8c\x01a\x94K\x02Nu.',
      new Map<unknown, unknown>([
        [1, 'a'],
        [2, null],
      ]),
    ],
    ['\x80\x04}\x94K\x01Ns.', new Map([[1, null]])],
  ];
  for (const [text, value] of values) {
    if (typeof value === 'string' && value.startsWith('a list')) {
      const list = read(ascii(text)) as unknown[];
      expect([list[0], list[1] === list]).toEqual([1, true]);
    } else expect(read(ascii(text)), text).toEqual(value);
  }
});

test('what could run code is refused by name, before anything else is read', () => {
  expect(messageOf(fixture('command'))).toMatch(
    /byte \d+: this pickle names what is not allowed; nothing was executed[\s\S]*found: {4}posix\.system/,
  );
  // cos\nsystem\n(S'true'\ntR. is the classic of protocol 0.
  expect(messageOf(ascii("cos\nsystem\n(S'true'\ntR."))).toMatch(/found: {4}os\.system/);
  expect(messageOf(ascii('\x80\x02cbuiltins\neval\n.'))).toMatch(/builtins\.eval/);
  expect(messageOf(fixture('set'))).toMatch(/byte \d+[\s\S]*opcode EMPTY_SET \(0x8f\)/);
  for (const [opcode, name] of [
    ['\x81', 'NEWOBJ'],
    ['b', 'BUILD'],
    ['i', 'INST'],
    ['o', 'OBJ'],
    ['\x82\x01', 'EXT1'],
    ['\xfe', 'unknown'],
  ]) {
    expect(messageOf(ascii(`\x80\x02${opcode}`))).toContain(
      `byte 2: this pickle holds an opcode that is not`,
    );
    expect(messageOf(ascii(`\x80\x02${opcode}`))).toContain(`opcode ${name} (0x`);
  }
  expect(messageOf(ascii('\x80\x02NQ.'))).toMatch(/outside it/);
  expect(messageOf(ascii('\x80\x02N)R.'))).toMatch(/calls something that is not a function/);
});

test('broken pickles are refused', () => {
  expect(messageOf(ascii('\x80\x01N.'))).toMatch(/another protocol[\s\S]*2 to 5/);
  expect(messageOf(ascii('\x80\x04'))).toMatch(/cut off/);
  expect(messageOf(ascii('\x80\x04X\xff\xff\xff\xffab.'))).toMatch(/cut off[\s\S]*3 of 4294967295 bytes/);
  expect(messageOf(ascii('\x80\x04\x8e\xff\xff\xff\xff\xff\xff\xff\xff.'))).toMatch(/cut off/);
  expect(messageOf(ascii('\x80\x04\x8c\x01\xff.'))).toMatch(/UTF-8/);
  expect(messageOf(ascii('\x80\x04.'))).toMatch(/empty stack/);
  expect(messageOf(ascii('\x80\x04e.'))).toMatch(/mark/);
  expect(messageOf(ascii('\x80\x04N(K\x01e.'))).toMatch(/something that is not a list/);
  expect(messageOf(ascii('\x80\x04N(K\x01K\x01u.'))).toMatch(/something that is not a dictionary/);
  expect(messageOf(ascii('\x80\x04}(K\x01u.'))).toMatch(/no value/);
  expect(messageOf(ascii('\x80\x04h\x07.'))).toMatch(/number 7/);
  expect(messageOf(ascii('\x80\x04\x8b\x00\x01\x00\x00.'))).toMatch(/huge integer/);
  expect(messageOf(ascii('\x80\x02cos'))).toMatch(/within a line/);
});

test('a small file cannot fill the memory', () => {
  expect(messageOf(Buffer.alloc(10_000_002, 'N'))).toMatch(/too many values/);
});

test('any bytes are read or refused, never anything else', () => {
  const opcodes = fc.constantFrom(
    ...ascii('().01BCGJKMNQRX]acehjqrstu}\x80\x85\x86\x87\x88\x89\x8a\x8c\x93\x94'),
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(opcodes, fc.nat(4)), { maxLength: 40 }), (bytes) => {
      messageOf(Uint8Array.from(bytes));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['dictionaries', '}', 1_100_000],
  ['lists', ']', 4_000_000],
  ['bytes', 'C\0', 2_200_000],
  ['remembered lists', ']\x94', 3_100_000],
  ['marks', '(', 4_000_000],
])('a pickle of %s alone is refused before they fill the memory', (_, unit, bytes) => {
  const message = messageOf(ascii(`\x80\x04${unit.repeat(bytes / unit.length)}`));
  expect(message).toMatch(/too many values[\s\S]*more than 500000000 bytes/);
});

test('a pickle may hold millions of numbers', () => {
  expect(messageOf(ascii(`\x80\x04]\x94(${'K\x01'.repeat(3_000_000)}e.`))).toBe('read');
});
