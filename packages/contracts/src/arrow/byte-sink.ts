import { closeSync, fsyncSync, ftruncateSync, openSync } from 'node:fs';
import { RecordBatchFileWriter, RecordBatchStreamWriter } from 'apache-arrow';
import { writeFully } from '../files/read-fully.js';

/** Writes bytes straight to a file, which Arrow's own sink would keep in memory as a whole. */
export class ByteSink {
  readonly path: string;
  readonly #file: number;
  #open = true;
  bytes = 0;
  /** While set, writes are dropped. */
  muted = false;

  /** @param keep bytes to keep of an existing file, which is cut off after them; by default a new file */
  constructor(path: string, keep?: number) {
    this.path = path;
    this.#file = openSync(path, keep === undefined ? 'w' : 'a');
    if (keep === undefined) return;
    ftruncateSync(this.#file, keep);
    this.bytes = keep;
  }

  write(chunk: ArrayBufferView): void {
    if (this.muted) return;
    writeFully(this.#file, chunk);
    this.bytes += chunk.byteLength;
  }

  /**
   * Flushes to the disk and closes the file; a second call does nothing, since Arrow's writers close their sink too.
   */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    fsyncSync(this.#file);
    closeSync(this.#file);
  }
}

/** Arrow file writer that writes each batch to a sink at once. */
export class SinkFileWriter extends RecordBatchFileWriter {
  constructor(sink: ByteSink) {
    super();
    Object.assign(this, { _sink: sink });
  }
}

/** Arrow stream writer that writes each batch to a sink at once. */
export class SinkStreamWriter extends RecordBatchStreamWriter {
  constructor(sink: ByteSink) {
    super();
    Object.assign(this, { _sink: sink });
  }
}
