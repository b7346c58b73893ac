import { gatedForward } from '../../blocks/gated-forward.js';
import { design } from './mistral.js';

export const forward = gatedForward(design);
