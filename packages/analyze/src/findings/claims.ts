import { extractionClaims } from '../analyses/extraction/extraction-claims.js';
import type { Claim } from '../claims/claim.js';
import { forgettingClaims } from './forgetting-claims.js';

/** Every claim that findings are about; one id may have several variants, which `where` tells apart. */
export const claims: readonly Claim[] = [
  ...Object.values(forgettingClaims),
  ...Object.values(extractionClaims),
];
