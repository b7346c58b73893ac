import { softCap } from '@lethe/runtime';
import type { ForwardPass } from '../../blocks/forward-pass.js';
import { gatedForward } from '../../blocks/gated-forward.js';
import { readOut } from '../../blocks/params.js';
import { design, type Gemma2Config, gemma2 } from './gemma2.js';

export const forward: ForwardPass<Gemma2Config> = {
  ...gatedForward(design),
  head(params, hidden, config) {
    const logits = readOut(params, hidden, gemma2.headWeight(config)); // [rows, V]
    return config.logitCap === null ? logits : softCap(logits, config.logitCap);
  },
};
