import { gatedForward } from '../../blocks/gated-forward.js';
import { design } from './qwen3.js';

export const forward = gatedForward(design);
