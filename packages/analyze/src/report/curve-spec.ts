import { HEIGHT, PADDING } from './draw-figure.js';
import { type SpecPart, STEP_LABEL } from './panel-spec.js';
import { colour } from './theme.js';

/** One value of a curve whose looks come with it: `colour` such as var(--s0). */
export interface CurveRow {
  series: string;
  x: number;
  y: number;
  colour: string;
  dash: readonly number[];
}

/**
 * Curves that a script of the page fills in, over the data sets `values` (rows of `CurveRow`), `marks` and `cursor`.
 * Axes fit what is there.
 */
export function curveSpec(titles: { x: string; y: string }): SpecPart {
  const x = {
    field: 'x',
    type: 'quantitative',
    title: titles.x,
    scale: { nice: false, zero: false },
    axis: { labelExpr: STEP_LABEL, tickCount: 6, tickMinStep: 1 },
  };
  const y = {
    field: 'y',
    type: 'quantitative',
    title: titles.y,
    scale: { zero: false },
    axis: { tickCount: 5 },
  };
  const raw = (field: string) => ({ field, type: 'nominal', scale: null });
  const marks = { data: { name: 'marks' } };
  const head = { type: 'point', shape: 'triangle-down', filled: true, size: 34, opacity: 1 };
  return {
    width: 700,
    height: HEIGHT,
    padding: PADDING,
    autosize: 'none',
    background: 'transparent',
    data: { name: 'values' },
    layer: [
      {
        ...marks,
        name: 'injections',
        mark: { type: 'rule', strokeDash: [1, 3], color: colour('rule') },
        encoding: { x },
      },
      {
        ...marks,
        name: 'injectionHeads',
        mark: { ...head, color: colour('soft') },
        encoding: { x, y: { value: -3 } },
      },
      {
        name: 'lines',
        mark: { type: 'line', strokeWidth: 1.6, strokeJoin: 'round' },
        encoding: { x, y, color: raw('colour'), strokeDash: raw('dash'), detail: { field: 'series' } },
      },
      {
        data: { name: 'cursor' },
        name: 'cursorLine',
        mark: { type: 'rule', color: colour('soft') },
        encoding: { x },
      },
    ],
  };
}
