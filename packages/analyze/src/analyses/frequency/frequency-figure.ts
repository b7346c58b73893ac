import type { GroupContext } from '../../analysis/contexts.js';
import { natsPer } from '../../measurements/log-unit.js';
import type { Figure, LegendKey } from '../../report/figure.js';
import { intervalText } from '../../report/sample-text.js';
import type { Estimate } from '../../statistics/estimate.js';
import { intervalOf } from '../../statistics/interval-of.js';
import type { RecallBin, RecallCurve } from './recall-curve.js';

const TOLD: LegendKey = {
  key: 'told',
  label: 'told by the background',
  colour: 0,
  dash: [],
  style: 'line',
  on: true,
};

/** Recall at the end of training by the number of encounters: log-probability, and exact matches where there are answers. */
export function frequencyFigures(context: GroupContext, curves: readonly RecallCurve[]): Figure[] {
  const { anchor, options } = context;
  const answered = curves.filter(({ bins }) => bins.every(({ exactMatch }) => exactMatch));
  return [
    figureOf(context, curves, ({ logProbability }) => logProbability, {
      id: `${anchor}-frequency`,
      title: 'Recall at the end of training by how often facts were met',
      what: 'Mean log-probability of probes after the last update, net of controls where there are any, of all facts that the background tells, by the number of training steps at which they were met, in bins of powers of two.',
      yLabel: `log-probability, ${natsPer(options.unit)}`,
    }),
    ...(answered.length === 0
      ? []
      : [
          figureOf(context, answered, ({ exactMatch }) => exactMatch!, {
            id: `${anchor}-frequency-answers`,
            title: 'Answers at the end of training by how often facts were met',
            what: 'Share of probes whose greedy answer matches exactly after the last update, by the number of training steps at which their facts were met, in bins of powers of two.',
            yLabel: 'exact matches, share',
          }),
        ]),
  ];
}

function figureOf(
  { statistics }: GroupContext,
  curves: readonly RecallCurve[],
  recallOf: (bin: RecallBin) => Estimate,
  { id, title, what, yLabel }: { id: string; title: string; what: string; yLabel: string },
): Figure {
  return {
    ...{ id, title, yLabel },
    caption: `${what} Bands are ${intervalText(statistics)}.`,
    xLabel: 'encounters',
    xName: 'encounters',
    xScale: 'log',
    sharedY: true,
    yIncludes: [0],
    legend: [TOLD],
    panels: curves.map(({ depth, bins }) => ({
      title: depth,
      marks: [],
      series: [
        {
          label: TOLD.label,
          keys: [TOLD.key],
          ...{ colour: TOLD.colour, dash: TOLD.dash, style: TOLD.style },
          points: bins
            .filter(({ encounters }) => encounters > 0)
            .map((bin) => {
              const value = recallOf(bin);
              return { x: bin.encounters, y: value.point, ...intervalOf(value, statistics.level) };
            }),
        },
      ],
    })),
  };
}
