import { basename, join } from 'node:path';
import { extractWheel } from './extract-wheel.js';
import type { SourceContext, StagedLibrary } from './library-source.js';
import { checkPinned } from './supported-tensorflow.js';

/** The headers that the binding includes, directly or not: the C API and the string type behind it. */
const HEADER = /^tensorflow\/include\/(?:.*\/)?(?:c|platform)\/.*\.h$/;

/**
 * Stages the libraries and the C headers of a `tensorflow` or `tensorflow_cpu` wheel.
 * @throws Error when the file is not such a wheel, is damaged, or is not the pinned file of its name
 */
export async function stageWheel(wheel: string, context: SourceContext): Promise<StagedLibrary> {
  const name = basename(wheel);
  const { layout, pinned, staging, log } = context;
  await checkPinned(wheel, pinned);
  log(`extracting libtensorflow from ${name}`);
  const written = await extractWheel(wheel, (member) => {
    const library = layout.wheel.find((file) => member === `tensorflow/${file}`);
    if (library !== undefined) return join(staging, 'lib', library);
    if (HEADER.test(member)) return join(staging, ...member.split('/').slice(1));
    return undefined;
  });
  const missing = layout.wheel.filter((file) => !written.includes(`tensorflow/${file}`));
  if (missing.length > 0) throw new Error(`${name} holds no ${missing.join(' and no ')}`);
  return {
    libraries: layout.wheel,
    variant: name.startsWith('tensorflow_cpu') ? 'cpu' : 'gpu',
    source: `wheel ${name}`,
  };
}
