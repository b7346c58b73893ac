import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatResult } from './format-result.js';
import { figuresIn, tablesIn } from './page-parts.js';
import { RESULTS, readResults, resultPages } from './result-pages.js';

const root = resolve(import.meta.dirname, '../../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const { results, minutes } = readResults(root);
const pages = resultPages(root);

describe('pages of results', () => {
  it.each([...pages])('%s is what the results make it (else: npm run results)', (path, text) => {
    expect(read(path)).toBe(text);
  });

  it.each([...pages.keys(), `${RESULTS}/README.md`])('%s has no dead link', (path) => {
    // Code is no link.
    const text = read(path)
      .replaceAll(/^```[\s\S]*?^```$/gm, '')
      .replaceAll(/`[^`\n]*`/g, '');
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!.split('#')[0]!);
    const dead = links.filter(
      (link) => link !== '' && !/^https?:/.test(link) && !existsSync(join(root, dirname(path), link)),
    );
    expect(dead).toEqual([]);
  });
});

describe('results that are kept', () => {
  it.each(results.map((result) => [result.experiment, result] as const))('%s', (name, result) => {
    const file = `${RESULTS}/${name}.json`;
    expect(read(file), 'as it is written').toBe(formatResult(result));
    expect(statSync(join(root, file)).size).toBeLessThan(1_000_000);
    expect(result.profile).toBe('full');
    expect(existsSync(join(root, 'experiments', name)), 'its experiment').toBe(true);
    const page = read(`${RESULTS}/${name}.md`);
    expect(page.match(/^#+ .*/gm)).toEqual(
      expect.arrayContaining(['## Design', '## Results', '## What it cannot say']),
    );
    expect(tablesIn(page, name).map(({ key }) => key)).toEqual(Object.keys(result.tables));
    const folder = join(root, RESULTS, name);
    expect(existsSync(folder) ? readdirSync(folder).sort() : []).toEqual(
      [...new Set(figuresIn(page, name).map((figure) => `${figure}.svg`))].sort(),
    );
  });

  it('are those of which there are pages and minutes', () => {
    const names = results.map(({ experiment }) => experiment);
    const files = readdirSync(join(root, RESULTS)).filter(
      (file) => file.endsWith('.md') && file !== 'README.md',
    );
    expect(files.map((file) => file.slice(0, -3)).sort()).toEqual([...names].sort());
    for (const name of minutes.keys()) expect(names).toContain(name);
  });
});
