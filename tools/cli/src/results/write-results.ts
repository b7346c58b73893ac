import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError, type Profile, readUnchanged, writeFileWhole, writeJson } from '@lethe/contracts';
import { planExperiment, readExperiment } from '@lethe/experiment';
import { collectResult } from './collect-result.js';
import { formatResult } from './format-result.js';
import { measureMinutes } from './measure-minutes.js';
import { newPage } from './page-blocks.js';
import { figuresIn, tablesIn } from './page-parts.js';
import { minutesFile, pageFile, RESULTS, resultFile, resultPages } from './result-pages.js';

interface ResultRequest {
  /** Directory of the experiment. */
  path: string;
  profile: Profile;
  /** Where results are kept. */
  out: string;
  /** Whether to measure how long the trainings took. */
  minutes: boolean;
}

/**
 * Writes what a finished experiment found, and the tables and figures that its page shows; begins a page where there
 * is none.
 * @returns the paths of what was written
 * @throws LetheError when the experiment is not finished, or lacks a table or figure of its page
 */
export async function writeResult({ path, profile, out, minutes }: ResultRequest): Promise<string[]> {
  const experiment = readExperiment(path);
  const plan = planExperiment(experiment, profile);
  const analyze = plan.tasks.find(({ stage }) => stage === 'analyze')!;
  const directory = join(experiment.directory, analyze.directory);
  await readUnchanged(directory);
  const at = (file: string): string => join(out, file);
  const page = at(pageFile(experiment.name));
  const text = existsSync(page) ? readFileSync(page, 'utf8') : undefined;
  const result = await collectResult(
    { experiment, plan, profile },
    directory,
    text === undefined ? [] : tablesIn(text, page),
  );
  const figures = figuresIn(text ?? '', experiment.name).map((name) => ({
    path: at(join(experiment.name, `${name}.svg`)),
    svg: readFigure(directory, name),
  }));
  const measured = minutes ? await measureMinutes(experiment, plan) : undefined;

  mkdirSync(out, { recursive: true });
  const written = [at(resultFile(experiment.name))];
  writeFileWhole(written[0]!, formatResult(result));
  if (measured) {
    written.push(at(minutesFile(experiment.name)));
    writeJson(written.at(-1)!, measured);
  }
  rmSync(at(experiment.name), { recursive: true, force: true });
  if (figures.length > 0) mkdirSync(at(experiment.name));
  for (const figure of figures) {
    writeFileWhole(figure.path, figure.svg);
    written.push(figure.path);
  }
  if (text === undefined) {
    writeFileWhole(page, newPage(result, experiment.spec.notes ?? ''));
    written.push(page);
  }
  return written;
}

function readFigure(directory: string, name: string): string {
  const path = join(directory, 'figures', `${name}.svg`);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  throw new LetheError({
    what: 'the page shows a figure that the analyze stage did not draw',
    where: path,
    next: 'name one of that folder; "exports" under analyze has to hold svg',
  });
}

/** Writes the generated parts of all pages. @returns the paths of those that changed */
export function writePages(root: string): string[] {
  const changed = [...resultPages(root)].filter(
    ([path, text]) => readFileSync(join(root, path), 'utf8') !== text,
  );
  for (const [path, text] of changed) writeFileWhole(join(root, path), text);
  return changed.map(([path]) => path);
}

/** Where results are kept in a repository. */
export const resultsDirectory = (root: string): string => join(root, RESULTS);
