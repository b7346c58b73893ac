import { bool, defineTable, float64, int32, list, nullable, utf8 } from '@lethe/contracts';
import { traceLaws } from './laws/laws.js';

const run = () => utf8('run of the sweep; main where there is none');
const condition = () => utf8('scenario of injection');
const depth = () => utf8('probe depth');
const oneOf = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
const method = () => utf8('how the intervals of the row were made: percentile or bca');

export const effects = defineTable({
  name: 'effects',
  version: 2,
  rows: 'one probe at one encounter with its fact',
  format: 'file',
  columns: {
    run: run(),
    probe_id: utf8('the probe'),
    fact_id: utf8('its fact; the resampling unit'),
    condition: condition(),
    depth: depth(),
    encounter: int32('1 for the first injection'),
    step: int32('updates done just before the encounter'),
    lam_step: int32('step of the local acquisition maximum'),
    effectivity: float64('log-probability at the local acquisition maximum minus before, nats per token'),
    retention: nullable(float64('share of the gain left at the last measurement before the next encounter')),
    bias_corrected_effectivity: nullable(float64('effectivity minus the mean of controls at the same step')),
    twin_corrected_effectivity: nullable(
      float64('effectivity minus that of the same probe in the same window of the twin run'),
    ),
  },
});

export const retainability = defineTable({
  name: 'retainability',
  version: 2,
  rows: 'one condition and depth, t steps after the last local acquisition maximum',
  format: 'file',
  columns: {
    run: run(),
    condition: condition(),
    depth: depth(),
    t: int32('steps since the last local acquisition maximum'),
    mean: float64('mean share of the gain that is left'),
    low: float64('lower end of the cluster-bootstrap interval'),
    high: float64('upper end of the cluster-bootstrap interval'),
    facts: int32('number of facts'),
    interval_method: method(),
  },
});

export const fits = defineTable({
  name: 'fits',
  version: 2,
  rows: 'one model of forgetting fitted to one condition and depth',
  format: 'file',
  columns: {
    run: run(),
    condition: condition(),
    depth: depth(),
    model: utf8('power, logarithmic, exponential, ...'),
    parameter_names: list(utf8('names of the parameters')),
    parameters: list(float64('estimates')),
    standard_errors: list(float64('bootstrap standard errors over facts')),
    low: list(float64('lower ends of the intervals')),
    high: list(float64('upper ends of the intervals')),
    r2: float64('share of variance explained'),
    aicc: float64('corrected Akaike information criterion, noise variance counted'),
    bic: float64('Bayesian information criterion'),
    holdout_error: nullable(float64('root mean square error on the last part of log time')),
    half_life: nullable(float64('steps until half of the gain is left')),
    x_intercept: nullable(float64('steps until nothing of the gain is left')),
    half_life_tokens: nullable(float64('tokens that are trained on until half of the gain is left')),
    x_intercept_tokens: nullable(float64('tokens that are trained on until nothing of the gain is left')),
    interval_method: method(),
  },
});

export const fitDetails = defineTable({
  name: 'fit_details',
  version: 2,
  rows: 'what else is known of a row of fits, with the same run, condition, depth and model',
  format: 'file',
  columns: {
    run: run(),
    condition: condition(),
    depth: depth(),
    model: utf8('as in fits'),
    points: int32('number of times that were fitted'),
    jacobian_errors: list(float64('standard errors from the curvature, times taken as independent')),
    correlations: list(float64('correlations of the parameters from the curvature, row by row')),
    akaike_weight: float64('weight among all laws fitted to the same curve, from aicc'),
    log10_half_life: nullable(float64('log10 of the steps until half is left; infinite for never')),
    log10_half_life_low: nullable(float64('lower end of its interval')),
    log10_half_life_high: nullable(float64('upper end of its interval; infinite where open')),
    log10_x_intercept: nullable(float64('log10 of the steps until nothing is left; infinite for never')),
    log10_x_intercept_low: nullable(float64('lower end of its interval')),
    log10_x_intercept_high: nullable(float64('upper end of its interval; infinite where open')),
    tokens_per_step: nullable(float64('tokens of a training step; null where the steps table is empty')),
    log10_half_life_tokens: nullable(float64('log10 of the tokens until half is left; infinite for never')),
    log10_half_life_tokens_low: nullable(float64('lower end of its interval')),
    log10_half_life_tokens_high: nullable(float64('upper end of its interval; infinite where open')),
    log10_x_intercept_tokens: nullable(float64('log10 of the tokens until nothing is left')),
    log10_x_intercept_tokens_low: nullable(float64('lower end of its interval')),
    log10_x_intercept_tokens_high: nullable(float64('upper end of its interval; infinite where open')),
    interval_method: method(),
  },
});

