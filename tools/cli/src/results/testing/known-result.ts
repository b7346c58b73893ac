import { newResult, type Result, type ResultFinding } from '../result.js';

/** A tested finding of F1; `changes` make another of it. */
export const knownFinding = (changes: Partial<ResultFinding> = {}): ResultFinding => ({
  claim: 'F1',
  variant: null,
  subject: 'duplication, memorization',
  detail: '',
  kind: 'primary',
  given: null,
  source_value: '> 0',
  claimed_from: 0,
  claimed_to: null,
  our_value: 0.42,
  unit: 'nats/token',
  low: 0.38,
  high: 0.46,
  interval_method: 't',
  p: 0.004,
  adjusted_p: 0.012,
  family: 'arXiv 2406.11813, primary',
  family_tests: 3,
  seeds: 5,
  verdict: 'reproduced',
  strength: 'strong',
  reason: null,
  distance: 0.42,
  detectable: 0.05,
  seeds_needed: 3,
  ...changes,
});

export const knownResult = (experiment: string, findings: readonly ResultFinding[]): Result =>
  newResult({
    experiment,
    title: `About ${experiment}`,
    profile: 'full',
    claims: ['F1'],
    runs: 5,
    analyze: {
      manifest: 'ab'.repeat(32),
      producer: { name: '@lethe/analyze', version: '0.1.0', fingerprint: 'cd'.repeat(32) },
    },
    design: { holds: true, statement: 'controls stay put' },
    findings: [...findings],
    tables: {},
  });
