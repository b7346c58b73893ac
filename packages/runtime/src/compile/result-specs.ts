import type { NativeBinding } from '../native/native-binding.js';
import { knownResultSpecs } from './known-result-specs.js';
import { DATA_TYPES, type RecordedAttribute } from './recording.js';

/** Shape and TensorFlow data type of a tensor that is recorded but never computed. */
export interface SymbolicSpec {
  shape: number[];
  dtype: number;
}

/** An operand: `constantId` is its handle if it is a constant, whose value may decide about shapes (as in Reshape). */
export interface Operand extends SymbolicSpec {
  constantId?: number;
  /** Tells constants with different values apart. */
  constantKey?: string;
}

export type ResultSpecs = (
  op: string,
  attributes: RecordedAttribute[],
  operands: Operand[],
  outputCount: number,
) => SymbolicSpec[];

/**
 * Finds out what an operation returns, by its definition or by running it once on zeros and throwing the result away. The
 * answer is remembered, so that recording a model of many equal layers costs little time and never holds more than one operation's tensors.
 */
export function resultSpecsOf(binding: NativeBinding): ResultSpecs {
  const known = new Map<string, SymbolicSpec[]>();
  const read = ({ constantId }: Operand) => Array.from(binding.tensorDataSync(constantId!) as Int32Array);
  return (op, attributes, operands, outputCount) => {
    const key = JSON.stringify([
      op,
      attributes,
      operands.map(({ shape, dtype, constantKey }) => [dtype, shape, constantKey]),
      outputCount,
    ]);
    let specs = known.get(key);
    if (specs === undefined) {
      specs =
        knownResultSpecs(op, attributes, operands, read) ??
        runOnZeros(binding, op, attributes, operands, outputCount);
      known.set(key, specs);
    }
    return specs;
  };
}

/** What an operation returns on zeros in the shapes of its operands. */
export function runOnZeros(
  binding: NativeBinding,
  op: string,
  attributes: RecordedAttribute[],
  operands: Operand[],
  outputCount: number,
): SymbolicSpec[] {
  const temporary: number[] = [];
  try {
    const ids = operands.map((operand) => {
      if (operand.constantId !== undefined) return operand.constantId;
      const id = zeros(binding, operand);
      temporary.push(id);
      return id;
    });
    const results = binding.executeOp(op, attributes as never, ids, outputCount);
    temporary.push(...results.map(({ id }) => id));
    return results.map(({ shape, dtype }) => ({ shape, dtype }));
  } finally {
    for (const id of temporary) binding.deleteTensor(id);
  }
}

/** A native tensor of zeros, made without an array of that size in JavaScript. */
function zeros(binding: NativeBinding, { shape, dtype }: SymbolicSpec): number {
  const zero =
    dtype === DATA_TYPES.float32
      ? new Float32Array(1)
      : dtype === DATA_TYPES.bool
        ? new Uint8Array(1)
        : new Int32Array(1);
  const extents = binding.createTensor([shape.length], DATA_TYPES.int32, Int32Array.from(shape));
  const value = binding.createTensor([], dtype, zero);
  try {
    const type = (name: string, number: number) => ({ name, type: binding.TF_ATTR_TYPE, value: number });
    const attributes = [type('T', dtype), type('index_type', DATA_TYPES.int32)];
    return binding.executeOp('Fill', attributes, [extents, value], 1)[0]!.id;
  } finally {
    binding.deleteTensor(extents);
    binding.deleteTensor(value);
  }
}
