/**
 * The bytes of a saved_model.pb (tensorflow/core/protobuf/saved_model.proto) that computes y = x * x for a float32 x.
 * It shows that a library can run SavedModels, which compiled programs depend on.
 */
export function tinySavedModel(): Buffer {
  const floatType = attribute('T', FLOAT);
  const x = message(text(1, 'x'), text(2, 'Placeholder'), field(5, attribute('dtype', FLOAT)));
  const y = message(text(1, 'y'), text(2, 'Mul'), text(3, 'x'), text(3, 'x'), field(5, floatType));
  const graph = message(field(1, x), field(1, y), field(4, varint(1, PRODUCER)));
  const info = text(4, 'serve');
  return message(varint(1, 1), field(2, message(field(1, info), field(2, graph))));
}

/** DT_FLOAT of types.proto, wrapped as AttrValue.type. */
const FLOAT = varint(6, 1);
/** GraphDef version of TensorFlow 2.9 and later readers: any number in their accepted range serves. */
const PRODUCER = 987;

function attribute(name: string, value: Buffer): Buffer {
  return message(text(1, name), field(2, value));
}

function text(number: number, value: string): Buffer {
  return field(number, Buffer.from(value));
}

function field(number: number, value: Buffer): Buffer {
  return Buffer.concat([base128(number * 8 + 2), base128(value.length), value]);
}

function varint(number: number, value: number): Buffer {
  return Buffer.concat([base128(number * 8), base128(value)]);
}

function message(...fields: Buffer[]): Buffer {
  return Buffer.concat(fields);
}

function base128(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest & 127) | (rest > 127 ? 128 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Buffer.from(bytes);
}
