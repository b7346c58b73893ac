import { LetheError } from '@lethe/contracts';
import type { Tensor } from '@tensorflow/tfjs';

/** The element types that cross the border between JavaScript and a program. */
export type ElementType = 'float32' | 'int32';

export type Values = Float32Array | Int32Array;

export interface TensorSpec {
  shape: readonly number[];
  dtype: ElementType;
}

export interface InputSpec extends TensorSpec {
  /**
   * For int32 inputs that index a table: every value must be in [0, below).
   * A compiled program does not check: XLA silently clamps an index that is out of range.
   */
  below?: number;
}

/**
 * An initial value of the state; `values` has one element per entry of `shape`, row-major, and is copied. A function is
 * called once, when the value is transferred to the backend, and its result is not kept: a large model is never in
 * JavaScript's memory as a whole.
 */
export interface StateEntry extends TensorSpec {
  values: Values | (() => Values);
}

export interface ProgramResult {
  /** The entries that change, with the shape and dtype that they have; absent entries stay as they are. */
  state?: Record<string, Tensor>;
  outputs: Record<string, Tensor>;
}

/**
 * A pure function of (state, inputs), written with TensorFlow.js operations.
 * It is run once to record it, so its JavaScript control flow may depend on shapes but never on values,
 * and random numbers, the step number and the learning rate must come in as inputs or state.
 */
export interface Program {
  inputs: Record<string, InputSpec>;
  run(state: Record<string, Tensor>, inputs: Record<string, Tensor>): ProgramResult;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** As many zeros as a tensor has elements. */
export function zeros({ shape, dtype }: TensorSpec): Values {
  return dtype === 'float32' ? new Float32Array(sizeOf(shape)) : new Int32Array(sizeOf(shape));
}

/** `float32 [2, 3]`, as error messages show it. */
function describeSpec(spec: { shape: readonly number[]; dtype: string }): string {
  return `${spec.dtype} [${spec.shape.join(', ')}]`;
}

function elementTypeOf(values: Values): ElementType {
  return values instanceof Float32Array ? 'float32' : 'int32';
}

/** Throws a LetheError unless `values` has the element type and the number of elements of `spec`. */
export function checkValues(where: string, spec: TensorSpec, values: Values | undefined): Values {
  const expected = `${spec.dtype === 'float32' ? 'Float32Array' : 'Int32Array'} of length ${sizeOf(spec.shape)}`;
  const isTyped = values instanceof Float32Array || values instanceof Int32Array;
  if (isTyped && elementTypeOf(values) === spec.dtype && values.length === sizeOf(spec.shape)) return values;
  const found = isTyped
    ? `${values.constructor.name} of length ${values.length}`
    : values === undefined
      ? 'nothing'
      : Object.prototype.toString.call(values).slice(8, -1);
  throw new LetheError({
    what: `the values do not fit ${describeSpec(spec)}`,
    where,
    expected,
    found,
  });
}

/** The initial value of a state entry, checked. */
export function initialValues(name: string, entry: StateEntry): Values {
  const values = typeof entry.values === 'function' ? entry.values() : entry.values;
  return checkValues(`state entry ${name}`, entry, values);
}

/** As checkValues; every value of an index input must also lie in [0, below). */
export function checkInput(where: string, spec: InputSpec, values: Values | undefined): Values {
  const checked = checkValues(where, spec, values);
  if (spec.below === undefined) return checked;
  for (let i = 0; i < checked.length; i++) {
    if (checked[i]! >= 0 && checked[i]! < spec.below) continue;
    throw new LetheError({
      what: `value ${i} is not an index into a table of ${spec.below} rows`,
      where,
      expected: `0 to ${spec.below - 1}`,
      found: String(checked[i]),
    });
  }
  return checked;
}

/** Throws a LetheError for the first name in `names` that `known` lacks. */
export function checkNames(where: string, kind: string, names: Iterable<string>, known: object): void {
  for (const name of names) {
    if (Object.hasOwn(known, name)) continue;
    throw new LetheError({
      what: `there is no ${kind} of this name`,
      where,
      expected: Object.keys(known).join(', ') || `no ${kind} at all`,
      found: name,
    });
  }
}

/** Checks what a program returned: an object of tensors whose updates keep the shape and dtype of their state entry. */
export function checkResult(
  program: string,
  result: ProgramResult,
  state: Record<string, StateEntry | TensorSpec>,
): void {
  const where = `program ${program}`;
  if (result instanceof Promise || typeof result?.outputs !== 'object') {
    throw new LetheError({
      what: 'a program must return { state?, outputs } and must not be async',
      where,
      found: result instanceof Promise ? 'a promise' : String(result),
    });
  }
  checkNames(where, 'state entry', Object.keys(result.state ?? {}), state);
  for (const [name, tensor] of Object.entries(result.state ?? {})) {
    const entry = state[name]!;
    if (describeSpec(tensor) === describeSpec(entry)) continue;
    throw new LetheError({
      what: `the update of state entry ${name} has another shape or dtype`,
      where,
      expected: describeSpec(entry),
      found: describeSpec(tensor),
    });
  }
  for (const [name, tensor] of Object.entries(result.outputs)) checkOutput(where, name, tensor);
}

function checkOutput(where: string, name: string, tensor: Tensor): void {
  if (tensor.dtype === 'float32' || tensor.dtype === 'int32') return;
  throw new LetheError({
    what: `output ${name} has a dtype that no typed array of the interface holds`,
    where,
    expected: 'float32 or int32',
    found: tensor.dtype,
    next: `cast it, for example with tf.cast(${name}, 'int32')`,
  });
}

/** A record with the same keys in the same order, and `map` applied to each value. */
export function mapValues<T, R>(
  record: Readonly<Record<string, T>>,
  map: (value: T, key: string) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
