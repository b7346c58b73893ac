import { LetheError } from '@lethe/contracts';
import * as tf from '@tensorflow/tfjs';
import { withGradient } from './with-gradient.js';

/** Cosines and sines of every position's angles, float32 [T, pairs] each. */
export interface RotaryAngles {
  cos: tf.Tensor2D;
  sin: tf.Tensor2D;
}

/** The angles of positions 0 to `time` - 1 for the given frequencies, in radians per position. */
export function rotaryAngles(frequencies: readonly number[], time: number): RotaryAngles {
  const positions = tf.reshape(tf.range(0, time, 1, 'float32'), [time, 1]);
  const angles = tf.mul(positions, tf.tensor2d([...frequencies], [1, frequencies.length])) as tf.Tensor2D;
  return { cos: tf.cos(angles), sin: tf.sin(angles) };
}

/**
 * Rotary position embedding (Su et al. 2021, arXiv 2104.09864, equation 34) of queries or keys: element i of a head and
 * element i + pairs are rotated together by the position's angle i, the pairing of GPT-NeoX and of Llama in transformers.
 * Elements from 2 x pairs on stay as they are (partial rotary). Differentiable in x: the gradient rotates back.
 * @param x float32 [batch, heads, T, dh], dh at least 2 x pairs
 * @returns float32 [batch, heads, T, dh]
 * @throws LetheError when the angles do not fit
 */
export function rotate(x: tf.Tensor, { cos, sin }: RotaryAngles): tf.Tensor4D {
  const [, , time, width] = x.shape as [number, number, number, number];
  const [positions, pairs] = cos.shape;
  if (positions !== time || 2 * pairs > width) {
    throw new LetheError({
      what: 'the rotary angles do not fit the heads',
      where: 'rotate',
      expected: `angles of ${time} positions and at most ${Math.floor(width / 2)} pairs`,
      found: `[${cos.shape.join(', ')}]`,
    });
  }
  return withGradient([x], (x) => ({
    value: turn(x!, cos, sin),
    saved: [cos.clone(), sin.clone()],
    gradient: (dy, [cos, sin]) => [turn(dy, cos as tf.Tensor2D, tf.neg(sin as tf.Tensor2D))],
  })) as tf.Tensor4D;
}

function turn(x: tf.Tensor, cos: tf.Tensor2D, sin: tf.Tensor2D): tf.Tensor {
  const [batch, heads, time, width] = x.shape as [number, number, number, number];
  const pairs = cos.shape[1];
  const part = (begin: number, size: number) => tf.slice(x, [0, 0, 0, begin], [batch, heads, time, size]);
  const first = part(0, pairs);
  const second = part(pairs, pairs);
  const turned = [
    tf.sub(tf.mul(first, cos), tf.mul(second, sin)),
    tf.add(tf.mul(second, cos), tf.mul(first, sin)),
  ];
  if (2 * pairs < width) turned.push(part(2 * pairs, width - 2 * pairs));
  return tf.concat(turned, 3);
}
