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
  for (const figure of figures) {
    await setImmediate();
    signal.throwIfAborted();
    const write = (extension: string, content: string | Buffer): void =>
      writeFileSync(join(directory, `${figure.id}.${extension}`), content);
    if (formats.has('csv')) write('csv', figureCsv(figure));
    if (!png && !formats.has('svg')) continue;
    const svg = await drawFigureSvg(figure);
    if (formats.has('svg')) write('svg', svg);
    if (png) write('png', png(svg));
  }
}
