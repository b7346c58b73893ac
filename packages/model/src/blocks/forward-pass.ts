import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import type { Params } from './params.js';

/** What a forward pass may know about its rows besides their tokens. */
export interface RowOptions {
  /** int32 [batch, time], a number for the document of each position: attention stays within documents. */
  documents?: Tensor2D | undefined;
}

/** What an architecture computes. */
export interface ForwardPass<Config> {
  /** tokens int32 [batch, time] -> float32 [batch, time, width], after the final normalisation. */
  hiddenStates(params: Params, tokens: Tensor2D, config: Config, options: RowOptions): Tensor3D;
  /** hidden float32 [rows, width] -> logits float32 [rows, vocabSize]; a product with `headWeight` by default. */
  head?(params: Params, hidden: Tensor2D, config: Config): Tensor2D;
}
