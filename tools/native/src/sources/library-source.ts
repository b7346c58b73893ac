import type { LibraryLayout, Pins } from './supported-tensorflow.js';

/** What a source works with. */
export interface SourceContext {
  /** An empty directory to fill with `lib/` and `include/`, on the same file system as the cache. */
  staging: string;
  /** An empty directory for downloads; removed afterwards. */
  downloads: string;
  layout: LibraryLayout;
  /** What may be downloaded. */
  pinned: Pins;
  /** True when an NVIDIA GPU is visible. */
  gpu: boolean;
  env: NodeJS.ProcessEnv;
  log: (line: string) => void;
}

/** What a source has put into `staging`. */
export interface StagedLibrary {
  /** File names in `lib/` to link against. */
  libraries: string[];
  variant: 'cpu' | 'gpu';
  /** Where it came from, in words, for the record. */
  source: string;
}

/** One way to get the library. `stage` throws an Error whose message says why it could not. */
export interface LibrarySource {
  name: string;
  stage(context: SourceContext): Promise<StagedLibrary>;
}
