import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LetheError } from '@lethe/contracts';

/** The files that the build bundles for pages (src/page/bundle.mjs). */
export type PageBundle = 'vega.js' | 'report.js' | 'live.js' | 'style.css';

/**
 * The text of a bundle, to be put into a page.
 * @throws LetheError when it was not built
 */
export function readPageBundle(name: PageBundle): string {
  const path = fileURLToPath(new URL(`../../dist/page/${name}`, import.meta.url));
  if (existsSync(path)) return readFileSync(path, 'utf8');
  throw new LetheError({
    what: 'the scripts and styles of the page are not bundled',
    where: path,
    next: 'npm run build',
  });
}
