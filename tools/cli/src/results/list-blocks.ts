import { summarizeClaim } from '@lethe/analyze';
import { LetheError } from '@lethe/contracts';
import { type ListedClaim, listedVerdict, type Told } from './list-claims.js';
import { markdownTable } from './markdown-table.js';
import type { Minutes } from './measure-minutes.js';
import { minutesText } from './page-blocks.js';
import type { PartName } from './page-parts.js';
import type { Result } from './result.js';

/** What lists of claims and experiments are generated from. */
export interface ListSource {
  claims: readonly ListedClaim[];
  experiments: readonly { name: string; title: string; claims: readonly string[] }[];
  results: readonly Result[];
  /** By experiment. */
  minutes: ReadonlyMap<string, Minutes>;
  /** A path from the root of the repository as the page names it. */
  link: (path: string) => string;
}

/** Generated parts that are about all experiments, by name. */
const blocks: Record<string, (source: ListSource) => string> = {
  /** Every claim, with a row for every result that speaks to it. */
  'every-claim': (source) =>
    markdownTable(
      ['', 'claim', 'published', 'ours', 'of', 'seeds', 'verdict', 'training', 'experiment'],
      source.claims.flatMap((claim) => {
        const head = [claim.id, claim.words, claim.published];
        if (claim.told.length === 0) return [[...head, '', '', '', 'not run', '', settledBy(claim, source)]];
        return claim.told.map(({ result, findings }) => {
          const { first, number } = summarizeClaim(findings);
          const minutes = minutesText(source.minutes.get(result.experiment));
          return [
            ...[...head, number, first.subject, String(first.seeds), listedVerdict(findings), minutes],
            pageLink(result.experiment, source),
          ];
        });
      }),
    ),
  /** Those with which the papers stand or fall, with the result that has most seeds. */
  headline: (source) =>
    markdownTable(
      ['', 'claim', 'published', 'ours', 'verdict', 'experiment'],
      source.claims
        .filter(({ primary }) => primary)
        .map((claim) => {
          const head = [claim.id, claim.words, claim.published];
          const told = withMostSeeds(claim.told);
          if (!told) return [...head, '', 'not run', settledBy(claim, source)];
          const { number } = summarizeClaim(told.findings);
          return [...head, number, listedVerdict(told.findings), pageLink(told.result.experiment, source)];
        }),
    ),
  /** Every experiment that has results or was made to settle claims; others are their owners' affair. */
  experiments: (source) =>
    markdownTable(
      ['experiment', 'what it is', 'made to settle', 'runs', 'training', 'results'],
      source.experiments.flatMap(({ name, title, claims }) => {
        const result = source.results.find(({ experiment }) => experiment === name);
        if (!result && claims.length === 0) return [];
        const row = [
          experimentLink(name, source),
          title,
          claims.join(', '),
          result ? String(result.runs) : '',
          minutesText(source.minutes.get(name)),
          result ? pageLink(name, source) : 'none yet',
        ];
        return [row];
      }),
    ),
};

/** Of equally many seeds the first by name of the experiment. */
const withMostSeeds = (told: readonly Told[]): Told | undefined =>
  [...told].sort((a, b) => b.findings[0]!.seeds - a.findings[0]!.seeds)[0];

/** Which experiment would settle a claim that no result speaks to, or what it would take. */
function settledBy({ experiments, needs }: ListedClaim, source: ListSource): string {
  if (experiments.length > 0) return experiments.map((name) => experimentLink(name, source)).join(', ');
  return needs === undefined ? 'none yet' : `none yet; needs ${needs}`;
}

const experimentLink = (name: string, { link }: ListSource): string =>
  `[${name}](${encodeURI(link(`experiments/${name}/experiment.json`))})`;

const pageLink = (name: string, { link }: ListSource): string =>
  `[${name}](${encodeURI(link(`docs/results/${name}.md`))})`;

/**
 * A generated part of a page that is about all experiments.
 * @param where the page, for errors
 * @throws LetheError when there is no such part
 */
export function renderList(source: ListSource, { name }: PartName, where: string): string {
  const block = blocks[name];
  if (block) return block(source);
  throw new LetheError({
    what: 'there is no such generated part',
    where,
    expected: Object.keys(blocks).join(', '),
    found: name,
  });
}
