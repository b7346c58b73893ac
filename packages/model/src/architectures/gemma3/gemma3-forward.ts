import { gatedForward } from '../../blocks/gated-forward.js';
import { design } from './gemma3.js';

export const forward = gatedForward(design);
