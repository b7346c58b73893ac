import { defineTable, float64, int32, nullable, utf8 } from '@lethe/contracts';
import { group } from '../../analysis/table-columns.js';

const measure = () =>
  utf8(
    'answers, DEPTH and verbatim after N %: share; AUC of loss or Min-K%: against controls; log-probability: minus that of controls, nats per token',
  );
const low = () => nullable(float64('lower end of its interval'));
const high = () => nullable(float64('upper end of its interval'));
const facts = () => int32('distinct facts that it rests on');

/** How often facts are met, and what the last checkpoint knows of them. */
export const doseTable = defineTable({
  name: 'dose',
  version: 1,
  rows: 'one measure of the facts of one condition, all met equally often, or of controls',
  format: 'file',
  columns: {
    run: group(),
    condition: utf8('scenario of injection'),
    dose: int32('encounters of each fact; 0 for controls'),
    part: utf8('part of training that holds all encounters: all, a half or a quarter; empty for controls'),
    first: nullable(float64('first encounter of any fact, as a share of training')),
    last: nullable(float64('end of the last one')),
    measure: measure(),
    value: float64('mean over facts and runs'),
    low: low(),
    high: high(),
    facts: facts(),
  },
});

/** From which dose on half is recalled. */
export const halfDoseTable = defineTable({
  name: 'half_dose',
  version: 1,
  rows: 'the dose at which one share comes to one half',
  format: 'file',
  columns: {
    run: group(),
    measure: utf8('answers, DEPTH or verbatim after N %'),
    half: float64('encounters, from a logistic curve in log2 of the dose, bounded by the doses'),
    low: low(),
    high: high(),
    reached: utf8('within, beyond the largest dose, or not above the smallest dose'),
    smallest_dose: int32('encounters'),
    largest_dose: int32('encounters'),
  },
});

/** What it matters when facts are met. */
export const doseWindowsTable = defineTable({
  name: 'dose_windows',
  version: 1,
  rows: 'one measure of facts of equal dose in a later part of training minus others in an earlier one',
  format: 'file',
  columns: {
    run: group(),
    contrast: utf8('last quarter - first quarter, or second half - first half'),
    dose: int32('encounters of each fact'),
    measure: measure(),
    value: float64('later minus earlier'),
    low: low(),
    high: high(),
    facts: facts(),
  },
});
