import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NativeBinding } from '../native/native-binding.js';
import type { TensorSpec, Values } from './program.js';
import { DATA_TYPES } from './recording.js';
import { SAVED_MODEL_TAG } from './tensorflow-protos.js';

/** A value to feed into a port of a session. */
export interface Feed {
  port: string;
  spec: TensorSpec;
  values: Values;
}

/** A TensorFlow session over a graph of ours. Calls are synchronous: they hold the JavaScript thread until TensorFlow is done. */
export interface Session {
  /** Runs what the fetched ports depend on and returns copies of their values. */
  call(feeds: readonly Feed[], fetches: readonly string[]): Values[];
  close(): void;
}

/** Starts a session over an encoded SavedModel. The file that TensorFlow insists on is gone when this returns. */
export function openSession(binding: NativeBinding, savedModel: Uint8Array): Session {
  const directory = mkdtempSync(path.join(tmpdir(), 'lethe-program-'));
  let id: number;
  try {
    writeFileSync(path.join(directory, 'saved_model.pb'), savedModel);
    id = binding.loadSavedModel(directory, SAVED_MODEL_TAG);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  return {
    call(feeds, fetches) {
      const fed: number[] = [];
      const fetched: number[] = [];
      try {
        for (const { spec, values } of feeds) {
          fed.push(binding.createTensor([...spec.shape], DATA_TYPES[spec.dtype], values));
        }
        const ports = feeds.map(({ port }) => port).join();
        for (const result of binding.runSavedModel(id, fed, ports, fetches.join())) fetched.push(result.id);
        return fetched.map((tensor) => binding.tensorDataSync(tensor) as Values);
      } finally {
        for (const tensor of [...fed, ...fetched]) binding.deleteTensor(tensor);
      }
    },
    close: () => binding.deleteSavedModel(id),
  };
}
