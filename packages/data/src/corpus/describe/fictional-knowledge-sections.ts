import { number, range, type Section, share } from '../statistics/format-sections.js';
import type { DepthStatistics, FictionalKnowledgeStatistics } from './describe-fictional-knowledge.js';
import type { ParaphraseStatistics, TargetCoverage } from './describe-paraphrases.js';
import type { TextLengths } from './text-measures.js';

/** Statistics of Fictional Knowledge as sections of text. */
export function fictionalKnowledgeSections(statistics: FictionalKnowledgeStatistics): Section[] {
  const {
    entries,
    used,
    passages,
    passagesByScenario,
    depths,
    promptOverlap,
    paraphrases,
    passagesWithRealNames,
  } = statistics;
  const texts = Object.entries(passagesByScenario).filter(([, lengths]) => lengths.texts > 0);
  const kinds: [string, TextLengths][] = [
    ['passages', passages],
    ...texts.map(([scenario, lengths]): [string, TextLengths] => [`  ${scenario}`, lengths]),
    ...(paraphrases ? [['paraphrases', paraphrases.lengths] as [string, TextLengths]] : []),
  ];
  const withTokens = passages.tokens !== undefined;
  return [
    {
      title: `Fictional Knowledge: ${entries} entries, ${used} of them injected by the paper; lengths as min / mean / max`,
      columns: ['texts', 'words', 'characters', ...(withTokens ? ['tokens'] : [])],
      rows: kinds.map(([name, lengths]) => [name, number(lengths.texts), ...lengthCells(lengths)]),
    },
    {
      title: `Probes of the ${used} entries`,
      columns: Object.keys(depths),
      rows: depthRows(Object.values(depths)),
    },
    {
      title: 'Memorization and semantic prompts',
      rows: [['word Jaccard, mean', number(promptOverlap)]],
    },
    {
      title: `Passages of the ${used} entries with names of the real world`,
      rows: Object.entries(passagesWithRealNames).map(([name, count]) => [name, number(count)]),
    },
    ...(paraphrases ? paraphraseSections(paraphrases) : []),
  ];
}

function lengthCells({ words, characters, tokens }: TextLengths): string[] {
  return [range(words), range(characters), ...(tokens ? [range(tokens)] : [])];
}

function depthRows(depths: DepthStatistics[]): string[][] {
  const row = (label: string, cell: (depth: DepthStatistics) => string): string[] => [
    label,
    ...depths.map(cell),
  ];
  const rows = [
    row('probes', ({ probes }) => number(probes)),
    row('prompt words', ({ prompts }) => range(prompts.words)),
    row('target words', ({ targets }) => range(targets.words)),
    row('verbatim in the passage', ({ verbatim }) => share(verbatim)),
    row('target in the passage', ({ targetInPassage }) => share(targetInPassage)),
    row('target as in memorization', ({ sameTargetAsMemorization }) => share(sameTargetAsMemorization)),
    row('target in its own prompt', ({ targetInPrompt }) => share(targetInPrompt)),
    row('target ends with a period', ({ targetsEndingWithPeriod }) => share(targetsEndingWithPeriod)),
    row('different targets of an entry', ({ distinctTargets }) => range(distinctTargets)),
  ];
  if (depths.some(({ tokenBoundary }) => tokenBoundary)) {
    rows.push(
      row('prompt tokens', ({ prompts }) => range(prompts.tokens!)),
      row('target tokens', ({ targets }) => range(targets.tokens!)),
      row('token boundary before the target', ({ tokenBoundary }) => share(tokenBoundary!)),
    );
  }
  return rows;
}

function paraphraseSections(paraphrases: ParaphraseStatistics): Section[] {
  const coverage = (label: string, cell: (coverage: TargetCoverage) => string): string[] => [
    label,
    cell(paraphrases.memorization),
    cell(paraphrases.composition),
  ];
  const { wordRatio, characterRatio, tokenRatio, memorizationVerbatim, injected } = paraphrases;
  return [
    {
      title: `Targets in the paraphrases of ${paraphrases.entries} entries, ignoring case`,
      columns: ['memorization', 'composition'],
      rows: [
        coverage('target in a paraphrase', ({ present }) => share(present)),
        coverage('  case-sensitive', ({ presentAsItStands }) => share(presentAsItStands)),
        coverage('in no paraphrase', ({ inNone }) => share(inNone)),
        coverage('in every paraphrase', ({ inAll }) => share(inAll)),
      ],
    },
    {
      title: 'Paraphrases against their passages',
      rows: [
        ['length in words', range(wordRatio)],
        ['length in characters', range(characterRatio)],
        ...(tokenRatio ? [['length in tokens', range(tokenRatio)]] : []),
        ['memorization probe verbatim', share(memorizationVerbatim)],
      ],
    },
    {
      title: 'Injected of an entry over ten encounters, mean',
      columns: ['words', ...(tokenRatio ? ['tokens'] : [])],
      rows: Object.entries(injected).map(([scenario, { words, tokens }]) => [
        scenario,
        number(words),
        ...(tokens === undefined ? [] : [number(tokens)]),
      ]),
    },
  ];
}
