import { ZSTDDecoder } from 'zstddec/stream';

/** The largest window that is read: what the format's reference implementation allows by default. */
const MAX_WINDOW_MIB = 128;
const OUTPUT_BYTES = 1 << 20;
/** Longest header of a frame. */
const HEADER_BYTES = 18;
const STRUCT_BYTES = 12;

/** A window beyond what is read: matches may lie further back than memory should hold. */
export class ZstdWindowError extends Error {
  constructor(windowBytes: number | undefined) {
    const size = windowBytes === undefined ? 'larger' : `${Math.ceil(windowBytes / 2 ** 20)} MiB`;
    super(`a window of ${size}; at most ${MAX_WINDOW_MIB} MiB are read`);
  }
}

/** Zstd data that are read piece by piece, of any number of frames. */
export interface ZstdStream {
  /** Yields what a piece of the data holds, at most a mebibyte at once. */
  decode(piece: Uint8Array): Generator<Buffer>;
  /** @throws Error when the data end within a frame */
  end(): void;
  /** Frees its memory; to be called in any case. */
  close(): void;
}

/** The reference decoder, which verifies checksums. All its methods throw an Error for data that are corrupt. */
export interface Zstd {
  open(): ZstdStream;
  /**
   * Decompresses whole data.
   * @param maxBytes what they may hold at most; more is an error
   */
  decompress(data: Uint8Array, maxBytes?: number): Uint8Array;
}

/** What the library compiles of the reference implementation, version 1.5; pointers and sizes are numbers. */
interface Exports {
  memory: { readonly buffer: ArrayBuffer };
  malloc(bytes: number): number;
  free(pointer: number): void;
  ZSTD_createDCtx(): number;
  ZSTD_freeDCtx(context: number): void;
  ZSTD_decompressStream(context: number, output: number, input: number): number;
}

let loaded: Promise<Zstd> | undefined;

/** Loads the decoder once for the process; windows may have up to 128 MiB. */
export function loadZstd(): Promise<Zstd> {
  loaded ??= instantiate().then((wasm) => ({
    open: () => new WasmStream(wasm),
    decompress: (data, maxBytes) => decompress(new WasmStream(wasm), data, maxBytes),
  }));
  return loaded;
}

/** The library's own methods do not look at error codes, so its functions are called here. */
async function instantiate(): Promise<Exports> {
  const decoder = new ZSTDDecoder();
  let wasm: unknown;
  decoder._init = (source) => {
    ZSTDDecoder.prototype._init(source);
    wasm = source.instance.exports;
  };
  await decoder.init();
  return wasm as Exports;
}

function decompress(stream: ZstdStream, data: Uint8Array, maxBytes = Number.POSITIVE_INFINITY): Uint8Array {
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for (const piece of stream.decode(data)) {
      bytes += piece.length;
      if (bytes > maxBytes) throw new Error(`the zstd data hold more than the ${maxBytes} bytes declared`);
      pieces.push(piece);
    }
    stream.end();
  } finally {
    stream.close();
  }
  return Buffer.concat(pieces);
}

class WasmStream implements ZstdStream {
  readonly #wasm: Exports;
  readonly #context: number;
  readonly #output: number;
  /** The structs that name input and output to the decoder: address, size, position. */
  readonly #structs: number;
  /** The beginning of the frame that is being read; empty between frames. */
  #head: number[] = [];
  #closed = false;

  constructor(wasm: Exports) {
    this.#wasm = wasm;
    this.#context = wasm.ZSTD_createDCtx();
    this.#output = wasm.malloc(OUTPUT_BYTES);
    this.#structs = wasm.malloc(2 * STRUCT_BYTES);
    if (!this.#context || !this.#output || !this.#structs) throw new Error('no memory is left for zstd');
  }

  *decode(piece: Uint8Array): Generator<Buffer> {
    const wasm = this.#wasm;
    const input = wasm.malloc(piece.length);
    if (input === 0) throw new Error('no memory is left for zstd');
    new Uint8Array(wasm.memory.buffer).set(piece, input);
    try {
      let read = 0;
      for (let full = false; read < piece.length || full; ) {
        const step = this.#step(input, piece.length, read);
        const { produced } = step;
        this.#noteHead(piece.subarray(read, step.read));
        const code = step.result;
        if (code < 0)
          throw describeError(
            code,
            this.#head.concat([...piece.subarray(step.read, step.read + HEADER_BYTES)]),
          );
        if (code === 0) this.#head = [];
        if (produced === 0 && step.read === read) break;
        read = step.read;
        // What the decoder still holds comes out when there is room.
        full = produced === OUTPUT_BYTES;
        // Buffers of one's own: the memory of the decoder is written again.
        if (produced > 0) yield Buffer.from(new Uint8Array(wasm.memory.buffer, this.#output, produced));
      }
    } finally {
      wasm.free(input);
    }
  }

  end(): void {
    if (this.#head.length > 0) throw new Error('the zstd data end within a frame');
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#wasm.ZSTD_freeDCtx(this.#context);
    this.#wasm.free(this.#output);
    this.#wasm.free(this.#structs);
  }

  /** One call of the decoder. @returns its code, what is read of the input so far, and how much it wrote */
  #step(input: number, size: number, read: number): { result: number; read: number; produced: number } {
    const wasm = this.#wasm;
    const source = this.#structs + STRUCT_BYTES;
    const fields = [this.#output, OUTPUT_BYTES, 0, input, size, read];
    new Uint32Array(wasm.memory.buffer, this.#structs, fields.length).set(fields);
    const result = wasm.ZSTD_decompressStream(this.#context, this.#structs, source);
    // The memory may have grown, and older views with it gone.
    const after = new Uint32Array(wasm.memory.buffer, this.#structs, fields.length);
    return { result, read: after[5]!, produced: after[2]! };
  }

  #noteHead(bytes: Uint8Array): void {
    for (const byte of bytes.subarray(0, HEADER_BYTES - this.#head.length)) this.#head.push(byte);
  }
}

/** Codes of the reference implementation (zstd_errors.h), as negative numbers. */
function describeError(code: number, head: readonly number[]): Error {
  switch (-code) {
    case 10:
      return new Error('bytes that begin no zstd frame');
    case 14:
      return new Error('a zstd frame of a kind that is not known');
    case 16:
      return new ZstdWindowError(windowOf(head));
    case 22:
      return new Error('the content does not have its checksum');
    case 32:
      return new Error('the data need a zstd dictionary');
    case 64:
      return new Error('no memory is left for zstd');
    default:
      return new Error(`corrupt zstd data (error ${-code})`);
  }
}

/** The window that the header of a frame asks for, in bytes (RFC 8878, 3.1.1.1). */
function windowOf(head: readonly number[]): number | undefined {
  const descriptor = head[4] ?? 0;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  if (!isSingleSegment) {
    const window = head[5] ?? 0;
    const base = 2 ** (10 + (window >> 3));
    return base + (base / 8) * (window & 7);
  }
  const sizeBytes = [1, 2, 4, 8][descriptor >> 6]!;
  const begin = 5 + [0, 1, 2, 4][descriptor & 3]!;
  const size = head.slice(begin, begin + sizeBytes);
  return size.reduce((sum, byte, i) => sum + byte * 256 ** i, 0);
}
