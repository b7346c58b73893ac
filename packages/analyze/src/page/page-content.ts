import type { Spec } from 'vega';

/** What a page holds as JSON for its scripts: Vega specifications, each once, and the values that they draw. */
export interface PageContent {
  /** Room around the axes of a panel, in pixels. */
  padding: { left: number; right: number; top: number; bottom: number };
  specs: Spec[];
  /** By the id of the figure. */
  figures: Record<string, FigureContent>;
  facts?: FactsContent;
  live?: LiveContent;
}

export interface FigureContent {
  /** Name of x in the readout, the table and the CSV file. */
  xName: string;
  /** Labels of the series that are shown before anything is clicked. */
  shown: string[];
  /** By label. */
  series: Record<string, SeriesContent>;
  panels: PanelContent[];
}

export interface SeriesContent {
  /** Legend keys that show and hide it: all of them must be on. */
  keys: readonly string[];
  /** Number of the colour. */
  colour: number;
  /** Whether it is a fitted curve, which has no measured x. */
  fitted: boolean;
}

export interface PanelContent {
  title: string;
  /** Number of its specification. */
  spec: number;
  /** Places on the x axis that are marked as injections. */
  marks: (number | string)[];
  series: SeriesColumns[];
}

/** The values of one series in a panel, by columns. */
export interface SeriesColumns {
  label: string;
  x: (number | string)[];
  y: number[];
  low?: (number | null)[];
  high?: (number | null)[];
}

export interface FactsContent {
  /** Number of the specification that draws the probes of a fact. */
  spec: number;
  /** Of log-probabilities, such as `nats/token`. */
  unit: string;
  runs: RunFacts[];
}

/** The facts of one run, as far as there is room in the page. */
export interface RunFacts {
  id: string;
  facts: ViewedFact[];
  /** Number of facts that are left out. */
  left: number;
}

/** One fact with everything that was measured of it. */
export interface ViewedFact {
  id: string;
  condition: string;
  text: string;
  /** Steps of its encounters. */
  encounters: number[];
  /** Numbers of updates at which it was measured, as differences: the first number, then what is added. */
  updates: number[];
  probes: ViewedProbe[];
}

export interface ViewedProbe {
  depth: string;
  prompt: string;
  target: string;
  /** Log-probability in thousandths of the unit; null where it was not measured. */
  values: (number | null)[];
  /** Effectivity at each encounter, in the unit; null where nothing was measured. */
  effects: (number | null)[];
}

/** Numbers of the specifications that the live page draws. */
export interface LiveContent {
  loss: number;
  probes: number;
}
