import { Bool, DataType, Float32, Float64, Int32, Utf8 } from 'apache-arrow';

/** A primitive kind: its Arrow type when written, and the types that are read as it. */
interface KindDefinition {
  readonly type: () => DataType;
  readonly accepts: (type: DataType) => boolean;
  /** Of numeric kinds. */
  readonly array?: Int32ArrayConstructor | Float32ArrayConstructor | Float64ArrayConstructor;
}

/** The primitive kinds that a column of a Lethe table can hold. */
export const kinds = {
  int32: {
    type: () => new Int32(),
    accepts: (type) => DataType.isInt(type) && type.bitWidth === 32 && type.isSigned,
    array: Int32Array,
  },
  float32: {
    type: () => new Float32(),
    accepts: (type) => DataType.isFloat(type) && type.precision === 1,
    array: Float32Array,
  },
  float64: {
    type: () => new Float64(),
    accepts: (type) => DataType.isFloat(type) && type.precision === 2,
    array: Float64Array,
  },
  bool: { type: () => new Bool(), accepts: (type) => DataType.isBool(type) },
  utf8: {
    type: () => new Utf8(),
    // Other writers make large and view strings.
    accepts: (type) => DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type),
  },
} satisfies Record<string, KindDefinition>;

export type Kind = keyof typeof kinds;
