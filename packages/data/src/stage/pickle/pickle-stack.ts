/** Values, marks and references that a pickle may make, so that a small file cannot fill the memory. */
const MAX_VALUES = 10_000_000;
/** Bytes that they may take, by what V8 takes for one of their kind and for its garbage; contents of texts are in the file. */
const MAX_BYTES = 500_000_000;
const BYTES = { value: 24, object: 128, collection: 480, mark: 128, reference: 200 } as const;

function bytesOf(value: unknown): number {
  if (value instanceof Map || value instanceof Uint8Array) return BYTES.collection;
  const isObject = value !== null && ['object', 'bigint', 'string'].includes(typeof value);
  return isObject ? BYTES.object : BYTES.value;
}

/** The values under construction and those that a pickle refers to again. */
export class PickleStack {
  readonly #refuse: (what: string, found: string) => Error;
  readonly #marks: unknown[][] = [];
  readonly #memo = new Map<number, unknown>();
  #values: unknown[] = [];
  #made = 0;
  #bytes = 0;

  /** @param refuse makes the error for a pickle that takes a value that is not there, or makes too many */
  constructor(refuse: (what: string, found: string) => Error) {
    this.#refuse = refuse;
  }

  push(value: unknown): void {
    this.#count(bytesOf(value));
    this.#values.push(value);
  }

  pop(): unknown {
    if (this.#values.length > 0) return this.#values.pop();
    throw this.#refuse('this pickle takes a value that is not there', 'an empty stack');
  }

  top(): unknown {
    const value = this.pop();
    this.#values.push(value);
    return value;
  }

  mark(): void {
    this.#count(BYTES.mark);
    this.#marks.push(this.#values);
    this.#values = [];
  }

  /** The values since the last mark. */
  popMark(): unknown[] {
    const outer = this.#marks.pop();
    if (!outer) throw this.#refuse('this pickle takes a mark that is not there', 'no mark');
    const items = this.#values;
    this.#values = outer;
    return items;
  }

  /** Appends to the list on top. */
  append(items: readonly unknown[]): void {
    const target = this.top();
    if (!Array.isArray(target))
      throw this.#refuse('this pickle appends to something that is not a list', typeof target);
    for (const item of items) target.push(item);
  }

  /** Sets keys of the dictionary on top: key, value, key, value, ... */
  setItems(items: readonly unknown[]): void {
    const target = this.top();
    if (!(target instanceof Map)) {
      throw this.#refuse('this pickle sets a key of something that is not a dictionary', typeof target);
    }
    if (items.length % 2 === 1)
      throw this.#refuse('a key in this pickle has no value', `${items.length} items`);
    for (let i = 0; i < items.length; i += 2) target.set(items[i], items[i + 1]);
  }

  /** Remembers the value on top; under the next number where none is given. */
  remember(index = this.#memo.size): void {
    this.#count(BYTES.reference);
    this.#memo.set(index, this.top());
  }

  /** Pushes what was remembered. */
  recall(index: number): void {
    if (!this.#memo.has(index)) {
      throw this.#refuse('this pickle refers to a value that is not there', `number ${index}`);
    }
    this.#count(BYTES.value);
    this.#values.push(this.#memo.get(index));
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    if (++this.#made > MAX_VALUES) {
      throw this.#refuse('this pickle holds too many values', `more than ${MAX_VALUES}`);
    }
    if (this.#bytes > MAX_BYTES) {
      throw this.#refuse('this pickle holds too many values', `more than ${MAX_BYTES} bytes of them`);
    }
  }
}

/** A Python tuple; lists are arrays, dictionaries are maps. */
export class PickleTuple {
  readonly items: readonly unknown[];

  constructor(items: readonly unknown[]) {
    this.items = items;
  }
}

/** Something that a pickle names: a function of ours that stands for one of Python's, or a mere name. */
export class PickleGlobal {
  readonly name: string;
  readonly call: ((args: readonly unknown[]) => unknown) | undefined;

  constructor(name: string, call?: (args: readonly unknown[]) => unknown) {
    this.name = name;
    this.call = call;
  }
}
