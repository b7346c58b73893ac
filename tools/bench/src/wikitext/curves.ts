/** A loss of the model after `step` updates, nats per token. */
export interface LossPoint {
  step: number;
  loss: number;
  /** Over rows, where known. */
  standardError?: number | undefined;
}

/** What a training measured. */
export interface Curves {
  /** Of every batch before its update. */
  training: LossPoint[];
  /** On held-out rows. */
  validation: LossPoint[];
}

/** The same point of two trainings, nats per token. */
export interface ComparedPoint {
  step: number;
  lethe: number;
  /** Of Lethe's loss, over rows, where known. */
  standardError?: number | undefined;
  pytorch: number;
}

/** Both trainings, point by point. */
export type ComparedCurves = Record<keyof Curves, ComparedPoint[]>;

/** Pairs the points of two trainings. @throws Error when they were not measured at the same steps */
export function compareCurves(lethe: Curves, pytorch: Curves): ComparedCurves {
  const paired = (name: keyof Curves): ComparedPoint[] => {
    if (lethe[name].length !== pytorch[name].length) throw new Error(`${name} curves differ in length`);
    return lethe[name].map(({ step, loss, standardError }, i) => {
      const other = pytorch[name][i]!;
      if (other.step !== step) throw new Error(`${name} curves differ in steps: ${step} and ${other.step}`);
      return { step, lethe: loss, standardError, pytorch: other.loss };
    });
  };
  return { training: paired('training'), validation: paired('validation') };
}

/** Lethe's loss less PyTorch's, as a share of PyTorch's. */
export const relativeDifference = ({ lethe, pytorch }: ComparedPoint): number => (lethe - pytorch) / pytorch;

/** The largest relative difference in absolute value, and where it occurs. */
export function largestDifference(points: readonly ComparedPoint[]): { step: number; share: number } {
  let largest = { step: 0, share: 0 };
  for (const point of points) {
    const share = Math.abs(relativeDifference(point));
    if (share >= largest.share) largest = { step: point.step, share };
  }
  return largest;
}

/** Points as CSV: `step,lethe,pytorch`, with `standard_error` where known. */
export function formatCsv(points: readonly ComparedPoint[]): string {
  const withErrors = points.some(({ standardError }) => standardError !== undefined);
  const header = withErrors ? 'step,lethe,standard_error,pytorch' : 'step,lethe,pytorch';
  const lines = points.map(({ step, lethe, standardError, pytorch }) =>
    [step, digits(lethe), ...(withErrors ? [digits(standardError!)] : []), digits(pytorch)].join(','),
  );
  return `${[header, ...lines].join('\n')}\n`;
}

/** Parses what `formatCsv` wrote. */
export function parseCsv(text: string): ComparedPoint[] {
  const [header, ...lines] = text.trimEnd().split('\n');
  const names = header!.split(',');
  return lines.map((line) => {
    const values = line.split(',').map(Number);
    const value = (name: string): number | undefined => values[names.indexOf(name)];
    const standardError = value('standard_error');
    return { step: value('step')!, lethe: value('lethe')!, standardError, pytorch: value('pytorch')! };
  });
}

const digits = (value: number): string => value.toFixed(6);
