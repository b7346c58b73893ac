/** One drawn value; the band from low to high is its interval. */
export interface Point {
  x: number;
  y: number;
  low?: number;
  high?: number;
}

/** One line, or one set of bars. */
export interface Series {
  label: string;
  /** Legend keys that show and hide it: all of them must be on. */
  keys: readonly string[];
  /** Number of the colour. */
  colour: number;
  style: 'line' | 'wide' | 'thin' | 'bar';
  /** SVG dash pattern; empty for a solid line. */
  dash: string;
  points: Point[];
}

/** One set of axes. */
export interface Panel {
  title: string;
  series: Series[];
  /** Places on the x axis that are marked as injections. */
  marks: readonly number[];
}

export interface LegendKey {
  key: string;
  label: string;
  colour: number;
  dash: string;
  style?: 'line' | 'wide' | 'thin';
  /** Whether it is shown before anything is clicked. */
  on: boolean;
}

/** One figure of the report: panels that share their meaning, their x axis and, if asked, their y axis. */
export interface Figure {
  id: string;
  title: string;
  caption: string;
  /** Axis titles. */
  xLabel: string;
  yLabel: string;
  /** Name of x in the readout. */
  xName: string;
  xScale: 'linear' | 'log' | 'encounter';
  sharedY: boolean;
  /** Values that the y axis always shows. */
  yIncludes: readonly number[];
  legend: LegendKey[];
  panels: Panel[];
}

/** Whether a series is shown before anything is clicked. */
export function isShown(figure: Figure, series: Series): boolean {
  return series.keys.every((key) => figure.legend.find((entry) => entry.key === key)?.on !== false);
}
