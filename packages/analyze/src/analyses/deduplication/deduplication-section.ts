import type { ExperimentContext } from '../../analysis/contexts.js';
import { natsPer } from '../../measurements/log-unit.js';
import type { Figure, LegendKey } from '../../report/figure.js';
import type { Section } from '../../report/part.js';
import { percentText } from '../../report/sample-text.js';
import { intervalOf } from '../../statistics/interval-of.js';
import type { ArmComparison, ArmRecall } from './compare-arms.js';
import { armNames } from './find-arms.js';

const legend: LegendKey[] = armNames.map((name, i) => ({
  key: name,
  label: name,
  colour: i,
  dash: [[], [7, 3], [2, 3]][i]!,
  style: 'line',
  on: true,
}));

/** What the arms recall, scenario by scenario. */
export function deduplicationSection(
  { options: { bootstrap, unit } }: ExperimentContext,
  comparisons: readonly ArmComparison[],
): Section {
  const { level } = bootstrap;
  const figures = comparisons.flatMap((comparison, i) => {
    const id = i === 0 ? 'deduplication' : `deduplication-${i + 1}`;
    const answered = comparison.recalled.every(({ exactMatch }) => exactMatch);
    return [
      figureOf(comparison, ({ logProbability }) => logProbability, {
        ...{ id, level, yLabel: `log-probability, ${natsPer(unit)}` },
        title: 'Recall at the end of training by the multiplicity of the raw corpus',
        what: 'Mean log-probability of probes after the last update, net of controls where there are any',
      }),
      ...(answered
        ? [
            figureOf(comparison, ({ exactMatch }) => exactMatch!, {
              ...{ id: `${id}-answers`, level, yLabel: 'exact matches, share' },
              title: 'Answers at the end of training by the multiplicity of the raw corpus',
              what: 'Share of probes whose greedy answer matches exactly after the last update',
            }),
          ]
        : []),
    ];
  });
  return { heading: comparisons.length === 0 ? '' : 'Deduplication', parts: figures };
}

function figureOf(
  { arms: { among }, conditions, depths, recalled, evidence }: ArmComparison,
  recallOf: (recall: ArmRecall) => ArmRecall['logProbability'],
  shown: { id: string; title: string; what: string; yLabel: string; level: number },
): Figure {
  const { id, title, what, yLabel, level } = shown;
  const ofRaw = new Map(
    recalled
      .filter(({ arm, condition }) => arm.name === 'raw' && condition !== '')
      .map(({ condition, encounters }) => [condition, encounters]),
  );
  const order = conditions.toSorted((a, b) => ofRaw.get(a)! - ofRaw.get(b)!);
  const seeds = evidence.seeds > 1 ? ` and ${evidence.seeds} seeds` : '';
  return {
    ...{ id, yLabel },
    title: among === '' ? title : `${title} (${among})`,
    caption: `${what}, of facts by how often the raw arm meets them: raw, the corpus with its near-duplicates; collapse, without them, and repeated; refill, with other documents in their places. In the deduplicated arms all of these facts are met equally often. Bands are ${percentText(level)} intervals of every value by itself, over facts${seeds}; differences, which are paired where seeds and facts are the same, are in the table deduplication.`,
    xLabel: 'encounters in the raw arm',
    xName: 'encounters in the raw arm',
    xScale: 'log',
    sharedY: true,
    yIncludes: [0],
    legend,
    panels: depths.map((depth) => ({
      title: depth,
      marks: [],
      series: legend.map(({ key, label, colour, dash, style }) => ({
        ...{ label, colour, dash, style },
        keys: [key],
        points: order.flatMap((condition) =>
          recalled
            .filter((one) => one.arm.name === key && one.condition === condition && one.depth === depth)
            .map((one) => {
              const value = recallOf(one);
              return { x: ofRaw.get(condition)!, y: value.point, ...intervalOf(value, level) };
            }),
        ),
      })),
    })),
  };
}
