import { gatedForward } from '../../blocks/gated-forward.js';
import { design } from './olmo.js';

export const forward = gatedForward(design);
