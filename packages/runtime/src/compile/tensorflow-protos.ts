import protobuf from 'protobufjs';

/**
 * The part of TensorFlow's protocol buffers that a SavedModel of ours needs, with the field numbers of
 * tensorflow/core/framework/{graph,node_def,function,op_def,attr_value,tensor,tensor_shape}.proto and
 * tensorflow/core/protobuf/{meta_graph,saved_model}.proto. Fields that are never written are left out.
 */
const PROTOS = `
syntax = "proto3";
package tensorflow;

message SavedModel {
  int64 saved_model_schema_version = 1;
  repeated MetaGraphDef meta_graphs = 2;
}
message MetaGraphDef {
  message MetaInfoDef { repeated string tags = 4; }
  MetaInfoDef meta_info_def = 1;
  GraphDef graph_def = 2;
}
message GraphDef {
  repeated NodeDef node = 1;
  FunctionDefLibrary library = 2;
  VersionDef versions = 4;
}
message VersionDef { int32 producer = 1; }
message NodeDef {
  string name = 1;
  string op = 2;
  repeated string input = 3;
  map<string, AttrValue> attr = 5;
}
message FunctionDefLibrary { repeated FunctionDef function = 1; }
message FunctionDef {
  OpDef signature = 1;
  repeated NodeDef node_def = 3;
  map<string, string> ret = 4;
  map<string, AttrValue> attr = 5;
  map<string, string> control_ret = 6;
}
message OpDef {
  message ArgDef { string name = 1; int32 type = 3; }
  string name = 1;
  repeated ArgDef input_arg = 2;
  repeated ArgDef output_arg = 3;
  bool is_stateful = 17;
  repeated string control_output = 20;
}
message AttrValue {
  message ListValue {
    repeated int64 i = 3;
    repeated float f = 4;
    repeated bool b = 5;
    repeated int32 type = 6;
  }
  oneof value {
    ListValue list = 1;
    bytes s = 2;
    int64 i = 3;
    float f = 4;
    bool b = 5;
    int32 type = 6;
    TensorShapeProto shape = 7;
    TensorProto tensor = 8;
    NameAttrList func = 10;
  }
}
message NameAttrList { string name = 1; }
message TensorProto {
  int32 dtype = 1;
  TensorShapeProto tensor_shape = 2;
  bytes tensor_content = 4;
}
message TensorShapeProto {
  message Dim { int64 size = 1; }
  repeated Dim dim = 2;
}
`;

export interface AttrValue {
  list?: { i?: number[]; f?: number[]; b?: boolean[]; type?: number[] };
  s?: Uint8Array;
  i?: number;
  f?: number;
  b?: boolean;
  type?: number;
  shape?: TensorShape;
  tensor?: { dtype: number; tensor_shape: TensorShape; tensor_content: Uint8Array };
  func?: { name: string };
}

export interface TensorShape {
  dim: { size: number }[];
}

export interface NodeDef {
  name: string;
  op: string;
  input?: string[];
  attr?: Record<string, AttrValue>;
}

export interface ArgDef {
  name: string;
  type: number;
}

export interface FunctionDef {
  signature: {
    name: string;
    input_arg: ArgDef[];
    output_arg: ArgDef[];
    is_stateful: boolean;
    control_output: string[];
  };
  node_def: NodeDef[];
  ret: Record<string, string>;
  control_ret: Record<string, string>;
  attr: Record<string, AttrValue>;
}

/** The tag under which the graph is stored and loaded. */
export const SAVED_MODEL_TAG = 'serve';

// Older libraries accept a newer producer; this one is TensorFlow 2.21's order of magnitude.
const GRAPH_PRODUCER = 1882;

const savedModelType = protobuf.parse(PROTOS, { keepCase: true }).root.lookupType('tensorflow.SavedModel');

/** The bytes of a `saved_model.pb` that holds one graph. */
export function encodeSavedModel(node: NodeDef[], functions: FunctionDef[]): Uint8Array {
  const message = {
    saved_model_schema_version: 1,
    meta_graphs: [
      {
        meta_info_def: { tags: [SAVED_MODEL_TAG] },
        graph_def: { node, library: { function: functions }, versions: { producer: GRAPH_PRODUCER } },
      },
    ],
  };
  const problem = savedModelType.verify(message);
  if (problem !== null) throw new Error(`the recorded graph cannot be encoded: ${problem}`);
  return savedModelType.encode(savedModelType.create(message)).finish();
}

export function shapeProto(shape: readonly number[]): TensorShape {
  return { dim: shape.map((size) => ({ size })) };
}
