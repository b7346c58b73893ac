import { LetheError } from '@lethe/contracts';

/** Words for the errors of `matchTensors`. */
export interface TensorOwner {
  /** The file that holds the tensors. */
  where: string;
  /** What the file should hold: `parameter` of a model, `tensor` of an adapter. */
  noun: string;
  /** The message for an unexpected tensor, before its name. */
  unexpected: string;
  /** What the file should hold instead of an unexpected tensor, if known. */
  expected?: string;
  next: string;
}

/**
 * Selects the wanted tensors from those that a file holds.
 * @param wanted names, those in the file where they differ, and shapes
 * @returns the tensors by their names, in the order of `wanted`
 * @throws LetheError when one is missing, has another shape or is unexpected
 */
export function matchTensors<T extends { shape: readonly number[] }>(
  found: ReadonlyMap<string, T>,
  wanted: readonly { name: string; fileName?: string; shape: readonly number[] }[],
  { where, noun, unexpected, expected, next }: TensorOwner,
): Record<string, T> {
  const wrong = (what: string, more: { expected?: string | undefined; found?: string }): LetheError =>
    new LetheError({ what, where, ...more, next });
  const left = new Map(found);
  const tensors = wanted.map(({ name, fileName = name, shape }) => {
    const tensor = left.get(fileName);
    if (tensor === undefined) {
      throw wrong(`${noun} ${fileName} is missing`, { found: [...left.keys()].slice(0, 4).join(', ') });
    }
    if (tensor.shape.join() !== shape.join()) {
      throw wrong(`${noun} ${fileName} has another shape`, {
        expected: `[${shape}]`,
        found: `[${tensor.shape}]`,
      });
    }
    left.delete(fileName);
    return [name, tensor] as const;
  });
  const [other] = left.keys();
  if (other !== undefined) throw wrong(`${unexpected} ${other}`, { expected });
  return Object.fromEntries(tensors);
}
