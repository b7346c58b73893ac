import { gatedForward } from '../../blocks/gated-forward.js';
import { design } from './llama.js';

export const forward = gatedForward(design);
