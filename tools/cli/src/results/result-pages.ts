import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { LetheError } from '@lethe/contracts';
import { readExperiment } from '@lethe/experiment';
import { type ListSource, renderList } from './list-blocks.js';
import { listClaims } from './list-claims.js';
import { type Minutes, readMinutes } from './measure-minutes.js';
import { renderBlock } from './page-blocks.js';
import { fillParts } from './page-parts.js';
import { type Result, readResult } from './result.js';

/** Where results are kept, from the root of the repository. */
export const RESULTS = 'docs/results';
const MINUTES = '.minutes.json';
/** Pages with lists of all claims and experiments. */
const LISTS = ['README.md', 'experiments/README.md'];

export const resultFile = (experiment: string): string => `${experiment}.json`;
export const minutesFile = (experiment: string): string => `${experiment}${MINUTES}`;
export const pageFile = (experiment: string): string => `${experiment}.md`;

/** The results that a repository keeps, by name of the experiment. @throws LetheError when one is broken */
export function readResults(root: string): { results: Result[]; minutes: Map<string, Minutes> } {
  const directory = join(root, RESULTS);
  const files = existsSync(directory) ? readdirSync(directory).sort() : [];
  const jsonFiles = files.filter((file) => file.endsWith('.json') && !file.endsWith(MINUTES));
  const measured = files.filter((file) => file.endsWith(MINUTES));
  return {
    results: jsonFiles.map((file) => readResult(join(directory, file))),
    minutes: new Map(
      measured.map((file) => [file.slice(0, -MINUTES.length), readMinutes(join(directory, file))]),
    ),
  };
}

/**
 * Every page with generated parts, as the results that are kept make it.
 * @param root of the repository
 * @returns texts by path from the root
 * @throws LetheError when a result is broken or has no page, or a page has a part that is none
 */
export function resultPages(root: string): Map<string, string> {
  const { results, minutes } = readResults(root);
  const experiments = readdirSync(join(root, 'experiments'), { withFileTypes: true })
    .filter(
      (entry) => entry.isDirectory() && existsSync(join(root, 'experiments', entry.name, 'experiment.json')),
    )
    .map(({ name }) => readExperiment(join(root, 'experiments', name)))
    .map(({ name, spec: { title, claims } }) => ({ name, title, claims }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const common = { claims: listClaims(results, experiments), experiments, results, minutes };
  const pages = new Map<string, string>();
  for (const path of LISTS) {
    const source: ListSource = { ...common, link: (to) => posix.relative(dirname(path), to) };
    pages.set(
      path,
      fillParts(readFileSync(join(root, path), 'utf8'), path, (part) => renderList(source, part, path)),
    );
  }
  for (const result of results) {
    const path = `${RESULTS}/${pageFile(result.experiment)}`;
    if (!existsSync(join(root, path))) {
      throw new LetheError({
        what: 'the result has no page',
        where: path,
        next: `npx lethe results experiments/${result.experiment} begins one`,
      });
    }
    const source = { result, minutes: minutes.get(result.experiment) };
    pages.set(
      path,
      fillParts(readFileSync(join(root, path), 'utf8'), path, (part) => renderBlock(source, part)),
    );
  }
  return pages;
}
