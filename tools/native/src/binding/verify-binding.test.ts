import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNativeLibrary } from '@lethe/runtime/native';
import { expect, test } from 'vitest';
import { verifyBinding } from './verify-binding.js';

const built = existsSync(new URL('../../dist/binding/verify-child.js', import.meta.url));
const library = findNativeLibrary();

test.skipIf(!built)('a file that is no addon is refused with the reason', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-verify-'));
  writeFileSync(join(folder, 'tfjs_binding.node'), 'no machine code');
  await expect(verifyBinding(folder, process.env)).rejects.toThrow(
    /does not work here: .*tfjs_binding\.node/,
  );
  rmSync(folder, { recursive: true });
});

test.skipIf(!built || !library.found)(
  'the provisioned library multiplies matrices and runs a SavedModel',
  async () => {
    if (!library.found) return;
    const { tensorflow } = await verifyBinding(library.directory, process.env);
    expect(tensorflow).toBe(library.record.tensorflow);
  },
);
