import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import type { Cell } from '../../cohort/cell.js';
import { factsOf } from '../../cohort/cohort.js';
import type { Against } from '../../cohort/cross-fitted-statistics.js';
import type { Forgetting } from '../../cohort/forgetting.js';
import { decayModels } from '../../fits/decay-models.js';
import type { RetentionFit } from '../../fits/fit-retention.js';
import { CONTROL } from '../../measurements/measurements.js';
import { conditionKeys, conditionStyle } from '../../report/condition-style.js';
import type { Figure, Point, Series } from '../../report/figure.js';
import { countText, intervalText } from '../../report/sample-text.js';
import { thinPoints } from '../../report/thin-points.js';

const FITTED_POINTS = 60;
const AS_DEFINED = 'as published';
/** What is subtracted from cross-fitted retention, by the name of its key. */
const net: Readonly<Record<string, Against>> = {
  'controls subtracted': 'controls',
  'twin subtracted': 'twin',
};

/** Share of the gain that is left after the last encounter, with the fitted laws. */
export function retentionFigure(statistics: BootstrapStatistics, id: string): Figure {
  const { cohort } = statistics;
  const key = (name: string, on: boolean, style: 'line' | 'wide' | 'thin', dash: readonly number[] = []) => ({
    key: name,
    label: name,
    colour: 7,
    dash,
    style,
    on,
  });
  const curves = [
    key(AS_DEFINED, true, 'line'),
    ...waysOf(statistics).map(([name]) => key(name, false, 'wide')),
  ];
  const models = decayModels.map((model, i) => key(`${model.title} fit`, i === 0, 'thin', model.dash));
  return {
    id: `${id}-retention`,
    title: 'Retainability after the last encounter',
    caption: `Mean share of the gain that is left t updates after the last local acquisition maximum (1 is all, 0 is the state before the first encounter), with ${intervalText(statistics)} (${countText(
      statistics,
      cohort.conditions.filter((name) => name !== CONTROL),
    )}). Drawn and fitted (thin lines) over the range that all conditions share. As published, the share counts whatever the model learns in general as retention. With controls or the twin subtracted it does not, and the maximum is read where other facts have it (cross-fitted). The legend switches all.`,
    xLabel: 't, updates since the maximum (log scale)',
    yLabel: 'share of the gain left',
    xName: 't',
    xScale: 'log',
    sharedY: true,
    yIncludes: [0, 1],
    legend: [...conditionKeys(cohort).filter(({ key }) => key !== CONTROL), ...curves, ...models],
    panels: cohort.depths.map((depth) => ({
      title: depth,
      marks: [],
      series: cohort.cells
        .filter((cell) => cell.depth === depth && cell.condition !== CONTROL)
        .flatMap((cell) => {
          const published = statistics.retention(cell);
          return [
            measured(statistics, cell, published, AS_DEFINED),
            ...published.fits.map((fit) => fitted(statistics, cell, fit)),
            ...waysOf(statistics).flatMap(([name, against]) => {
              const retention = statistics.crossFittedRetention(cell, against);
              return retention ? [measured(statistics, cell, retention, name)] : [];
            }),
          ];
        }),
    })),
  };
}

function waysOf({ cohort }: BootstrapStatistics): [name: string, against: Against][] {
  const possible = {
    controls: cohort.conditions.includes(CONTROL),
    twin: cohort.runs.every(({ beyondTwin }) => beyondTwin),
  };
  return Object.entries(net).filter(([, against]) => possible[against]);
}

function measured({ cohort }: BootstrapStatistics, cell: Cell, forgetting: Forgetting, way: string): Series {
  const published = way === AS_DEFINED;
  const facts = factsOf(cohort, cell.condition);
  const points = drawnTimes(forgetting.points, cohort.fitUntil).map(
    ({ t, mean, interval }): Point => ({ x: t, y: mean, ...(facts < 2 ? undefined : interval) }),
  );
  return {
    label: published ? cell.condition : `${cell.condition}, ${way}`,
    keys: [cell.condition, way],
    ...conditionStyle(cell.condition, cohort.conditions),
    style: published ? 'line' : 'wide',
    points,
  };
}

/**
 * The times that are drawn: t = 0 has no place on a logarithmic axis, and R is 1 there by definition.
 * @param until largest t; 0 for all
 */
function drawnTimes<T extends { t: number }>(points: readonly T[], until: number): T[] {
  const within = points.filter(({ t }) => t >= 1 && (until === 0 || t <= until));
  return thinPoints(
    within.map((point) => ({ x: point.t, point })),
    true,
  ).map(({ point }) => point);
}

function fitted(statistics: BootstrapStatistics, cell: Cell, fit: RetentionFit): Series {
  const [from, to] = fit.range.map(Math.log) as [number, number];
  const points = Array.from({ length: FITTED_POINTS }, (_, i): Point => {
    const t = Math.exp(from + ((to - from) * i) / (FITTED_POINTS - 1));
    return { x: t, y: fit.model.value(fit.parameters, t) };
  });
  return {
    label: `${cell.condition}, ${fit.model.title} fit`,
    keys: [cell.condition, AS_DEFINED, `${fit.model.title} fit`],
    colour: conditionStyle(cell.condition, statistics.cohort.conditions).colour,
    style: 'thin',
    dash: fit.model.dash,
    points,
  };
}
