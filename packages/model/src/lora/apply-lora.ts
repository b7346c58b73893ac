import { LetheError } from '@lethe/contracts';
import type { Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../architectures/registry.js';
import { type Params, param, untiedName } from '../blocks/params.js';
import { drawParameter } from '../model/init-weights.js';
import { isTied } from '../model/model-size.js';
import type { Weights } from '../safetensors/weights.js';
import type { LoraConfig } from './lora-config.js';
import { type LoraTarget, loraTargets } from './lora-parameters.js';

/** Draws an adapter's initial weights, each from its own stream; with them the model is unchanged. */
export function initLora(config: ModelConfig, lora: LoraConfig, seed: number): Weights {
  const parameters = loraTargets(config, lora).flatMap(({ a, b }) => [a, b]);
  return Object.fromEntries(
    parameters.map((parameter) => [
      parameter.name,
      { dtype: 'float32', shape: parameter.shape, values: drawParameter(parameter, seed) },
    ]),
  );
}

/**
 * The parameters with every adapted matrix W replaced by W + alpha/rank B A (arXiv 2106.09685, equation 3), so that any
 * architecture computes with its adapter. Differentiable in A and B.
 * @param params the model's parameters with the adapter's among them
 */
export function withLora(params: Params, config: ModelConfig, lora: LoraConfig): Params {
  const adapted: Params = { ...params };
  for (const target of loraTargets(config, lora)) {
    const a = param<Tensor2D>(params, target.a.name);
    const b = param<Tensor2D>(params, target.b.name);
    const product = isTransposed(target) ? tf.matMul(a, b, true, true) : tf.matMul(b, a);
    // As in PEFT, an adapted embedding leaves a head that is tied to it as it was, unless it is asked not to.
    if (target.layout === 'embedding' && !lora.adaptsTiedHead)
      adapted[untiedName(target.weight)] = param(params, target.weight);
    adapted[target.weight] = tf.add(param(params, target.weight), tf.mul(product, target.scale));
  }
  return adapted;
}

/**
 * The weights of the model with its adapter added into them, computed in double precision.
 * @param weights the model's weights
 * @param adapter those of the adapter, and those that replace the model's
 * @throws LetheError when an adapted embedding is the head too, which the adapter leaves as it is
 */
export function mergeLora(
  config: ModelConfig,
  weights: Weights,
  adapter: Weights,
  lora: LoraConfig,
): Weights {
  checkMergeable(config, lora);
  const base = Object.entries(adapter).filter(([name]) => name in weights);
  const merged: Weights = { ...weights, ...Object.fromEntries(base) };
  for (const target of loraTargets(config, lora)) {
    const { shape, values } = merged[target.weight]!;
    const [a, b] = [adapter[target.a.name]!, adapter[target.b.name]!];
    const [rank, ins] = a.shape as [number, number];
    const columns = shape[1]!;
    const sum = Float32Array.from(values, (value, i) => {
      const [row, column] = [Math.floor(i / columns), i % columns];
      const [out, into] = isTransposed(target) ? [column, row] : [row, column];
      let product = 0;
      for (let r = 0; r < rank; r++) product += b.values[out * rank + r]! * a.values[r * ins + into]!;
      return value + target.scale * product;
    });
    merged[target.weight] = { dtype: 'float32', shape, values: sum };
  }
  return merged;
}

/** @throws LetheError when the model cannot hold the adapter: an adapted embedding is the head too, which stays as it is */
export function checkMergeable(config: ModelConfig, lora: LoraConfig): void {
  const embedding = loraTargets(config, lora).find(({ layout }) => layout === 'embedding');
  if (!embedding || !isTied(config) || lora.adaptsTiedHead) return;
  throw new LetheError({
    what: 'an adapted embedding cannot be merged, since the head is tied to it',
    where: embedding.weight,
    next: 'adapt other matrices, or keep the adapter beside the model',
  });
}

/** Whether the matrix is stored [in, out], as B A is not. */
const isTransposed = ({ layout }: LoraTarget): boolean => layout !== 'out-in';