export const fitVerdicts = defineTable({
  name: 'fit_verdicts',
  version: 1,
  rows: 'which law of forgetting describes one condition and depth',
  format: 'file',
  columns: {
    run: run(),
    condition: condition(),
    depth: depth(),
    verdict: utf8('name of the law, or "not distinguishable"'),
    reason: utf8('why, in a sentence'),
    best_aicc: utf8('the law with the smallest aicc'),
    weight: float64('its Akaike weight with that of laws of which it is a special case'),
    best_holdout: nullable(utf8('the law with the smallest hold-out error')),
    decades: float64('decades of t that were fitted'),
  },
});

export const traces = defineTable({
  name: 'traces',
  version: 1,
  rows: 'how the trace of a single encounter fades in one condition and depth, by one law, from superposed traces',
  format: 'file',
  columns: {
    run: utf8('run of the sweep, or name of the runs that differ in seeds only'),
    condition: condition(),
    depth: depth(),
    decay: utf8(oneOf(traceLaws.map(({ name }) => name))),
    best: bool('whether its aicc is the smallest of the condition and depth'),
    parameter_names: list(utf8('names of the parameters')),
    parameters: list(float64('estimates')),
    standard_errors: list(float64('bootstrap standard errors over facts and seeds')),
    low: list(float64('lower ends of the intervals')),
    high: list(float64('upper ends of the intervals')),
    gain: float64('rise one step after an encounter, nats per token'),
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
    interval_method: method(),
  },
});

export const longTail = defineTable({
  name: 'long_tail',
  version: 1,
  rows: 'a fact of some condition and depth whose texts come at some interval, and what fitted traces leave of it',
  format: 'file',
  columns: {
    run: utf8('run of the sweep, or name of the runs that differ in seeds only'),
    condition: condition(),
    depth: depth(),
    decay: utf8('law of the traces, as in the table traces'),
    process: utf8('fixed: one of a row of intervals; zipf: a rank of popularity'),
    deduplication: utf8('none, collapse (copies go) or refill (other texts take their place)'),
    interval: float64('mean steps between texts of the fact, before anything is removed'),
    rank: nullable(
      int32('rank of popularity, 1 for the most popular fact; null where the interval is fixed'),
    ),
    level: nullable(
      float64('gain left just before a text in the long run, nats per token; null for no limit'),
    ),
    low: nullable(float64('lower end of its interval')),
    high: nullable(float64('upper end of its interval')),
    accumulates: utf8('yes, no or undecided: whether texts come before the threshold'),
    log10_threshold: nullable(float64('log10 of the learnability threshold, steps')),
    log10_threshold_low: nullable(float64('lower end of its interval')),
    log10_threshold_high: nullable(float64('upper end of its interval')),
    seeds: int32('number of runs with different seeds'),
    interval_method: method(),
  },
});

export const extraction = defineTable({
  name: 'extraction',
  version: 1,
  rows: 'how one run answers questions, after its last update',
  format: 'file',
  columns: {
    run: run(),
    model: utf8('attention + MLP, attention only, or the model type of config.json'),
    fine_tuning: utf8('none (pretraining), full, LoRA or rank 1'),
    multiplicity: nullable(int32('templates K in which each fact is told; null outside the symbolic world')),
    templates: nullable(int32('templates |R| of the world')),
    fine_tuned: nullable(int32('subjects N_f whose questions are for fine-tuning')),
    questions: int32('questions that were held out from fine-tuning'),
    held_out: nullable(float64('share of them that is answered by an exact match')),
    held_out_restricted: nullable(
      float64('share of them whose answer is the most probable of all answers, whatever other tokens say'),
    ),
    trained: nullable(float64('share of the questions for fine-tuning that is answered by an exact match')),
    stored: nullable(float64('share of facts recalled in the words of pretraining')),
    error_classes: list(utf8('kinds of wrong answers to held-out questions')),
    error_shares: list(float64('share of the held-out questions with an answer of each kind')),
    loss: nullable(float64('mean loss of the last pass over the training rows, nats per counted token')),
    entropy_floor: nullable(float64('entropy of the training rows, below which no loss gets, nats')),
  },
});

export const findings = defineTable({
  name: 'findings',
  version: 2,
  rows: 'one claim and what the experiment says of it',
  format: 'file',
  columns: {
    finding_id: utf8('stable name of the claim'),
    statement: utf8('the claim in one sentence'),
    source_value: nullable(utf8('what the source reports')),
    our_value: nullable(float64('our estimate')),
    low: nullable(float64('lower end of its interval')),
    high: nullable(float64('upper end of its interval')),
    interval_method: nullable(utf8('percentile or bca; null without an interval')),
    seeds: int32('number of runs with different seeds behind the estimate'),
    verdict: utf8('reproduced, contradicted or inconclusive'),
  },
});
