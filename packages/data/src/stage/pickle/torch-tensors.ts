import { LetheError } from '@lethe/contracts';
import { PickleGlobal, PickleTuple } from './pickle-stack.js';
import { readPickle } from './read-pickle.js';

/** First value of a stream that torch.save wrote before it wrote zip files. */
const MAGIC = 119547037146038801333356n;
const TORCH_PROTOCOL = 1001;
const LARGEST_TOKEN = 2 ** 31 - 1;

/** The numbers of a torch.LongTensor with one dimension. */
export class TokenTensor {
  /** Int32Array [n]. */
  readonly tokens: Int32Array;

  constructor(tokens: Int32Array) {
    this.tokens = tokens;
  }
}

class Storage {
  readonly values: Int32Array;

  constructor(values: Int32Array) {
    this.values = values;
  }
}

/**
 * What the pickle of a dictionary of tensors names: `collections.OrderedDict` (empty),
 * `torch._utils._rebuild_tensor_v2`, `torch.storage._load_from_bytes`, and `_codecs.encode`, by which protocol 2
 * writes bytes. Our functions stand for theirs and read integers from bytes.
 * @param where names the file in messages
 */
export function tensorGlobals(where: string): ReadonlyMap<string, PickleGlobal> {
  const refuse = (what: string, expected: string, found: unknown): LetheError =>
    new LetheError({ what, where, expected, found: String(found) });

  const storages = new WeakMap<Uint8Array, Storage>();
  const encoded = new Map<string, Uint8Array>();
  const loadStorage = ([bytes]: readonly unknown[]): Storage => {
    if (!(bytes instanceof Uint8Array)) throw refuse('a tensor has no bytes', 'bytes', typeof bytes);
    // A pickle may name the same bytes again and again.
    const storage = storages.get(bytes) ?? readStorage(bytes, where, refuse);
    storages.set(bytes, storage);
    return storage;
  };
  const rebuildTensor = ([storage, offset, size, stride]: readonly unknown[]): TokenTensor => {
    const [length, step] = [single(size), single(stride)];
    const isWhole = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
    if (!(storage instanceof Storage) || !isWhole(offset) || !isWhole(length) || step !== 1) {
      throw refuse('a tensor is not a row of integers', 'one dimension, stride 1', 'another shape');
    }
    if (offset + length > storage.values.length) {
      throw refuse(
        'a tensor is larger than its storage',
        `${offset + length} numbers`,
        storage.values.length,
      );
    }
    return new TokenTensor(storage.values.subarray(offset, offset + length));
  };
  const encode = ([text, encoding]: readonly unknown[]): Uint8Array => {
    if (typeof text !== 'string' || encoding !== 'latin1') {
      throw refuse('bytes in this pickle are not written as latin1', 'latin1', encoding);
    }
    const bytes = encoded.get(text) ?? Buffer.from(text, 'latin1');
    encoded.set(text, bytes);
    return bytes;
  };
  const emptyDict = (args: readonly unknown[]): Map<unknown, unknown> => {
    if (args.length > 0) throw refuse('an OrderedDict is made of something', 'an empty one', args.length);
    return new Map();
  };
  const all: [string, (args: readonly unknown[]) => unknown][] = [
    ['collections OrderedDict', emptyDict],
    ['torch._utils _rebuild_tensor_v2', rebuildTensor],
    ['torch.storage _load_from_bytes', loadStorage],
    ['_codecs encode', encode],
  ];
  return new Map(all.map(([name, call]) => [name, new PickleGlobal(name, call)]));
}

const single = (value: unknown): unknown =>
  value instanceof PickleTuple && value.items.length === 1 ? value.items[0] : undefined;

type Refuse = (what: string, expected: string, found: unknown) => LetheError;

/** Five pickles (magic, protocol, system, the storage, its key), a count, and int64 numbers, little-endian. */
function readStorage(bytes: Uint8Array, where: string, refuse: Refuse): Storage {
  const longStorage = new PickleGlobal('torch LongStorage');
  const globals = new Map([['torch LongStorage', longStorage]]);
  let numbers = -1;
  const persistent = (id: unknown): unknown => {
    const items = id instanceof PickleTuple ? id.items : [];
    if (items[0] !== 'storage' || items[1] !== longStorage || !Number.isInteger(items[4])) {
      throw refuse('a tensor is not a torch.LongTensor', 'a storage of type torch.LongStorage', items[0]);
    }
    numbers = items[4] as number;
    return null;
  };
  let end = 0;
  const next = (): unknown => {
    const read = readPickle(bytes, { where: `${where}, tensor`, globals, persistent, offset: end });
    end = read.end;
    return read.value;
  };
  const [magic, protocol, system] = [next(), next(), next()];
  next();
  next();
  if (magic !== MAGIC || protocol !== TORCH_PROTOCOL) {
    throw refuse('a tensor is not in the format that torch pickles', `protocol ${TORCH_PROTOCOL}`, protocol);
  }
  if (!(system instanceof Map) || system.get('little_endian') !== true) {
    throw refuse('a tensor comes from a big-endian machine', 'little_endian', system);
  }
  const data = Buffer.from(bytes.buffer, bytes.byteOffset + end, bytes.byteLength - end);
  if (numbers < 0 || data.length !== 8 + 8 * numbers || Number(data.readBigUInt64LE()) !== numbers) {
    throw refuse(
      'a tensor does not hold as many numbers as it declares',
      `${8 + 8 * numbers} bytes`,
      data.length,
    );
  }
  const values = new Int32Array(numbers);
  for (let i = 0; i < numbers; i++) {
    const value = data.readBigInt64LE(8 + 8 * i);
    if (value < 0n || value > BigInt(LARGEST_TOKEN)) {
      throw refuse('a tensor holds a number that is not a token id', `0 to ${LARGEST_TOKEN}`, value);
    }
    values[i] = Number(value);
  }
  return new Storage(values);
}
