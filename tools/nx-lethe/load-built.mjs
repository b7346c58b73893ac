import { existsSync } from 'node:fs';

const built = new URL('./dist/index.js', import.meta.url);

/** The built plugin. */
export async function loadBuilt() {
  if (existsSync(built)) {
    try {
      return await import(built.href);
    } catch (error) {
      if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    }
  }
  throw new Error('Lethe is not built yet; build it with: npm run setup');
}
