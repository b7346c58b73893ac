import { bool, defineTable, float64, int32, list, nullable, utf8 } from '@lethe/contracts';
import { condition, depth, group, intervalMethod, NATS } from '../../analysis/table-columns.js';
import { traceLaws } from '../../laws/laws.js';

const oneOf = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

export const tracesTable = defineTable({
  name: 'traces',
  version: 1,
  rows: 'how the trace of a single encounter fades in one condition and depth, by one law, from superposed traces',
  format: 'file',
  columns: {
    run: group(),
    condition: condition(),
    depth: depth(),
    decay: utf8(oneOf(traceLaws.map(({ name }) => name))),
    best: bool('whether its aicc is the smallest of the condition and depth'),
    parameter_names: list(utf8('names of the parameters')),
    parameters: list(float64('estimates')),
    standard_errors: list(float64('bootstrap standard errors over facts and seeds')),
    low: list(float64('lower ends of the intervals')),
    high: list(float64('upper ends of the intervals')),
    gain: float64(`rise one step after an encounter, ${NATS}`),
    gain_low: float64('lower end of its interval'),
    gain_high: float64('upper end of its interval'),
    half_life: nullable(float64('steps after an encounter at which half of its gain is left')),
    threshold: nullable(float64('steps after an encounter at which nothing of its gain is left')),
    r2: float64('share of the variance of the traces that is explained'),
    aicc: float64('corrected Akaike information criterion; measurements taken as independent'),
    first_lag: int32('measurements sooner after an encounter are left out, steps'),
    points: int32('measurements that were fitted'),
    facts: int32('number of facts'),
    seeds: int32('number of runs with different seeds'),
    correction: utf8('controls where their mean was subtracted, else none'),
    interval_method: intervalMethod(),
  },
});
