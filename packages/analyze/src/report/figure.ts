/** One drawn value; the band or whisker from low to high is its interval. */
export interface Point {
  x: number;
  y: number;
  low?: number;
  high?: number;
}

/**
 * How a series is drawn: `line`, `wide` and `thin` are lines with bands, `dot` has whiskers, `bar` is one of
 * several bars side by side from zero with whiskers, `stack` a part of one bar. `tile` is a row of tiles over a category
 * axis, the fuller the nearer a share is to 1; all series of such a panel are rows of it.
 */
export type SeriesStyle = 'line' | 'wide' | 'thin' | 'dot' | 'bar' | 'stack' | 'tile';

/** One line, or one set of bars or dots. */
export interface Series {
  /** Its name, unique within the panel; the same name looks the same in all panels. */
  label: string;
  /** Legend keys that show and hide it: all of them must be on. */
  keys: readonly string[];
  /** Number of the colour, 0 .. 7; 7 is grey. */
  colour: number;
  style: SeriesStyle;
  /** Lengths of dashes and gaps; empty for a solid line. */
  dash: readonly number[];
  points: Point[];
}

/** One set of axes. */
export interface Panel {
  /** Empty where a figure has one panel. */
  title: string;
  series: Series[];
  /** Places on the x axis that are marked as injections. */
  marks: readonly number[];
}

export interface LegendKey {
  key: string;
  label: string;
  colour: number;
  dash: readonly number[];
  style: SeriesStyle;
  /** Whether it is shown before anything is clicked. */
  on: boolean;
}

/** One figure of the report: panels that share their meaning, their x axis and, if asked, their y axis. */
export interface Figure {
  /** Name of its files and its anchor in the page. */
  id: string;
  title: string;
  caption: string;
  /** Axis titles; of tiles, what their rows are. */
  xLabel: string;
  yLabel: string;
  /** Name of x in the readout, the table and the CSV file. */
  xName: string;
  /** On a `category` axis x counts from 1. */
  xScale: 'linear' | 'log' | 'category';
  /** Names of x = 1, 2, ... on a category axis; the numbers themselves by default. */
  xLabels?: readonly string[];
  sharedY: boolean;
  /** Where given the y axis is logarithmic from this value on, and what lies below stands on the axis. */
  yFloor?: number;
  /** Values that the y axis always shows. */
  yIncludes: readonly number[];
  legend: LegendKey[];
  panels: Panel[];
}

/** Whether a series is shown before anything is clicked. */
export function isShown(figure: Figure, series: Series): boolean {
  return series.keys.every((key) => figure.legend.find((entry) => entry.key === key)?.on !== false);
}

/** A line with fewer points has them marked. */
const FEW_POINTS = 13;

/** Whether the points of a series are marked. */
export const isMarked = ({ style, points }: Series): boolean =>
  style === 'dot' || (['line', 'wide', 'thin'].includes(style) && points.length < FEW_POINTS);

/** The figure without empty series and panels; undefined where nothing is left. */
export function withoutEmptyParts(figure: Figure): Figure | undefined {
  const panels = figure.panels
    .map((panel) => ({ ...panel, series: panel.series.filter(({ points }) => points.length > 0) }))
    .filter((panel) => panel.series.length > 0);
  return panels.length === 0 ? undefined : { ...figure, panels };
}

/** What a screen reader says of a panel. */
export function panelText(figure: Figure, panel: Panel): string {
  const title = panel.title === '' ? figure.title : `${figure.title}: ${panel.title}`;
  const labels = panel.series.filter((series) => isShown(figure, series)).map(({ label }) => label);
  return `${title}. ${figure.yLabel} against ${figure.xLabel}. Shown: ${labels.join(', ')}.`;
}
