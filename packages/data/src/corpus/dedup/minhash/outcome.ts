import type { Settlement } from './settle-clusters.js';

/** What became of all documents: 12 bytes each. */
export interface Outcome {
  /** Uint32Array [documents]: the document that each one goes to: itself where it is kept. */
  keptBy: Uint32Array;
  /** Float32Array [documents]: similarity to that document by the sketches; NaN where kept. */
  estimated: Float32Array;
  /** Float32Array [documents]: true similarity to it; NaN where kept or not verified. */
  verified: Float32Array;
}

/** All documents are kept. */
export function createOutcome(documents: number): Outcome {
  return {
    keptBy: Uint32Array.from({ length: documents }, (_, i) => i),
    estimated: new Float32Array(documents).fill(Number.NaN),
    verified: new Float32Array(documents).fill(Number.NaN),
  };
}

export function recordSettlement(outcome: Outcome, members: Uint32Array, settlement: Settlement): void {
  for (let i = 0; i < members.length; i++) {
    const document = members[i]!;
    outcome.keptBy[document] = settlement.keptBy[i]!;
    outcome.estimated[document] = settlement.estimated[i]!;
    outcome.verified[document] = settlement.verified[i]!;
  }
}
