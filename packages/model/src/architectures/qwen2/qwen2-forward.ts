import { gatedForward } from '../../blocks/gated-forward.js';
import { design } from './qwen2.js';

export const forward = gatedForward(design);
