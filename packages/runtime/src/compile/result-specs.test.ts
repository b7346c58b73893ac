import { describe, expect, test } from 'vitest';
import { openBackend } from '../backends/open-backend.js';
import type { NativeBinding } from '../native/load-native-binding.js';
import { nativeEngines } from '../testing/run-op.js';
import { DATA_TYPES, type RecordedAttribute } from './recording.js';
import { knownResultSpecs, type Operand, runOnZeros } from './result-specs.js';

const { float32, int32, bool } = DATA_TYPES;

describe.runIf(nativeEngines.length > 0)('what operations return by rule', () => {
  /** An operand by shape, or a constant by its whole numbers. */
  function operand(binding: NativeBinding, given: unknown): Operand {
    if (typeof given === 'object' && !Array.isArray(given)) return given as Operand;
    if (typeof given === 'number') {
      return { shape: [], dtype: int32, constantId: binding.createTensor([], int32, Int32Array.of(given)) };
    }
    return { shape: given as number[], dtype: float32 };
  }
  const whole = (shape: number[]) => ({ shape, dtype: int32 });

  const types = (binding: NativeBinding, attributes: Record<string, unknown>): RecordedAttribute[] =>
    Object.entries(attributes).map(([name, value]) => ({
      name,
      type:
        typeof value === 'boolean'
          ? binding.TF_ATTR_BOOL
          : name.startsWith('T') || name === 'DstT' || name === 'SrcT'
            ? binding.TF_ATTR_TYPE
            : binding.TF_ATTR_INT,
      value,
    }));
  const T = { T: float32 };
  const reduction = (keep_dims: boolean) => ({ ...T, Tidx: int32, keep_dims });
  const list = (binding: NativeBinding, ...values: number[]): Operand => ({
    shape: [values.length],
    dtype: int32,
    constantId: binding.createTensor([values.length], int32, Int32Array.from(values)),
  });

  test('is what TensorFlow returns', async () => {
    const binding = (await openBackend({ backend: 'tensorflow' })).binding!;
    const cases: [op: string, attributes: Record<string, unknown>, operands: unknown[]][] = [
      ...['Exp', 'Tanh', 'Softmax'].map((op) => [op, T, [[2, 3]]] as never),
      ['Mul', T, [[4, 1, 3], [2, 1]]], // biome-ignore format: one case a line
      ['Sub', T, [[], [2, 3]]], // biome-ignore format: one case a line
      ['Greater', T, [[5, 3], [3]]], // biome-ignore format: one case a line
      ['Sum', reduction(false), [[2, 3, 4], list(binding, 1)]],
      ['Max', reduction(true), [[2, 3, 4], list(binding, 0, -1)]],
      ['Mean', reduction(false), [[2, 3], list(binding, 0, 1)]],
      ['Cast', { SrcT: int32, DstT: float32, Truncate: false }, [whole([2, 2])]],
      ['BatchMatMulV2', { ...T, adj_x: true, adj_y: false }, [[5, 4, 2], [1, 4, 3]]], // biome-ignore format: one case a line
      ['BatchMatMulV2', { ...T, adj_x: false, adj_y: true }, [[4, 2], [3, 2]]], // biome-ignore format: one case a line
      ['Reshape', { ...T, Tshape: int32 }, [[2, 6], list(binding, 3, 4)]],
      ['Transpose', { ...T, Tperm: int32 }, [[2, 3, 4], list(binding, 2, 0, 1)]],
      ['OneHot', { ...T, TI: int32, axis: -1 }, [whole([2, 3]), 5, [], []]],
      ['GatherV2', { Tparams: float32, Tindices: int32, Taxis: int32, batch_dims: 0 }, [[4, 3], whole([2, 5]), 1]], // biome-ignore format: one case a line
      ['SplitV', { ...T, Tlen: int32, num_split: 2 }, [[2, 5], list(binding, 1, 4), -1]],
      ['ConcatV2', { ...T, N: 2, Tidx: int32 }, [[2, 3], [2, 1], 1]], // biome-ignore format: one case a line
      ['UnsortedSegmentSum', { ...T, Tindices: int32, Tnumsegments: int32 }, [[4, 3], whole([4]), 7]],
    ];
    const read = ({ constantId }: Operand) => Array.from(binding.tensorDataSync(constantId!) as Int32Array);
    for (const [op, given, shapes] of cases) {
      const attributes = types(binding, given);
      const operands = shapes.map((one) => operand(binding, one));
      const outputs = op === 'SplitV' ? 2 : 1;
      const expected = runOnZeros(binding, op, attributes, operands, outputs);
      expect(knownResultSpecs(op, attributes, operands, read), op).toEqual(expected);
    }
  });

  test('is unknown where values decide, and where operands do not fit', () => {
    const of = (op: string, ...operands: Operand[]) => knownResultSpecs(op, [], operands, () => []);
    const floats = (...shape: number[]): Operand => ({ shape, dtype: float32 });
    expect(of('Reshape', floats(4), whole([2]))).toBeUndefined();
    expect(of('Add', floats(2), floats(3))).toBeUndefined();
    expect(of('BatchMatMulV2', floats(2, 3), floats(4, 2))).toBeUndefined();
    expect(of('LogicalNot', { shape: [2], dtype: bool })).toBeUndefined();
  });
});
