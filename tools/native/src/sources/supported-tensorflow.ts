import { basename } from 'node:path';
import { hashFile } from '@lethe/contracts/files';

/** The TensorFlow release that Lethe is tested with; the wheel sources ask for exactly this one. */
export const TENSORFLOW_VERSION = '2.21.0';

/** The C archive that tfjs-node 4.22 names as its own. */
export const ARCHIVE_VERSION = '2.9.1';

/** SHA-256 of files, by name. */
export type Pins = Readonly<Record<string, string>>;

/**
 * What may be downloaded, on every platform: nothing else is, for what a wheel says of itself shows damage and no forgery. The
 * library in a wheel is the same for every Python, so that one wheel for each platform serves.
 */
export const PINNED_SHA256: Pins = {
  'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl':
    '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  'libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz':
    '7f510d2546e3db5e10b1d119463689003d587842892ad3c95bca51cf82820173',
  'libtensorflow-gpu-linux-x86_64-2.9.1.tar.gz':
    '20c46f761d5905f592c4eac0812e8e50d9cb439f9440a9391912cf4c02ed8be8',
  'libtensorflow-cpu-darwin-x86_64-2.9.1.tar.gz':
    '56f83d3320ba0f69aaafd6c058645e1b7fbc75fb9a3fc36d6be98de1291ca226',
};

/** @throws Error when a file has the name of a pinned download and another content */
export async function checkPinned(path: string, pinned: Pins): Promise<void> {
  const name = basename(path);
  if (!Object.hasOwn(pinned, name)) return;
  const found = await hashFile(path);
  if (found !== pinned[name]) throw new Error(`${name} has SHA-256 ${found}, expected ${pinned[name]}`);
}

/** As `checkPinned`, for what was downloaded. @throws Error also when the file is not pinned */
export async function checkDownload(path: string, pinned: Pins): Promise<void> {
  if (!Object.hasOwn(pinned, basename(path))) {
    throw new Error(`no SHA-256 is pinned for ${basename(path)}, so it is not used`);
  }
  await checkPinned(path, pinned);
}

/** Platforms that a binding can be compiled on. */
export type LibraryPlatform = 'linux' | 'darwin';

export interface LibraryLayout {
  /** File names inside the `tensorflow` folder of a wheel, the one to link first. */
  wheel: string[];
  /** File names inside `lib` of a C archive, under the name that the loader asks for. */
  archive: string[];
  /** Wheel tags to ask pip for when the interpreter's own do not serve, by `process.arch`. */
  wheelTags: Record<string, string>;
}

const LIBRARY_LAYOUTS: Record<LibraryPlatform, LibraryLayout> = {
  linux: {
    wheel: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
    archive: ['libtensorflow.so.2', 'libtensorflow_framework.so.2'],
    wheelTags: { x64: 'manylinux_2_27_x86_64', arm64: 'manylinux_2_27_aarch64' },
  },
  darwin: {
    wheel: ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'],
    archive: ['libtensorflow.2.dylib', 'libtensorflow_framework.2.dylib'],
    wheelTags: { arm64: 'macosx_12_0_arm64' },
  },
};

/** The layout for this platform, or undefined where no binding can be made (Windows has no import library in the wheel). */
export function libraryLayout(platform: string = process.platform): LibraryLayout | undefined {
  return platform === 'linux' || platform === 'darwin' ? LIBRARY_LAYOUTS[platform] : undefined;
}
