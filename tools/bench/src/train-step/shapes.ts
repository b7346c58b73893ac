/** Sizes of the model and the batch that a benchmark trains. */
export interface Shape {
  layers: number;
  width: number;
  heads: number;
  /** Tokens of a row. */
  time: number;
  batchSize: number;
  vocabSize: number;
}

/** The shapes that this project states its speed for. */
export const shapes = {
  small: { layers: 4, width: 128, heads: 4, time: 128, batchSize: 8, vocabSize: 2048 },
  medium: { layers: 4, width: 256, heads: 4, time: 128, batchSize: 16, vocabSize: 4096 },
  large: { layers: 6, width: 512, heads: 8, time: 256, batchSize: 8, vocabSize: 8192 },
} as const satisfies Record<string, Shape>;

export type ShapeName = keyof typeof shapes;

export const shapeNames = Object.keys(shapes) as ShapeName[];

/** What a shape may be chosen by; `width` is a list with commas. */
export interface ShapeOptions extends Partial<Omit<Shape, 'width'>> {
  shape?: readonly ShapeName[] | undefined;
  width?: string | undefined;
}

/**
 * The shapes that were asked for: named ones, all by default, or with `width` the medium one at those widths, with heads
 * of 64; the other options replace single sizes of each.
 */
export function chosenShapes({ shape, width, ...sizes }: ShapeOptions): Shape[] {
  const base: Shape[] = width
    ? width.split(',').map((text) => {
        const size = Number(text);
        return { ...shapes.medium, width: size, heads: Math.max(1, size / 64) };
      })
    : (shape?.length ? shape : shapeNames).map((name) => shapes[name]);
  const given = Object.fromEntries(Object.entries(sizes).filter(([, value]) => value !== undefined));
  return base.map((one) => ({ ...one, ...given }));
}

export function describeShape({ layers, width, heads, time, batchSize, vocabSize }: Shape): string {
  return `${layers} layers of width ${width}, ${heads} heads, ${batchSize} x ${time} tokens, vocabulary ${vocabSize}`;
}
