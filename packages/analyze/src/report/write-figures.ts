import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { drawFigureSvg } from './draw-figure.js';
import type { Figure } from './figure.js';
import { figureCsv } from './figure-rows.js';

/**
 * Writes figures without empty parts as `NAME.svg`, `NAME.png` (two pixels per unit) and `NAME.csv`.
 * @param formats which of the three; none writes nothing
 * @param signal stops between two figures
 */
export async function writeFigures(
  directory: string,
  figures: readonly Figure[],
  formats: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<void> {
  if (!['svg', 'png', 'csv'].some((format) => formats.has(format))) return;
  mkdirSync(directory, { recursive: true });
  const png = formats.has('png') ? (await import('./render-png.js')).renderPng : undefined;
  // The pixels of one figure are drawn while the next one is put together.
  let pixels = Promise.resolve();
  for (const figure of figures) {
    const write = (extension: string, content: string | Buffer): void =>
      writeFileSync(join(directory, `${figure.id}.${extension}`), content);
    if (formats.has('csv')) write('csv', figureCsv(figure));
    const draw = async (): Promise<string> => {
      await setImmediate();
      signal.throwIfAborted();
      return png || formats.has('svg') ? drawFigureSvg(figure) : '';
    };
    const [svg] = await Promise.all([draw(), pixels]);
    if (formats.has('svg')) write('svg', svg);
    if (png) pixels = png(svg).then((image) => write('png', image));
  }
  await pixels;
}
