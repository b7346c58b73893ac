import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { RecordBatchFileWriter, RecordBatchStreamWriter } from 'apache-arrow';

/** Writes bytes straight to a file. Arrow's own sink keeps the whole file in memory. */
export class ByteSink {
  readonly path: string;
  readonly #file: number;
  #open = true;
  bytes = 0;
  /** While it is set, what is written goes nowhere. */
  muted = false;

  /** @param keep bytes of an existing file to go on from; what comes after them is cut off. A new file where absent. */
  constructor(path: string, keep?: number) {
    this.path = path;
    this.#file = openSync(path, keep === undefined ? 'w' : 'a');
    if (keep === undefined) return;
    ftruncateSync(this.#file, keep);
    this.bytes = keep;
  }

  write(chunk: ArrayBufferView): void {
    if (this.muted) return;
    const view = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let done = 0; done < view.length; ) done += writeSync(this.#file, view, done);
    this.bytes += view.length;
  }

  /** Flushes to the disk and closes the file; again does nothing, since Arrow's writers close their sink too. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    fsyncSync(this.#file);
    closeSync(this.#file);
  }
}

/** Arrow file writer whose bytes go to a sink as they come. */
export class SinkFileWriter extends RecordBatchFileWriter {
  constructor(sink: ByteSink) {
    super();
    Object.assign(this, { _sink: sink });
  }
}

/** Arrow stream writer whose bytes go to a sink as they come. */
export class SinkStreamWriter extends RecordBatchStreamWriter {
  constructor(sink: ByteSink) {
    super();
    Object.assign(this, { _sink: sink });
  }
}
