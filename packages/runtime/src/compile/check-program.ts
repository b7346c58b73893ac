import { LetheError } from '@lethe/contracts';
import type { Tensor } from '@tensorflow/tfjs';
import {
  describeSpec,
  elementTypeOf,
  type InputSpec,
  type ProgramResult,
  type StateEntry,
  sizeOf,
  type TensorSpec,
  type Values,
} from './program.js';

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

/** As checkValues, and every value of an index input must lie in [0, below). */
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
