import { createRandom } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import { bootstrapMeans } from '../statistics/bootstrap-means.js';
import { addValue, createClusterTable } from '../statistics/cluster-table.js';
import type { Estimate } from '../statistics/estimate.js';
import { type LeftOutRows, leftOutGroups, withLeftOut } from '../statistics/jackknife.js';
import { type DecayModel, decayModels } from './decay-models.js';
import { akaikeWeights } from './fit-quality.js';
import { fitRetention } from './fit-retention.js';
import { type Contender, judgeLaws, NOT_DISTINGUISHABLE } from './judge-laws.js';

const modelOf = (name: string): DecayModel => decayModels.find((model) => model.name === name)!;
/** @param errors mean square error with each of five facts left out */
const contender = (name: string, akaikeWeight: number, errors?: number[]): Contender => ({
  model: modelOf(name),
  akaikeWeight,
  holdout: errors && estimateOfErrors(errors),
});
const estimateOfErrors = (errors: number[]): Estimate => ({
  point: errors.reduce((sum, error) => sum + error, 0) / errors.length,
  draws: new Float64Array(0),
  leftOut: [{ of: 'facts', sample: 'a', values: Float64Array.from(errors) }],
  method: 't',
});
const small = [0.1, 0.11, 0.1, 0.09, 0.1];
const large = [0.2, 0.21, 0.2, 0.19, 0.2];
/** As large on average, and now smaller, now larger. */
const torn = [0.05, 0.31, 0.2, 0.4, 0.04];
const verdictOf = (...contenders: Contender[]) => judgeLaws(contenders, 3, 0.95)!;

describe('the verdict on laws', () => {
  it('names the law that predicts clearly better than all others, whatever the Akaike weights', () => {
    const verdict = verdictOf(contender('logarithmic', 0.99, large), contender('power', 0.01, small));
    expect(verdict).toMatchObject({ verdict: 'power', rivals: ['power'] });
    expect([verdict.best.model.name, verdict.holdoutBest!.model.name]).toEqual(['logarithmic', 'power']);
    expect(verdict.weight).toBeCloseTo(0.99, 12);
  });

  it('is none where a law predicts worse by chance', () => {
    const verdict = verdictOf(contender('logarithmic', 0.01, torn), contender('power', 0.99, small));
    expect(verdict.verdict).toBe(NOT_DISTINGUISHABLE);
    expect(verdict.rivals).toEqual(['logarithmic', 'power']);
    expect(verdict.reason).toContain('none of logarithmic, power predicts');
  });

  it('is none below two decades, without a second law or without a hold-out, and absent without laws', () => {
    const pair = [contender('logarithmic', 0.01, large), contender('power', 0.99, small)];
    expect(judgeLaws(pair, 1.9, 0.95)).toMatchObject({
      verdict: NOT_DISTINGUISHABLE,
      reason: 'laws can be told apart from 2 decades of t on; there are 1.9',
    });
    expect(verdictOf(contender('logarithmic', 0.01), contender('power', 0.99)).verdict).toBe(
      NOT_DISTINGUISHABLE,
    );
    expect(verdictOf(contender('power', 1, small)).verdict).toBe(NOT_DISTINGUISHABLE);
    expect(judgeLaws([], 3, 0.95)).toBeUndefined();
  });

  it('takes a richer law with an idle parameter for no rival, but a simpler one for one', () => {
    const richer = [contender('exponential', 0.7, torn), contender('stretched_exponential', 0.3, small)];
    expect(verdictOf(...richer).verdict).toBe('exponential');
    const bent = [contender('exponential', 0.7, large), contender('stretched_exponential', 0.3, small)];
    expect(verdictOf(...bent).verdict).toBe('stretched_exponential');
  });
});

/** Curves of facts whose mean follows a law, with noise that hangs together along the curve. */
function verdictOnFacts(name: string, parameters: number[], decades: number, noise: number, seed: number) {
  const facts = 24;
  const random = createRandom(seed, `verdict ${name}`);
  const times = Array.from({ length: 24 }, (_, i) => Math.round(10 ** ((decades * i) / 23) * 10) / 10);
  const model = modelOf(name);
  const layout = {
    seeds: 1,
    seedOf: new Int32Array(facts),
    factOf: Int32Array.from({ length: facts }, (_, fact) => fact),
    factsByData: [facts],
    dataOf: Int32Array.of(0),
  };
  const table = createClusterTable(facts, times.length);
  for (let fact = 0; fact < facts; fact++) {
    let wander = 0;
    times.forEach((t, column) => {
      wander = 0.7 * wander + noise * random.normal();
      addValue(table, fact, column, model.value(parameters, t) + wander);
    });
  }
  const leftOut: LeftOutRows = { method: 't', groups: leftOutGroups(new Map([['once', layout]])) };
  const weights = withLeftOut(new Uint16Array(2 * facts).fill(1), layout, 'once', leftOut);
  const bins = times.map((t) => ({ t, from: 1, to: 1 }));
  const fits = fitRetention(bins, bootstrapMeans(table, weights, leftOut), { until: 1e9, level: 0.95 });
  return judgeLaws(fits, Math.log10(times.at(-1)! / times[0]!), 0.95)!.verdict;
}

describe('the verdict on curves of facts', () => {
  const truths: [string, number[]][] = [
    ['logarithmic', [1, 0.2]],
    ['power', [1, 0.4]],
    ['exponential', [0.9, 0.005]],
    ['stretched_exponential', [1, 100, 0.5]],
  ];

  it('is the law behind long and clean ones', () => {
    for (const [name, parameters] of truths) {
      expect([name, verdictOnFacts(name, parameters, 3, 0.003, 1)]).toEqual([name, name]);
    }
  });

  it('is hardly ever another law where they are noisy', () => {
    let wrong = 0;
    let trials = 0;
    for (const [name, parameters] of truths) {
      const own = [name, ...modelOf(name).generalisations];
      for (let seed = 1; seed <= 8; seed++, trials++) {
        const verdict = verdictOnFacts(name, parameters, 2.2, 0.3, seed);
        if (verdict !== NOT_DISTINGUISHABLE && !own.includes(verdict)) wrong++;
      }
    }
    expect(trials).toBe(32);
    expect(wrong).toBeLessThanOrEqual(2);
  });
});

describe('Akaike weights', () => {
  it('are the likelihoods of AICc differences', () => {
    const weights = akaikeWeights([-100, -98, -90]);
    const sum = 1 + Math.exp(-1) + Math.exp(-5);
    expect(weights).toEqual(
      [1 / sum, Math.exp(-1) / sum, Math.exp(-5) / sum].map((w) => expect.closeTo(w, 12)),
    );
    expect(akaikeWeights([5])).toEqual([1]);
  });
});
