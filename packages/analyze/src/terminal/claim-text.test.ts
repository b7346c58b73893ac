import { describe, expect, it } from 'vitest';
import type { FindingRow } from '../claims/finding-rows.js';
import { findingRow, ofOneSeed, untested } from '../testing/finding-row.js';
import { claimText } from './claim-text.js';

const row: FindingRow = {
  ...findingRow,
  words: 'an encounter teaches',
  claimed_from: 0,
  claimed_to: null,
  our_value: 0.42,
  unit: 'nats/token',
  low: 0.38,
  high: 0.46,
  seeds: 5,
  strength: 'strong',
};
const open = { ...row, verdict: 'inconclusive', strength: null };

describe('a claim in words', () => {
  it('sums up its subjects, with the number of the first', () => {
    expect(claimText([row, { ...row, subject: 'once, memorization', our_value: 9 }])).toBe(
      'reproduced in 2 of 2: an encounter teaches (+0.420 nats/token [0.380, 0.460] for duplication, memorization; p 0.004, corrected 0.012)',
    );
  });

  it('is not counted where it has one subject, and is weak where a verdict is', () => {
    const lone = { ...row, subject: '', unit: '', claimed_from: 0.1, p: null };
    expect(claimText([lone])).toBe('reproduced: an encounter teaches (0.420 [0.380, 0.460])');
    expect(claimText([{ ...lone, strength: 'weak' }])).toMatch(/^reproduced \(weak\): /);
  });

  it('says which verdict its number has, and from where on others would have been seen', () => {
    const told = claimText([
      open,
      row,
      { ...row, verdict: 'contradicted' },
      { ...open, detectable: 0.123, our_value: -1 },
    ]);
    expect(told).toContain('reproduced in 1 of 4, contradicted in 1, inconclusive in 2: an encounter');
    expect(told).toContain('for duplication, memorization: inconclusive; p 0.004, corrected 0.012; ');
    expect(told).toContain('0.040 to 0.123 beyond the edge of the claim would have been seen)');
    expect(claimText([open, open])).toContain('; 0.040 beyond the edge');
  });

  it('has no sign where it is not about one', () => {
    expect(claimText([{ ...row, our_value: -0.42 }])).toContain('(-0.420');
    expect(claimText([{ ...row, claimed_from: null, claimed_to: 0 }])).toContain('(+0.420');
    expect(claimText([{ ...row, claimed_from: -0.1, claimed_to: 0.1 }])).toContain('(0.420');
  });

  it('says why it was not tested though there are enough seeds', () => {
    const moved = { ...open, ...untested, reason: 'controls move by 0.300 of the gain meanwhile' };
    expect(claimText([moved, moved])).toContain(
      '; not tested: controls move by 0.300 of the gain meanwhile)',
    );
    expect(claimText([row, moved])).toContain('; 1 not tested: controls move');
    expect(claimText([{ ...row, ...ofOneSeed }])).toBe(
      'inconclusive: an encounter teaches (+0.420 nats/token [0.380, 0.460] for duplication, memorization)',
    );
  });

  it('that is a prediction has no verdict', () => {
    const predicted = { ...row, ...untested, kind: 'prediction', verdict: null };
    expect(claimText([predicted, predicted])).toMatch(/^predicted: an encounter teaches \(\+0\.420/);
  });
});
