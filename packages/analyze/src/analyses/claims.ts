import type { Claim } from '../claims/claim.js';
import { analyses } from './registry.js';

/** Every claim that findings are about; one id may have several variants, which `where` tells apart. */
export const claims: readonly Claim[] = analyses.flatMap((analysis) => Object.values(analysis.claims));
